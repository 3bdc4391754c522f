"""The message log: what was published, in the order of the commits (contract 70, section 6).

A row is written in the transaction of the change that it tells of, and every Broadcaster node tails the collection. The
message is stored as the JSON text that goes out on the wire: serialised once, forwarded and re-told as it is, whatever
characters its keys contain. Rows of an original database carry a `message` mapping instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from bson import ObjectId

if TYPE_CHECKING:
    from codestream.kit.documents import Doc

MESSAGES = "messages"
_encode = msgspec.json.Encoder().encode


def message_row(channel: str, message: dict[str, Any], *, now_ms: int) -> Doc:
    """A row of the log, ready for insertion. `message` carries `requestId` and `messageId` (contract 70, 5.1)."""
    return {"_id": ObjectId(), "version": 1, "timestamp": now_ms, "channel": channel, "payload": _encode(message).decode()}


def payload_of(row: Doc) -> str:
    """The JSON text of a row's message, also of a row that an original server wrote (contract 70, 6.1 and 6.3)."""
    payload: str | None = row.get("payload")
    return payload if payload is not None else _encode(_restored(row.get("message"))).decode()


def _restored(value: Any) -> Any:
    """Undo the renaming of keys that an original server did to store them: `*` for `.`, leading `!` for `$`."""
    if isinstance(value, list):
        return [_restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {(f"${key[1:]}" if key.startswith("!") else key).replace("*", "."): _restored(item) for key, item in value.items()}
