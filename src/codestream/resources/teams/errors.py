"""Codes of the teams resource (contract 20; data/errors.json)."""

from __future__ import annotations

from typing import Final

from codestream.kit.errors import Error

ADMINS_ONLY: Final = Error("TEAM-1002", "Only admins can do this")
NOT_AUTHORIZED_TO_JOIN: Final = Error("TEAM-1003", "Not authorized to join")
