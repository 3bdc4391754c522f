"""Every query of streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import ASCENDING, DESCENDING

from codestream.kit.mongo import object_id, to_doc
from codestream.resources.streams.model import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codestream.kit.documents import Doc

from codestream.kit.mongo import Mongo


async def get(mongo: Mongo, stream_id: str) -> Doc | None:
    """A stream by id."""
    found = await mongo[Stream.collection].find_one({"_id": object_id(stream_id)})
    return to_doc(found) if found else None


async def of_teams(mongo: Mongo, team_ids: Iterable[str]) -> list[Doc]:
    """All streams of these teams."""
    cursor = mongo[Stream.collection].find({"teamId": {"$in": list(team_ids)}})
    return [to_doc(found) for found in await cursor.to_list()]


async def find_page(mongo: Mongo, page: StreamPage) -> tuple[list[Doc], bool]:
    """The streams of a page, and whether there are more behind it."""
    order = ASCENDING if page.ascending else DESCENDING
    cursor = mongo[Stream.collection].find(page.selector).sort("sortId", order).limit(page.limit + 1)
    found = [to_doc(stream) for stream in await cursor.to_list()]
    return found[: page.limit], len(found) > page.limit
