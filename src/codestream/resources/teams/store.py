"""Every query of teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codestream.kit.mongo import object_id, object_ids, to_doc
from codestream.resources.teams.model import Team

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo


async def get(mongo: Mongo, team_id: str) -> Doc | None:
    """A team by id."""
    found = await mongo[Team.collection].find_one({"_id": object_id(team_id)})
    return to_doc(found) if found else None


async def get_many(mongo: Mongo, team_ids: Iterable[str]) -> list[Doc]:
    """Teams by id, in the order of the database; unknown ids are absent."""
    ids = object_ids(team_ids)
    if not ids:
        return []
    return [to_doc(found) for found in await mongo[Team.collection].find({"_id": {"$in": ids}}).to_list()]
