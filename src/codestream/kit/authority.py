"""A cache of authority: who somebody is and what a thing belongs to, never versions or counters (docs/decisions/0004).

Entries are kept current by tailing the changes of their collections, and count only while that tail is known to be
alive. What is cached may only grant: whoever refuses on it must decide again on fresh reads (`Reader.used_cache`).
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any, Final

from bson import Int64, ObjectId
from prometheus_client import Counter
from pymongo.errors import PyMongoError

from codestream.kit.log import get_logger
from codestream.kit.mongo import object_id, to_doc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo

LEASE_SECONDS: Final = 1.0
"""How long after the tail was last seen alive an entry still counts; a revocation answers when it has run out."""
TAIL_AWAIT_MS: Final = 250
RETRY_SECONDS: Final = 0.5
MAX_ENTRIES: Final = 50_000
"""Per collection; a full cache is emptied, which costs one read an entry."""

_reads = Counter("codestream_authority_reads", "Reads of authority.", ["from_cache"])
_hits, _misses = _reads.labels("yes"), _reads.labels("no")
_log = get_logger(__name__)


class AuthorityCache:
    """One process's entries, by collection and id."""

    def __init__(self, mongo: Mongo, projections: Mapping[str, Iterable[str]]) -> None:
        """`projections` names the collections that are cached and the fields of theirs that are authority."""
        self._mongo = mongo
        self._projections = {name: dict.fromkeys(fields, 1) for name, fields in projections.items()}
        self._entries: dict[str, dict[str, Doc]] = {name: {} for name in projections}
        self._epoch = 0
        self._alive_since = float("-inf")

    @property
    def is_alive(self) -> bool:
        """Whether entries count: the tail answered a question asked less than a lease ago."""
        return time.monotonic() - self._alive_since < LEASE_SECONDS

    def reader(self, *, fresh: bool = False) -> Reader:
        """Reads for one request; `fresh` reads nothing from the cache."""
        return Reader(self, fresh=fresh)

    def cached(self, collection: str, doc_id: str) -> Doc | None:
        return self._entries[collection].get(doc_id) if self.is_alive else None

    async def read(self, collection: str, doc_id: str) -> Doc | None:
        """Read from the database, and remember. The document holds the declared fields and `id`; do not change it."""
        key = object_id(doc_id)
        if key is None:
            return None
        epoch = self._epoch
        found = await self._mongo[collection].find_one({"_id": key}, self._projections[collection])
        if found is None:
            return None
        entries = self._entries[collection]
        doc = to_doc(found)
        if epoch == self._epoch:  # nothing was invalidated while we read
            if len(entries) >= MAX_ENTRIES:
                entries.clear()
            entries[doc_id] = doc
        return doc

    def forget(self, collection: str, doc_id: str) -> None:
        """Drop an entry: its document changed."""
        if collection in self._entries:
            self._epoch += 1
            self._entries[collection].pop(doc_id, None)

    def _forget_all(self) -> None:
        self._epoch += 1
        for entries in self._entries.values():
            entries.clear()

    async def tail(self, stop: asyncio.Event) -> None:
        """Follow the changes until `stop`; through an outage nothing counts, and after it everything is read anew."""
        while not stop.is_set():
            try:
                await self._follow(stop)
            except PyMongoError as error:
                _log.warning("authority tail interrupted", error=str(error))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), RETRY_SECONDS)

    async def _follow(self, stop: asyncio.Event) -> None:
        """Ask for changes, batch by batch, by the bare commands: only they tell when a question was asked."""
        pipeline = [
            {"$changeStream": {}},
            {"$match": {"ns.coll": {"$in": list(self._entries)}, "operationType": {"$in": ["update", "replace", "delete"]}}},
            {"$project": {"ns.coll": 1, "documentKey": 1, "updateDescription": 1}},
        ]
        database = self._mongo.database
        async with self._mongo.start_session() as session:
            opened = await database.command({"aggregate": 1, "pipeline": pipeline, "cursor": {}}, session=session)
            cursor_id, namespace = opened["cursor"]["id"], opened["cursor"]["ns"].partition(".")[2]
            self._forget_all()
            more = {"getMore": Int64(cursor_id), "collection": namespace, "maxTimeMS": TAIL_AWAIT_MS}
            while not stop.is_set():
                asked_at = time.monotonic()
                answer = await database.command(more, session=session)
                for change in answer["cursor"]["nextBatch"]:
                    self._take(change)
                self._alive_since = asked_at
            await database.command({"killCursors": namespace, "cursors": [Int64(cursor_id)]}, session=session)

    def _take(self, change: Doc) -> None:
        collection: str = change["ns"]["coll"]
        described = change.get("updateDescription")
        if described is not None and not self._concerns(collection, described):
            return
        key = change["documentKey"]["_id"]
        self.forget(collection, str(key) if isinstance(key, ObjectId) else "")

    def _concerns(self, collection: str, described: Mapping[str, Any]) -> bool:
        """Whether an update touched a field that is authority: most updates are counters and versions."""
        touched = {*described.get("updatedFields", ()), *described.get("removedFields", ())}
        touched.update(entry["field"] for entry in described.get("truncatedArrays", ()))
        fields = self._projections[collection]
        return any(path.split(".", 1)[0] in fields for path in touched)


class Reader:
    """Authority for one request: remembers whether anything that it gave came from the cache."""

    def __init__(self, cache: AuthorityCache, *, fresh: bool) -> None:
        self._cache, self._fresh = cache, fresh
        self._read: dict[tuple[str, str], Doc | None] = {}
        self.used_cache = False

    async def get(self, collection: str, doc_id: str) -> Doc | None:
        """The authority fields of a document, and `id`; None when it does not exist. Not to be changed."""
        key = (collection, doc_id)
        if key in self._read:
            return self._read[key]
        found = None if self._fresh else self._cache.cached(collection, doc_id)
        if found is not None:
            self.used_cache = True
            _hits.inc()
            return found
        _misses.inc()
        self._read[key] = found = await self._cache.read(collection, doc_id)
        return found
