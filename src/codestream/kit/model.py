"""Declared documents: one table per collection says which fields there are, their types and limits, and who sees them.

Everything else is derived from the declaration: what a request may send, what is stored, what a client is shown, which
operators change it, and the API description. A field is an attribute of its model, so its name is spelled once:

    Stream.mostRecentPostId.set(post_id)      User.lastReads[stream_id].unset()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, TypeVar, overload

import msgspec

from codestream.kit.directives import Op
from codestream.kit.errors import VALIDATION
from codestream.kit.ids import is_id, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codestream.kit.documents import Doc

_as_json = msgspec.json.Encoder().encode

T = TypeVar("T")
E = TypeVar("E")

Audience = Literal["everybody", "me"]
"""Who looks at a document: anybody who may see it at all, or the user whom it describes."""


class Path(Generic[T]):
    """A dotted path into a document, and the operators on it."""

    path: str

    def __init__(self, path: str = "") -> None:
        self.path = path

    def __getitem__(self, key: str) -> Path[Any]:
        return Path(f"{self.path}.{key}")

    def set(self, value: T) -> Op:
        return Op("$set", self.path, value)

    def unset(self) -> Op:
        return Op("$unset", self.path, True)  # noqa: FBT003 - the value of an `$unset` on the wire

    def inc(self, by: int = 1) -> Op:
        """Add; clients get the difference."""
        return Op("$inc", self.path, by)

    def count(self, by: int = 1) -> Op:
        """Add; clients get the result as a `$set`."""
        return Op("count", self.path, by)

    def add_to_set(self, value: Any) -> Op:
        """Append the value (or each of a list) unless it is there."""
        return Op("$addToSet", self.path, value)

    def push(self, value: Any) -> Op:
        """Append the value (or each of a list)."""
        return Op("$push", self.path, value)

    def pull(self, value: Any) -> Op:
        """Remove the value (or each of a list)."""
        return Op("$pull", self.path, value)


class Field(Path[T]):
    """One declared field. `server_only` never leaves the server, `for_me` makes an exception for the user described."""

    kind: ClassVar[str]
    """The contract's word for the type, as in `info` of RAPI-1012."""
    schema: ClassVar[dict[str, Any]]
    """The type in JSON Schema, for the API description."""

    def __init__(self, *, required: bool = False, default: Any = None, server_only: bool = False, for_me: bool = False) -> None:
        super().__init__()
        self.required, self.default, self.server_only, self.for_me = required, default, server_only, for_me

    def __set_name__(self, owner: type, name: str) -> None:
        self.path = name

    def accepts(self, value: Any) -> bool:
        """Whether a request's value has the right type (not yet: the right content)."""
        raise NotImplementedError

    def problem(self, value: Any) -> str | None:
        """What is wrong with a value that is to be stored, in the words of the contract (00, 4.2), or None."""
        raise NotImplementedError


def utf16_length(text: str) -> int:
    """Length of a text as JavaScript counts it, which is how the contract states limits."""
    return len(text) + sum(1 for char in text if char > "\uffff")


