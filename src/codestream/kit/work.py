"""The unit of work: what one request wants stored, told and done, collected while it decides.

Nothing here touches the database. `kit/commit.py` writes a unit (with those that wait beside it) in one transaction, and
the handles that `insert` and `update` returned then know what was stored. An answer and a message are plain structures
that hold such handles; `resolved` turns them into what goes out.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from bson import ObjectId
from pymongo import UpdateOne

from codestream.kit.directives import Op, Operators, apply, value_at
from codestream.kit.ids import new_uuid
from codestream.kit.model import Deferred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pymongo.operations import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateMany

    from codestream.kit.documents import Doc
    from codestream.kit.model import Audience, Field, Model

    WriteModel = InsertOne[Doc] | UpdateOne | UpdateMany | DeleteOne | DeleteMany | ReplaceOne[Doc]


class Resolvable:
    """Part of an answer or a message that is known only once the unit of work is written."""

    def resolve(self) -> Any:
        raise NotImplementedError


class Late(Resolvable, Deferred):
    """A resolvable made of a function."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self._function = function

    def resolve(self) -> Any:
        return self._function()


def resolved(template: Any) -> Any:
    """A copy of `template` with every resolvable in it (at any depth) replaced by its value."""
    if isinstance(template, Resolvable):
        return resolved(template.resolve())
    if isinstance(template, dict):
        return {key: resolved(value) for key, value in template.items()}
    if isinstance(template, (list, tuple)):
        return [resolved(value) for value in template]
    return template


class Insert(Resolvable):
    """A document to be created. It resolves to what everybody may see of it."""

    def __init__(self, model: type[Model], doc: Doc) -> None:
        self.model, self.doc = model, doc
        self.stored: Doc = doc

    def write(self) -> Doc:
        """The document to be stored, its deferred values known."""
        self.stored = resolved(self.doc)
        return self.stored

    def resolve(self) -> Doc:
        return self.model.visible(self.stored)

    @property
    def for_me(self) -> Resolvable:
        """The same, as the user described sees it."""
        return Late(lambda: self.model.visible(self.stored, "me"))

    @property
    def doc_id(self) -> str:
        doc_id: str = self.doc["id"]
        return doc_id

    def after(self, audience: Audience = "everybody", **derived: Any) -> Resolvable:
        """The whole document as `audience` sees it, with derived members."""
        return Late(lambda: {**self.model.visible(self.stored, audience), **derived})


class Update(Resolvable):
    """A versioned change of one document. It resolves to the directive that everybody may see."""

    def __init__(self, model: type[Model], doc_id: str, guard: Mapping[str, Any] | None = None) -> None:
        self.model, self.doc_id, self.guard = model, doc_id, dict(guard or {})
        self.operators = Operators()
        self.wants_after = False
        self._version_before = 0
        self._counters_before: dict[str, Any] = {}
        self._after: Doc = {}

    def add(self, *ops: Op) -> None:
        self.operators.add(ops)

    # --- set by the commit ---

    @property
    def counters(self) -> list[str]:
        """Paths whose values before the change are needed."""
        return list(self.operators.by_operator.get("count", ()))

    def written(self, version_before: int, counters_before: dict[str, Any], copy_before: Doc | None) -> None:
        """Tell what the document was before this change; `copy_before` is changed in place to what it is after."""
        self._version_before, self._counters_before = version_before, counters_before
        if copy_before is not None:
            apply(self._directive(frozenset(), keep_unset=True), copy_before)
            self._after = copy.deepcopy(copy_before)

    # --- views ---

    def resolve(self) -> Doc:
        return self._directive(self.model.hidden["everybody"], keep_unset=False)

    @property
    def for_me(self) -> Resolvable:
        """The directive as the user described sees it."""
        return Late(lambda: self._directive(self.model.hidden["me"], keep_unset=True))

    def after(self, audience: Audience = "everybody", **derived: Any) -> Resolvable:
        """The whole document after the change, with derived members."""
        self.wants_after = True
        return Late(lambda: {**self.model.visible(self._after, audience), **derived})

    def whole(self) -> Resolvable:
        """The document after the change as it is stored, hidden fields included: to make a view of it."""
        self.wants_after = True
        return Late(lambda: self._after)

    def take(self, counter: Field[int]) -> Late:
        """Take one number from a counter: the value before it goes up by one, unique and without gaps."""
        self.add(counter.count())
        path = counter.path
        return Late(lambda: self._counters_before.get(path, 1))

    def _directive(self, hidden: frozenset[str], *, keep_unset: bool) -> Doc:
        """The directive without the `hidden` fields; their names alone may show in an `$unset` of one's own."""
        directive: Doc = {"id": self.doc_id, "_id": self.doc_id}
        for op in self.operators.items():
            if op.path.split(".", 1)[0] in hidden and not (keep_unset and op.operator == "$unset"):
                continue
            if op.operator == "count":
                directive.setdefault("$set", {})[op.path] = self._counters_before.get(op.path, 0) + op.value
            else:
                directive.setdefault(op.operator, {})[op.path] = op.value
        directive.setdefault("$set", {})["version"] = self._version_before + 1
        directive["$version"] = {"before": self._version_before, "after": self._version_before + 1}
        return directive


