"""What every service process starts from: a database, its settings, a clock."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from codestream.config.resolve import Settings, resolve
from codestream.config.revisions import Revisions
from codestream.kit.clock import Clock, SystemClock
from codestream.kit.mongo import Mongo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@dataclass(frozen=True)
class RuntimeOptions:
    """Where a process finds its database and what it is told on the command line."""

    mongo_url: str
    home: Path
    config_file: Path | None = None
    """A JSON file of settings that overrides the stored ones."""
    test_hooks: bool = False
    """Load the affordances that recorded sessions need (`services/api/hooks.py`). Never in production."""


@dataclass(frozen=True)
class Runtime:
    """One process's share of the installation."""

    options: RuntimeOptions
    mongo: Mongo
    settings: Settings
    clock: Clock


@contextlib.asynccontextmanager
async def open_runtime(options: RuntimeOptions) -> AsyncIterator[Runtime]:
    """Connect, load the active settings (installing the first ones in an empty database), and close again.

    Raises:
        MongoUnavailableError: the database cannot be used.
        InvalidSettingError: a setting has a value that does not fit.
    """
    mongo = Mongo(options.mongo_url)
    try:
        await mongo.check()
        clock = SystemClock()
        revision = await Revisions(mongo, clock).ensure({})
        file = msgspec.json.decode(options.config_file.read_bytes()) if options.config_file else None
        yield Runtime(options, mongo, resolve(revision["configData"], file), clock)
    finally:
        await mongo.close()
