"""Codes of the posts resource (contract 30; data/errors.json)."""

from __future__ import annotations

from typing import Final

from codestream.kit.errors import Error

NO_REPLY_TO_REPLY: Final = Error("POST-1001", "Can not reply to a reply")
STREAM_MISMATCH: Final = Error("POST-1006", "The parent post is in another stream")
