"""Changes of a document as `$` operators, and what they do to a copy (contract 00, section 5.4).

The same operators are written to the database, answered to the caller and published: reply, message and stored document
cannot disagree. `apply` is what a client does with a directive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codestream.kit.documents import Doc

Operator: TypeAlias = Literal["$set", "$unset", "$addToSet", "$push", "$pull", "$inc", "count"]
"""The directives, and `count`: an increment in the database that clients see as a `$set` of the result."""

OPERATORS: Final[tuple[Operator, ...]] = ("$set", "$unset", "$addToSet", "$push", "$pull", "$inc")
_MISSING: Final = object()


@dataclass(frozen=True)
class Op:
    """One operator on one dotted path. List operators take one value or a list of values."""

    operator: Operator
    path: str
    value: Any


@dataclass
class Operators:
    """Merged operators on one document, by operator and path."""

    by_operator: dict[Operator, dict[str, Any]] = field(default_factory=dict)

    def add(self, ops: Iterable[Op]) -> None:
        """Merge `ops` in, in order: a later value of the same path wins, numbers and list elements add up."""
        for op in ops:
            values = self.by_operator.setdefault(op.operator, {})
            values[op.path] = _merged(op.operator, values[op.path], op.value) if op.path in values else op.value

    def items(self) -> Iterator[Op]:
        for operator, values in self.by_operator.items():
            for path, value in values.items():
                yield Op(operator, path, value)

    def conflicts_with(self, other: Operators) -> bool:
        """Whether one database update cannot hold both: they touch one path (or a path inside another) differently."""
        mine = [(op.operator, op.path) for op in self.items()]
        return any(
            (path == theirs.path and operator != theirs.operator) or _nested(path, theirs.path)
            for theirs in other.items()
            for operator, path in mine
        )

    def as_update(self) -> dict[str, dict[str, Any]]:
        """The update document for MongoDB."""
        update: dict[str, dict[str, Any]] = {}
        for op in self.items():
            if op.operator == "count":
                update.setdefault("$inc", {})[op.path] = op.value
            elif op.operator in ("$addToSet", "$push") and isinstance(op.value, list):
                update.setdefault(op.operator, {})[op.path] = {"$each": op.value}
            elif op.operator == "$pull" and isinstance(op.value, list):
                update.setdefault("$pull", {})[op.path] = {"$in": op.value}
            else:
                update.setdefault(op.operator, {})[op.path] = op.value
        return update


def _merged(operator: Operator, old: Any, new: Any) -> Any:
    if operator in ("$set", "$unset"):
        return new
    if operator in ("$inc", "count"):
        return old + new
    elements = _elements(old) + _elements(new)
    return elements if operator == "$push" else _unique(elements)


def _elements(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _nested(one: str, other: str) -> bool:
    return one.startswith(f"{other}.") or other.startswith(f"{one}.")


def value_at(doc: Doc, path: str, default: Any = None) -> Any:
    """The value at a dotted `path`, or `default` where there is none."""
    node: Any = doc
    for part in path.split("."):
        if not isinstance(node, dict) or part not in node:
            return default
        node = node[part]
    return node


def apply(directive: Doc, doc: Doc) -> None:
    """Change `doc` in place as a client does: `directive` holds `$set`, `$unset` … with dotted paths.

    Raises:
        ValueError: `$version` says that the copy is not the one that the directive was made for.
    """
    version = directive.get("$version")
    if version and doc.get("version") != version["before"]:
        raise ValueError(f"copy has version {doc.get('version')}, the directive is for {version['before']}")
    for operator in OPERATORS:
        for path, value in directive.get(operator, {}).items():
            _apply_one(operator, doc, path, value)


def _apply_one(operator: Operator, doc: Doc, path: str, value: Any) -> None:
    *parents, name = path.split(".")
    node = doc
    for part in parents:
        child = node.get(part, _MISSING)
        if child is _MISSING and operator in ("$unset", "$pull"):
            return
        if not isinstance(child, dict):
            child = node[part] = {}
        node = child
    if operator == "$unset":
        node.pop(name, None)
    elif operator != "$pull" or name in node:
        node[name] = _result(operator, node.get(name), value)


def _result(operator: Operator, old: Any, value: Any) -> Any:
    """What a present or absent (None) value becomes."""
    if operator == "$set":
        return value
    if operator == "$inc":
        return (old or 0) + value
    items = list(old or [])
    if operator == "$pull":
        gone = _elements(value)
        return [item for item in items if item not in gone]
    if operator == "$push":
        return items + _elements(value)
    return items + [item for item in _unique(_elements(value)) if item not in items]


def _unique(items: list[Any]) -> list[Any]:
    return [item for i, item in enumerate(items) if item not in items[:i]]
