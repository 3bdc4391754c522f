"""Password hashes: argon2id for new ones, bcrypt of an original database verified (contract 10, 1.1)."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

ARGON2_TIME_COST: Final = 2
ARGON2_MEMORY_KIB: Final = 19 * 1024
ARGON2_PARALLELISM: Final = 1
BCRYPT_MAX_BYTES: Final = 72
"""What bcrypt looks at; newer versions of the library refuse longer passwords, older ones cut them."""
POOL_THREADS: Final = 2
"""Hashes at a time in one process: hashing is made to be expensive, and must not starve everything else."""


class Passwords:
    """Hashes and verifies in a bounded pool of threads."""

    def __init__(self) -> None:
        argon2 = Argon2Hasher(time_cost=ARGON2_TIME_COST, memory_cost=ARGON2_MEMORY_KIB, parallelism=ARGON2_PARALLELISM)
        self._hash = PasswordHash((argon2, BcryptHasher()))
        self._pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="passwords")
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        """A new hash, salt and parameters included."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._hash.hash, password)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether `password` is the one of hash `stored`. Without a hash it takes as long, and is False."""
        if stored is None:
            if self._decoy is None:
                self._decoy = await self.hash("nobody's password")
            await self.verify(password, self._decoy)
            return False
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._matches, password, stored)

    def needs_upgrade(self, stored: str) -> bool:
        """Whether a hash is not of today's kind."""
        return not stored.startswith("$argon2id$")

    def _matches(self, password: str, stored: str) -> bool:
        text: str | bytes = password
        if stored.startswith("$2"):
            text = password.encode()[:BCRYPT_MAX_BYTES]
        try:
            return self._hash.verify(text, stored)
        except (PwdlibError, ValueError):
            return False

    def close(self) -> None:
        self._pool.shutdown(wait=False)