class Text(Field[str]):
    """A string of at most `max_length` UTF-16 units."""

    kind = "string"
    schema: ClassVar[dict[str, Any]] = {"type": "string"}

    def __init__(self, max_length: int | None = None, *, min_length: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.max_length, self.min_length = max_length, min_length

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def problem(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return "must be a string"
        length = utf16_length(value)
        if self.max_length is not None and length > self.max_length:
            return f"string length must be less than or equal to {self.max_length} characters"
        if length < self.min_length:
            return f"string length must be greater than or equal to {self.min_length} characters"
        return None


class Id(Text):
    """The id of another document: 24 hex digits."""

    def problem(self, value: Any) -> str | None:
        return None if isinstance(value, str) and is_id(value.lower()) else "must be a valid ID"


class Number(Field[int]):
    """A number; `Timestamp` is one in milliseconds."""

    kind = "number"
    schema: ClassVar[dict[str, Any]] = {"type": "number"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, (int, float)) and not isinstance(value, bool)

    def problem(self, value: Any) -> str | None:
        return None if self.accepts(value) else "must be a number"


class Timestamp(Number):
    """Milliseconds since 1970."""


class Boolean(Field[bool]):
    """True or false."""

    kind = "boolean"
    schema: ClassVar[dict[str, Any]] = {"type": "boolean"}

    def accepts(self, value: Any) -> bool:
        return isinstance(value, bool)

    def problem(self, value: Any) -> str | None:
        return None if isinstance(value, bool) else "must be a boolean"


class Object(Field[dict[str, Any]]):
    """A free mapping of at most `max_length` characters of JSON, where that is given.

    As in the contract, what JavaScript calls an object is accepted: lists and null too.
    """

    kind = "object"
    schema: ClassVar[dict[str, Any]] = {"type": "object"}

    def __init__(self, max_length: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.max_length = max_length

    def accepts(self, value: Any) -> bool:
        return value is None or isinstance(value, (dict, list))

    def problem(self, value: Any) -> str | None:
        if not self.accepts(value):
            return "must be an object"
        if self.max_length is not None and utf16_length(_as_json(value).decode()) > self.max_length:
            return "object is too long"
        return None


class Array(Field[list[Any]]):
    """A list of at most `max_length` elements, each fit for `element`, each text at most `max_element_length` long."""

    schema: ClassVar[dict[str, Any]] = {"type": "array", "items": {}}

    def __init__(self, element: Field[Any] | None = None, max_length: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.element, self.max_length = element, max_length

    @property
    def kind(self) -> str:  # type: ignore[override]  # an array's word names its element
        return f"array({self.element.kind})" if self.element else "array"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, list) and (self.element is None or all(self.element.accepts(item) for item in value))

    def problem(self, value: Any) -> str | None:
        if not isinstance(value, list):
            return "must be an array"
        if self.max_length is not None and len(value) > self.max_length:
            return "array is too long"
        for index, item in enumerate(value):
            problem = self.element.problem(item) if self.element else None
            if problem == "object is too long":
                return f"object at {index} is too long"
            if problem:
                return f"element at {index} is too long" if "length" in problem else f"element at {index} {problem}"
        return None


class Index:
    """An index of a collection: name and keys in order, 1 ascending, -1 descending."""

    def __init__(self, name: str, /, **keys: Literal[1, -1]) -> None:
        self.name, self.keys = name, keys


class Model:
    """A kind of document. Subclasses declare fields; the common ones (contract 00, 5.1) are here."""

    collection: ClassVar[str]
    singular: ClassVar[str]
    """The key of one such document in answers and messages; `plural` is that of several."""
    plural: ClassVar[str]
    indexes: ClassVar[tuple[Index, ...]] = ()
    fields: ClassVar[dict[str, Field[Any]]]
    hidden: ClassVar[dict[Audience, frozenset[str]]]
    """Names of the fields that an audience is not shown."""

    version: Final = Number(default=1)
    createdAt: Final = Timestamp()
    modifiedAt: Final = Timestamp()
    deactivated: Final = Boolean(default=False)
    creatorId: Final = Id()
    _forTesting: Final = Boolean(server_only=True)

    def __init_subclass__(cls) -> None:
        cls.fields = {
            name: value for owner in reversed(cls.__mro__) for name, value in vars(owner).items() if isinstance(value, Field)
        }
        hidden = {name for name, declared in cls.fields.items() if declared.server_only}
        cls.hidden = {
            "everybody": frozenset(hidden),
            "me": frozenset(name for name in hidden if not cls.fields[name].for_me),
        }

    @classmethod
    def new(cls, values: Mapping[str, Any], *, now_ms: int, creator_id: str | None = None, doc_id: str | None = None) -> Doc:
        """A new document: `values` over the defaults, checked. A creator of None is the document itself.

        Raises:
            Refusal: RAPI-1005, a value does not fit its field or a required one is missing.
        """
        identity = doc_id or new_id()
        doc: Doc = {
            **{name: _fresh(declared.default) for name, declared in cls.fields.items() if declared.default is not None},
            "createdAt": now_ms,
            "modifiedAt": now_ms,
            **{name: value for name, value in values.items() if name in cls.fields},
            "creatorId": creator_id or identity,
            "id": identity,
        }
        cls.check(doc)
        missing = [name for name, declared in cls.fields.items() if declared.required and doc.get(name) is None]
        if missing:
            raise VALIDATION(info=f"these required attributes are missing: {','.join(missing)}")
        return doc

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> None:
        """Check values that are to be stored; the first misfit is reported (contract 00, 4.2).

        Raises:
            Refusal: RAPI-1005.
        """
        for name, value in values.items():
            declared = cls.fields.get(name)
            problem = declared.problem(value) if declared and not isinstance(value, Deferred) else None
            if problem:
                raise VALIDATION(info={name: problem})

    @classmethod
    def visible(cls, doc: Doc, audience: Audience = "everybody") -> Doc:
        """What `audience` is shown of a document: `id` under both names, without the hidden fields."""
        hidden = cls.hidden[audience]
        return {"_id": doc["id"], **{name: value for name, value in doc.items() if name not in hidden}}


class Deferred:
    """A value that is known only while its unit of work is committed (a sequence number)."""


@overload
def _fresh(value: dict[str, E]) -> dict[str, E]: ...
@overload
def _fresh(value: E) -> E: ...
def _fresh(value: Any) -> Any:
    return value.copy() if isinstance(value, (dict, list)) else value
