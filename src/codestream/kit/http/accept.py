"""The filter of declared parameters: one declaration filters a request's body and describes it (contract 00, 4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from codestream.kit.errors import INVALID_PARAMETER, PARAMETER_REQUIRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from codestream.kit.model import Field

F = TypeVar("F", bound="Field[Any]")


def parameter(name: str, declared: F) -> F:
    """A parameter that is no field of a model."""
    declared.path = name
    return declared


class Accepts:
    """What an operation takes: required and optional parameters, each a declared field."""

    def __init__(self, *, required: Iterable[Field[Any]] = (), optional: Iterable[Field[Any]] = ()) -> None:
        self.required = {declared.path: declared for declared in required}
        self.optional = {declared.path: declared for declared in optional}

    def filter(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The declared parameters in `body`. Unknown ones and optional ones of the wrong type are left out silently.

        Raises:
            Refusal: RAPI-1001 with all that is missing, else RAPI-1012 with all required ones of a wrong type.
        """
        missing = [name for name in self.required if name not in body]
        if missing:
            raise PARAMETER_REQUIRED(info=",".join(missing))
        wrong = [
            f"{name}(should be {declared.kind})" for name, declared in self.required.items() if not declared.accepts(body[name])
        ]
        if wrong:
            raise INVALID_PARAMETER(info=",".join(wrong))
        accepted = {name: body[name] for name in self.required}
        for name, declared in self.optional.items():
            if name in body and declared.accepts(body[name]):
                accepted[name] = body[name]
        return accepted

    def schema(self) -> dict[str, Any]:
        """The declaration as a JSON Schema."""
        properties = {name: declared.schema for name, declared in {**self.required, **self.optional}.items()}
        schema: dict[str, Any] = {"type": "object", "properties": properties}
        if self.required:
            schema["required"] = list(self.required)
        return schema


NOTHING = Accepts()
