"""The body of a request: JSON of limited size, without the invisible characters (contract 00, section 2, step 3)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import msgspec

from codestream.kit.errors import Error

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from codestream.kit.http.message import Request

MAX_BODY_BYTES: Final = 20 * 1024 * 1024
BAD_BODY: Final = Error("RAPI-1012", "The body is not a JSON object or array", HTTPStatus.BAD_REQUEST)
BODY_TOO_LARGE: Final = Error("RAPI-1015", "The body is too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

_INVISIBLE: Final = re.compile("[\u0000-\u0008\u200b-\u200f\u2028-\u202f\ufffc\ufeff]")
_decode: Final = msgspec.json.Decoder().decode


async def read_body(scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[MutableMapping[str, Any]]]) -> bytes:
    """All of a request's body.

    Raises:
        Refusal: it is larger than `MAX_BODY_BYTES`.
    """
    if not any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]):
        return b""
    parts, size = [], 0
    while True:
        event = await receive()
        part: bytes = event.get("body", b"")
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise BODY_TOO_LARGE(info=f"at most {MAX_BODY_BYTES} bytes")
        parts.append(part)
        if not event.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def parse_body(request: Request) -> Any:
    """The JSON of a body: an object or an array. Of another content type, or empty: an empty object.

    Raises:
        Refusal: it is not JSON, or a bare value.
    """
    if not request.body or not request.headers.get("content-type", "").startswith("application/json"):
        return {}
    try:
        value = _decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BAD_BODY(reason=str(error)) from error
    if not isinstance(value, (dict, list)):
        raise BAD_BODY(reason="a bare value")
    if b"\\u" in request.body or _INVISIBLE.search(request.body.decode()):
        return _cleaned(value)
    return value


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _INVISIBLE.sub("", value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value
