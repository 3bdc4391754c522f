"""Commit lanes: units of work that contend for the same documents are written together (docs/decisions/0001).

A lane is a queue of one process. While one transaction of a lane is under way, the units that arrive wait, and are then
written as one: a document that k of them change is changed once, its version raised by k, and each unit's directive is
computed from what the document was before. Sequence numbers therefore have neither doubles nor gaps, and hot documents
cost one statement for all. Lanes of different processes meet as write conflicts, which are repeated with back-off.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bson import ObjectId
from prometheus_client import Counter, Histogram
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from codestream.kit.directives import Operators
from codestream.kit.jobs import JOBS, job_row
from codestream.kit.message_log import MESSAGES, message_row
from codestream.kit.mongo import to_doc, to_stored
from codestream.kit.work import counters_of, resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pymongo.asynchronous.client_session import AsyncClientSession

    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo
    from codestream.kit.work import Effect, Update, Work

MAX_UNITS: Final = 64
"""Units of work in one transaction."""
COMMIT_TIMEOUT_SECONDS: Final = 60.0
"""How long a commit is tried again through conflicts and outages of MongoDB; stock clients wait without limit."""
MIN_BACKOFF_SECONDS: Final = 0.001
MAX_BACKOFF_SECONDS: Final = 0.25

_units = Counter("codestream_commit_units", "Units of work written.")
_batch_size = Histogram("codestream_commit_batch_size", "Units of work in one transaction.", buckets=(1, 2, 4, 8, 16, 32, 64))
_repeats = Counter("codestream_commit_repeats", "Transactions written again after a conflict or an outage.")


class StaleError(Exception):
    """A guard no longer holds: what the request decided on has changed meanwhile; decide anew."""


@dataclass
class Committed:
    """One transaction's result: its units, and the job rows to be handed to the queue."""

    units: list[Work]
    jobs: list[Doc] = field(default_factory=list)


