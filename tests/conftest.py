"""Real parts for every test: one mongod per test session (shared by its workers), a database per test."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pytest

from codestream.kit.mongo import Mongo
from codestream.services.supervisor.mongod import Mongod

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"


_kept: list[Mongod] = []  # a Popen that is forgotten while its process runs warns


def free_port() -> int:
    """A port on loopback that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def mongod_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """URL of the session's mongod. The first worker to come starts it, the last to leave stops it."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    state = shared / "mongod.state"
    with state.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        url, pid, users = lock.read().split() or ["", "0", "0"]
        if not url:
            mongod = Mongod(shared / "mongod", free_port(), run_dir=shared, log_path=shared / "mongod.log", detached=True)
            asyncio.run(mongod.start())
            assert mongod.process is not None
            _kept.append(mongod)
            url, pid = mongod.url, str(mongod.process.pid)
        _write(lock, url, pid, int(users) + 1)
        fcntl.flock(lock, fcntl.LOCK_UN)
    yield url
    with state.open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        url, pid, users = lock.read().split()
        _write(lock, url, pid, int(users) - 1)
        if users == "1":
            os.kill(int(pid), signal.SIGKILL)


def _write(file: TextIO, url: str, pid: str, users: int) -> None:
    file.seek(0)
    file.truncate()
    file.write(f"{url} {pid} {users}")
    file.flush()


@pytest.fixture
async def mongo(mongod_url: str) -> AsyncIterator[Mongo]:
    """A database of its own, dropped afterwards."""
    connection = Mongo(mongod_url, database=f"test_{uuid.uuid4().hex[:12]}")
    yield connection
    await connection.client.drop_database(connection.database.name)
    await connection.close()
