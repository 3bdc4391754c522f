"""The time as the wire and the database have it: integers, milliseconds since 1970 (contract 00, 5.1)."""

from __future__ import annotations

import time
from typing import Protocol

SECOND_MS = 1000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


class Clock(Protocol):
    """Where a process takes its time from; tests bring their own."""

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000