class Effect(Protocol):
    """An unversioned, unpublished write (contract 00, 5.4). Effects of one class that wait together are merged by it."""

    @property
    def collection(self) -> str:
        """The collection that is written to."""
        ...

    @classmethod
    def statements(cls, effects: Sequence[Any]) -> list[WriteModel]:
        """The writes of several such effects, in the order in which their units were taken."""
        ...


@dataclass
class Direct:
    """An effect that is one given write. Deferred values in it are resolved when it is written."""

    collection: str
    build: Callable[[], WriteModel]

    @classmethod
    def statements(cls, effects: Sequence[Direct]) -> list[WriteModel]:
        return [effect.build() for effect in effects]


@dataclass(frozen=True)
class Message:
    """Something to be told on channels, as one logical content under one id."""

    channels: tuple[str, ...]
    payload: Any
    message_id: str = field(default_factory=new_uuid)


@dataclass(frozen=True)
class Job:
    """Something to be done by another service. `addressee` is the user whom a mail goes to, where there is one."""

    queue: str
    body: dict[str, Any]
    addressee: str | None = None
    delay_ms: int = 0


class Outbox:
    """Takes the messages and jobs of a unit of work. A test server puts another one in its place."""

    def tell(self, work: Work, message: Message) -> None:
        work.messages.append(message)

    def ask(self, work: Work, job: Job) -> None:
        work.jobs.append(job)


DEFAULT_OUTBOX: Final = Outbox()


class Work:
    """What one request wants written."""

    def __init__(self, *, now_ms: int, request_id: str, outbox: Outbox = DEFAULT_OUTBOX) -> None:
        self.now_ms, self.request_id = now_ms, request_id
        self._outbox = outbox
        self.lane: str | None = None
        """Units of one lane are committed together: set it to the id of what they contend for (the team)."""
        self.marks: dict[str, Any] = {}
        """Fields that every document created in this unit is given."""
        self.revokes = False
        """Whether this takes an authority away: the answer then waits until no process can still believe in it."""
        self.inserts: list[Insert] = []
        self.updates: list[Update] = []
        self.effects: list[Effect] = []
        self.noted: list[tuple[str, str]] = []
        """Collections and ids of documents that were noted on."""
        self.messages: list[Message] = []
        self.jobs: list[Job] = []

    def insert(self, model: type[Model], doc: Doc) -> Insert:
        """Create `doc` (made by `model.new`)."""
        insert = Insert(model, {**doc, **self.marks})
        self.inserts.append(insert)
        return insert

    def update(
        self, model: type[Model], doc_id: str, *ops: Op, guard: Mapping[str, Any] | None = None, touch: bool = True
    ) -> Update:
        """Change a stored document: its version goes up by one, however often it is changed in this unit.

        `guard` is a condition on the stored document that must still hold; a lost race has the request decided anew.
        `touch` False leaves `modifiedAt` alone.
        """
        update = next((u for u in self.updates if u.doc_id == doc_id and u.model is model), None)
        if update is None:
            update = Update(model, doc_id)
            self.updates.append(update)
        update.guard.update(guard or {})
        update.add(*ops)
        if touch:
            update.add(Op("$set", "modifiedAt", self.now_ms))
        return update

    def write(self, effect: Effect) -> None:
        """Write something that has no version and is not published."""
        self.effects.append(effect)

    def note(self, model: type[Model], doc_id: str, *ops: Op) -> None:
        """Bookkeeping on a document: no new version, nothing published."""
        if not ops:
            return
        operators = Operators()
        operators.add(ops)
        statement = UpdateOne({"_id": ObjectId(doc_id)}, operators.as_update())
        self.noted.append((model.collection, doc_id))
        self.write(Direct(model.collection, lambda: statement))

    def tell(self, channels: str | Iterable[str], payload: Any) -> None:
        """Publish `payload` (it may hold handles of this unit) once this unit is stored."""
        to = (channels,) if isinstance(channels, str) else tuple(channels)
        if to:
            self._outbox.tell(self, Message(to, payload))

    def ask(self, queue: str, body: dict[str, Any], *, addressee: str | None = None, delay_ms: int = 0) -> None:
        """Have another service do something once this unit is stored."""
        self._outbox.ask(self, Job(queue, body, addressee, delay_ms))

    @property
    def is_empty(self) -> bool:
        return not (self.inserts or self.updates or self.effects or self.messages or self.jobs)


def counters_of(doc: Doc, paths: Iterable[str]) -> dict[str, Any]:
    """The values of those `paths` that `doc` has."""
    values = {path: value_at(doc, path) for path in paths}
    return {path: value for path, value in values.items() if value is not None}