class Committer:
    """Writes units of work. One per process."""

    def __init__(self, mongo: Mongo, on_committed: Sequence[Callable[[Committed], None]] = ()) -> None:
        self._mongo, self._on_committed = mongo, on_committed
        self._waiting: dict[str, list[tuple[Work, asyncio.Future[None]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def commit(self, work: Work) -> None:
        """Write a unit: all of it or nothing. Its handles are resolvable afterwards.

        Raises:
            StaleError: a guard did not hold; nothing was written.
            PyMongoError: it could not be written within `COMMIT_TIMEOUT_SECONDS`.
        """
        if work.is_empty:
            return
        if work.lane is None:
            await self._write([work])
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue = self._waiting.get(work.lane)
        if queue is None:
            self._waiting[work.lane] = [(work, done)]
            task = asyncio.create_task(self._drain(work.lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            queue.append((work, done))
        await done

    async def _drain(self, lane: str) -> None:
        while queue := self._waiting[lane]:
            batch, self._waiting[lane] = queue[:MAX_UNITS], queue[MAX_UNITS:]
            await self._settle(batch)
        del self._waiting[lane]

    async def _settle(self, batch: list[tuple[Work, asyncio.Future[None]]]) -> None:
        """Write a batch and tell those who wait; one unit that cannot be written does not take the others with it."""
        try:
            await self._write([work for work, _ in batch])
        except (StaleError, PyMongoError) as error:
            if len(batch) > 1:
                for one in batch:
                    await self._settle([one])
            else:
                _finish(batch, error)
        except BaseException as error:
            _finish(batch, error)
            raise
        else:
            _finish(batch, None)

    async def _write(self, units: list[Work]) -> None:
        attempt = _Patience()
        async with self._mongo.start_session() as session:
            while True:
                try:
                    await session.start_transaction()
                    committed = await self._statements(session, units)
                    await self._commit(session, attempt)
                    break
                except PyMongoError as error:
                    if session.in_transaction:
                        await session.abort_transaction()
                    if not error.has_error_label("TransientTransactionError"):
                        raise
                    await attempt.again(error)
                except BaseException:
                    if session.in_transaction:
                        await session.abort_transaction()
                    raise
        _units.inc(len(units))
        _batch_size.observe(len(units))
        for tell in self._on_committed:
            tell(committed)

    @staticmethod
    async def _commit(session: AsyncClientSession, attempt: _Patience) -> None:
        """Commit; when the answer is lost, ask again for the same commit, never for the same change."""
        while True:
            try:
                await session.commit_transaction()
            except PyMongoError as error:
                if not error.has_error_label("UnknownTransactionCommitResult"):
                    raise
                await attempt.again(error)
            else:
                return

    async def _statements(self, session: AsyncClientSession, units: list[Work]) -> Committed:
        for updates in _by_document(units):
            for segment in _segments(updates):
                await self._update(session, segment)
        inserts: dict[str, list[Doc]] = {}
        for unit in units:
            for insert in unit.inserts:
                inserts.setdefault(insert.model.collection, []).append(to_stored(insert.write()))
        for collection, docs in inserts.items():
            await self._mongo[collection].insert_many(docs, session=session)
        for collection, effects in _by_collection(units).items():
            statements = [s for kind, same in effects.items() for s in kind.statements(same)]
            if statements:
                await self._mongo[collection].bulk_write(statements, session=session)
        messages = [row for unit in units for row in _message_rows(unit)]
        if messages:
            await self._mongo[MESSAGES].insert_many(messages, session=session)
        jobs = [
            job_row(job.queue, resolved(job.body), now_ms=unit.now_ms, delay_ms=job.delay_ms) for unit in units for job in unit.jobs
        ]
        if jobs:
            await self._mongo[JOBS].insert_many(jobs, session=session)
        return Committed(units, jobs)

    async def _update(self, session: AsyncClientSession, segment: list[Update]) -> None:
        """Change one document for several units in one statement, and tell each what it was before its own change."""
        first = segment[0]
        merged = Operators()
        for update in segment:
            merged.add(update.operators.items())
        statement = resolved(merged.as_update())
        statement.setdefault("$inc", {})["version"] = len(segment)
        counters = {path for update in segment for path in update.counters}
        whole = any(update.wants_after for update in segment)
        before = await self._mongo[first.model.collection].find_one_and_update(
            {"_id": ObjectId(first.doc_id), **first.guard},
            statement,
            projection=None if whole else dict.fromkeys(("version", *counters), 1),
            return_document=ReturnDocument.BEFORE,
            session=session,
        )
        if before is None:
            raise StaleError(first.model.collection)
        doc = to_doc(before)
        version, values = doc.get("version", 0), counters_of(doc, counters)
        for position, update in enumerate(segment):
            update.written(version + position, dict(values), doc if whole else None)
            for path, by in update.operators.by_operator.get("count", {}).items():
                values[path] = values.get(path, 0) + by


class _Patience:
    """Waits between attempts, longer each time and never in step with others, until the time for a commit is over."""

    def __init__(self) -> None:
        self._deadline = time.monotonic() + COMMIT_TIMEOUT_SECONDS
        self._backoff = MIN_BACKOFF_SECONDS

    async def again(self, error: PyMongoError) -> None:
        """Wait before the next attempt; raise `error` when there shall be none."""
        if time.monotonic() > self._deadline:
            raise error
        _repeats.inc()
        await asyncio.sleep(self._backoff * random.random())  # noqa: S311 - spreads contenders, guards nothing
        self._backoff = min(self._backoff * 2, MAX_BACKOFF_SECONDS)


def _finish(batch: list[tuple[Work, asyncio.Future[None]]], error: BaseException | None) -> None:
    for _, done in batch:
        if done.done():  # the caller is gone
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)


def _by_document(units: list[Work]) -> list[list[Update]]:
    documents: dict[tuple[str, str], list[Update]] = {}
    for unit in units:
        for update in unit.updates:
            documents.setdefault((update.model.collection, update.doc_id), []).append(update)
    return list(documents.values())


def _segments(updates: list[Update]) -> list[list[Update]]:
    """Cut the changes of one document where one statement cannot hold both sides."""
    segments: list[list[Update]] = []
    held = Operators()
    for update in updates:
        if not segments or update.guard or held.conflicts_with(update.operators):
            segments.append([])
            held = Operators()
        segments[-1].append(update)
        held.add(update.operators.items())
    return segments


def _by_collection(units: list[Work]) -> dict[str, dict[type[Effect], list[Any]]]:
    collections: dict[str, dict[type[Effect], list[Any]]] = {}
    for unit in units:
        for effect in unit.effects:
            collections.setdefault(effect.collection, {}).setdefault(type(effect), []).append(effect)
    return collections


def _message_rows(unit: Work) -> list[Doc]:
    rows = []
    for message in unit.messages:
        content = {**resolved(message.payload), "requestId": unit.request_id, "messageId": message.message_id}
        rows += [message_row(channel, content, now_ms=unit.now_ms) for channel in message.channels]
    return rows
