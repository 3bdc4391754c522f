"""A request and a response, as plain as the request path needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
_encode = msgspec.json.Encoder().encode


class Request:
    """One HTTP request: the head as ASGI gives it, the body read in full."""

    def __init__(self, scope: MutableMapping[str, Any], body: bytes = b"") -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.raw_query: bytes = scope["query_string"]
        self.headers: dict[str, str] = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.client: str | None = scope["client"][0] if scope.get("client") else None
        self.body = body

    def header(self, name: str) -> str | None:
        """A header's value by lower-case name; None when it is absent or empty."""
        return self.headers.get(name) or None

    @property
    def query(self) -> dict[str, str]:
        """The query parameters, decoded; of repeated ones the last."""
        return dict(parse_qsl(self.raw_query.decode("latin-1"), keep_blank_values=True, errors="replace"))


@dataclass
class Response:
    """One HTTP response."""

    body: bytes = b""
    status: int = 200
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        return cls(_encode(value), status, JSON, dict(headers or {}))

    @classmethod
    def text(cls, text: str, status: int = 200, content_type: str = TEXT) -> Response:
        return cls(text.encode(), status, content_type)

    @classmethod
    def redirect(cls, location: str) -> Response:
        """302 Found, as every redirect of the contract."""
        return cls(b"", 302, TEXT, {"location": location})
