"""Wait for conditions instead of sleeping."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

DEADLINE_SECONDS = 20.0
STEP_SECONDS = 0.01


async def until(condition: Callable[[], bool | Awaitable[bool]], deadline_seconds: float = DEADLINE_SECONDS) -> None:
    """Wait until `condition` holds; fail the test when it does not in time."""
    end = time.monotonic() + deadline_seconds
    while True:
        result = condition()
        if await result if inspect.isawaitable(result) else result:
            return
        assert time.monotonic() < end, "the condition did not come true in time"
        await asyncio.sleep(STEP_SECONDS)
