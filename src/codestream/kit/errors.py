"""Refusals: the coded answers of the contract (00, section 4)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any


@dataclass(frozen=True)
class Error:
    """A coded error as a resource declares it; calling it makes the refusal to raise.

    Raise it, and nothing of the request is stored. Return it from a handler, and what the handler collected is stored
    before the refusal is answered (a wrong code that must be counted).
    """

    code: str
    message: str
    status: HTTPStatus = HTTPStatus.FORBIDDEN
    internal: bool = False
    """Clients get the bare code only."""

    def __call__(self, *, info: Any = None, reason: str | None = None, **extra: Any) -> Refusal:
        return Refusal(self, info, reason, extra)


class Refusal(Exception):  # noqa: N818 - refusing is an answer, not an error of ours
    """One refused request: the declared error, and what is particular to this occurrence."""

    def __init__(self, error: Error, info: Any = None, reason: str | None = None, extra: dict[str, Any] | None = None) -> None:
        super().__init__(error.code)
        self.error, self.info, self.reason, self.extra = error, info, reason, extra or {}

    @property
    def status(self) -> HTTPStatus:
        return self.error.status

    def envelope(self) -> dict[str, Any]:
        """The body of the answer: `{code, message, info?, reason?, …}`."""
        if self.error.internal:
            return {"code": self.error.code}
        body: dict[str, Any] = {"code": self.error.code, "message": self.error.message}
        if self.info is not None:
            body["info"] = self.info
        if self.reason is not None:
            body["reason"] = self.reason
        return {**body, **self.extra}


INTERNAL = Error("RAPI-1000", "Internal error", HTTPStatus.INTERNAL_SERVER_ERROR, internal=True)
PARAMETER_REQUIRED = Error("RAPI-1001", "Parameter required")
NOT_FOUND = Error("RAPI-1003", "Object not found")
EXISTS = Error("RAPI-1004", "Object already exists")
VALIDATION = Error("RAPI-1005", "Validation error")
BAD_QUERY = Error("RAPI-1006", "Bad query")
READ_AUTH = Error("RAPI-1009", "Not authorized to read")
UPDATE_AUTH = Error("RAPI-1010", "Not authorized to update")
CREATE_AUTH = Error("RAPI-1011", "Not authorized to create")
INVALID_PARAMETER = Error("RAPI-1012", "Invalid parameter")
DELETE_AUTH = Error("RAPI-1013", "Not authorized to delete")
ALREADY_DELETED = Error("RAPI-1014", "Object already deleted")
OBJECT_TOO_LARGE = Error("RAPI-1015", "Object too large")
DEPRECATED = Error("RAPI-1016", "This operation is deprecated")
