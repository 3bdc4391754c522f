"""The private MongoDB of an installation that was given none: a `mongod` child on loopback, a replica set of one."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

REPLICA_SET = "codestream"
START_TIMEOUT_SECONDS = 30.0
STOP_TIMEOUT_SECONDS = 20.0
POLL_SECONDS = 0.05
CACHE_GIB = 0.5
"""WiredTiger's cache; its own default is half of the machine's memory."""
NOT_YET_INITIALIZED = 94
INVALID_REPLICA_SET_CONFIG = 93
_PR_SET_PDEATHSIG = 1


class MongodError(Exception):
    """The private MongoDB cannot run. The text says, in one line, what to do."""


def find_mongod(run_dir: Path) -> Path:
    """Path of a `mongod` to run: one on PATH, else the one of the optional wheel (copied to `run_dir`: it has no run bit).

    Raises:
        MongodError: there is neither.
    """
    if on_path := shutil.which("mongod"):
        return Path(on_path)
    package = importlib.util.find_spec("fiftyone")
    for folder in package.submodule_search_locations or () if package else ():
        packed = Path(folder) / "db" / "bin" / "mongod"
        if packed.is_file():
            return _runnable(packed, run_dir / "bin" / "mongod")
    raise MongodError("No mongod on this machine: install one, or give the URL of a MongoDB replica set with --mongo.")


def _runnable(packed: Path, copy: Path) -> Path:
    if not copy.is_file() or copy.stat().st_size != packed.stat().st_size:
        copy.parent.mkdir(parents=True, exist_ok=True)
        partial = copy.with_name(f"mongod.{os.getpid()}")
        shutil.copyfile(packed, partial)
        partial.chmod(stat.S_IRWXU)
        partial.replace(copy)
    return copy


def die_with_parent() -> None:
    """Have the kernel end this process when its parent is gone, however that died. For use between fork and exec."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Mongod:
    """One private mongod: start it, know its URL, stop it."""

    def __init__(self, data_dir: Path, port: int, *, run_dir: Path, log_path: Path | None = None, detached: bool = False) -> None:
        """`detached` lets it outlive this process (a test session's workers share one)."""
        self.data_dir, self.port = data_dir, port
        self._run_dir, self._log_path, self._detached = run_dir, log_path, detached
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """URL of the product's database in it."""
        return f"mongodb://127.0.0.1:{self.port}/codestream?replicaSet={REPLICA_SET}"

    async def start(self) -> None:
        """Start it and wait until it takes writes.

        Raises:
            MongodError: no mongod, its port is taken, or it does not come up in time.
        """
        self.data_dir.mkdir(parents=True, exist_ok=True)
        binary = await asyncio.to_thread(find_mongod, self._run_dir)
        command = [
            str(binary),
            *("--port", str(self.port), "--bind_ip", "127.0.0.1", "--unixSocketPrefix", str(self.data_dir)),
            *("--dbpath", str(self.data_dir), "--replSet", REPLICA_SET, "--wiredTigerCacheSizeGB", str(CACHE_GIB)),
            # The zlib code of the packaged release has a known information leak.
            *("--networkMessageCompressors", "disabled", "--setParameter", "diagnosticDataCollectionEnabled=false"),
        ]
        if self._log_path:
            command += ["--logpath", str(self._log_path), "--logappend"]
        self.process = subprocess.Popen(  # noqa: S603, ASYNC220 - our own command line; Popen returns at once
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=None if self._detached else die_with_parent,  # noqa: PLW1509 - a single call into libc
            start_new_session=True,
        )
        await asyncio.to_thread(self._await_primary)

    def _await_primary(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        with MongoClient[dict[str, object]](
            "127.0.0.1", self.port, directConnection=True, serverSelectionTimeoutMS=500, connectTimeoutMS=500
        ) as client:
            while time.monotonic() < deadline:
                if self.process is not None and self.process.poll() is not None:
                    raise MongodError(
                        f"mongod ended at once (status {self.process.returncode}): port {self.port} may be taken, or "
                        f"{self.data_dir} not writable; see {self._log_path or 'its log'}."
                    )
                with contextlib.suppress(PyMongoError):
                    if self._is_primary(client):
                        return
                time.sleep(POLL_SECONDS)
        raise MongodError(f"mongod did not come up within {START_TIMEOUT_SECONDS:.0f} s; see {self._log_path or 'its log'}.")

    def _is_primary(self, client: MongoClient[dict[str, object]]) -> bool:
        config = {"_id": REPLICA_SET, "version": 1, "members": [{"_id": 0, "host": f"127.0.0.1:{self.port}"}]}
        try:
            client.admin.command("replSetGetStatus")
        except OperationFailure as error:
            if error.code == NOT_YET_INITIALIZED:
                client.admin.command("replSetInitiate", config)
            elif error.code == INVALID_REPLICA_SET_CONFIG:  # the port changed since the set was made
                old = client.local["system.replset"].find_one() or {}
                client.admin.command("replSetReconfig", {**config, "version": int(str(old.get("version", 1))) + 1}, force=True)
            else:
                raise
        return bool(client.admin.command("hello").get("isWritablePrimary"))

    async def stop(self) -> None:
        """End it cleanly; without effect when it is not running."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.to_thread(self.process.wait, STOP_TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                await asyncio.to_thread(self.process.wait)
        self.process = None
