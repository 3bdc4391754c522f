"""Configurations as revisions in MongoDB, in the original's collections and form (contract 90, B3, B5, B6)."""

from __future__ import annotations

import secrets
import string
import uuid
from typing import TYPE_CHECKING, Any

from bson import ObjectId
from pymongo import DESCENDING, ReturnDocument

from codestream.config import parameters as p

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codestream.kit.clock import Clock
    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo

REVISIONS = "structuredConfiguration"
SELECTED = "structuredConfigurationSelected"
SECRET_LENGTH = 28
_ALPHABET = string.ascii_letters + string.digits
_SELECTED_ID = ObjectId("000000000000000000000001")
"""The pointer is one document; a fixed id lets two hosts that start together agree on the same one."""


class Revisions:
    """The stored configurations of an installation, one of them active."""

    def __init__(self, mongo: Mongo, clock: Clock) -> None:
        self._revisions, self._selected, self._clock = mongo[REVISIONS], mongo[SELECTED], clock

    async def active(self) -> Doc | None:
        """The active revision `{_id, configData, schemaVersion, revision, timeStamp, desc}`, or None in an empty store.

        Without a usable pointer it is the newest revision of our schema version.
        """
        pointer = await self._selected.find_one()
        if pointer:
            found = await self._revisions.find_one({"_id": ObjectId(pointer["serialNumber"])})
            if found:
                return found
        return await self._revisions.find_one({"schemaVersion": p.SCHEMA_VERSION}, sort=[("timeStamp", DESCENDING)])

    async def add(self, config: Mapping[str, Any], description: str) -> Doc:
        """Store `config` as the next revision; it is not activated."""
        newest = await self._revisions.find_one({"schemaVersion": p.SCHEMA_VERSION}, sort=[("revision", DESCENDING)])
        revision: Doc = {
            "configData": config,
            "schemaVersion": p.SCHEMA_VERSION,
            "revision": newest["revision"] + 1 if newest else 0,
            "timeStamp": self._clock.now_ms(),
            "desc": description,
        }
        await self._revisions.insert_one(revision)
        return revision

    async def activate(self, revision_id: ObjectId) -> None:
        """Make a stored revision the active one."""
        await self._selected.find_one_and_update({}, {"$set": {"serialNumber": revision_id}}, upsert=True)

    async def ensure(self, initial: Mapping[str, Any]) -> Doc:
        """The active revision; an empty store is first given `initial` with its secrets and installation id generated.

        Any number of processes may call this at the same moment: they all get the same revision.
        """
        found = await self.active()
        if found:
            return found
        first: Doc = {
            "configData": with_generated_values(initial),
            "schemaVersion": p.SCHEMA_VERSION,
            "revision": 0,
            "timeStamp": self._clock.now_ms(),
            "desc": "first configuration",
        }
        stored = await self._revisions.find_one_and_update(
            {"_id": _SELECTED_ID}, {"$setOnInsert": first}, upsert=True, return_document=ReturnDocument.AFTER
        )
        if stored is None:  # an upsert that returns the document after it has one
            raise LookupError("the first configuration could not be stored")
        await self._selected.update_one({"_id": _SELECTED_ID}, {"$setOnInsert": {"serialNumber": stored["_id"]}}, upsert=True)
        return stored


def with_generated_values(config: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the nested `config` in which every empty generated secret and the installation id have values."""
    copy: dict[str, Any] = _deep_copy(config)
    for parameter in p.GENERATED_SECRETS:
        _fill(copy, parameter.path, "".join(secrets.choice(_ALPHABET) for _ in range(SECRET_LENGTH)))
    _fill(copy, p.INSTALLATION_ID.path, str(uuid.uuid4()))
    return copy


def _deep_copy(node: Any) -> Any:
    return {key: _deep_copy(value) for key, value in node.items()} if isinstance(node, dict) else node


def _fill(config: dict[str, Any], path: str, value: str) -> None:
    *sections, name = path.split(".")
    node = config
    for section in sections:
        node = node.setdefault(section, {})
    if not node.get(name):
        node[name] = value
