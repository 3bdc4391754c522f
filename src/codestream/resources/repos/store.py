"""Every query of repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codestream.kit.mongo import to_doc
from codestream.resources.repos.model import Repo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo


async def of_teams(mongo: Mongo, team_ids: Iterable[str]) -> list[Doc]:
    """All repositories of these teams, deactivated ones included."""
    cursor = mongo[Repo.collection].find({"teamId": {"$in": list(team_ids)}})
    return [to_doc(found) for found in await cursor.to_list()]
