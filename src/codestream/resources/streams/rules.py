"""What is decided about streams, without asking anybody (contract 30, sections 1 and 2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from codestream.kit.errors import BAD_QUERY
from codestream.kit.mongo import object_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from codestream.kit.documents import Doc

STREAM_AUTHORITY: Final = ("teamId", "type", "isTeamStream", "memberIds", "privacy", "deactivated")
"""What is cached of a stream."""


def may_access(stream: Doc, user_id: str, team_ids: Collection[str]) -> bool:
    """Whether a user on `team_ids` may read a stream (contract 30, 1.1)."""
    kind = stream.get("type")
    if kind not in ("file", "object") and not stream.get("isTeamStream") and user_id not in (stream.get("memberIds") or ()):
        return False
    return stream.get("teamId") in team_ids


def new_team_stream(team_id: str, stream_id: str) -> dict[str, Any]:
    """The stream that comes with a team."""
    return {
        "type": "channel",
        "name": "general",
        "isTeamStream": True,
        "privacy": "public",
        "teamId": team_id,
        "sortId": stream_id,
        "nextSeqNum": 1,
    }


MAX_STREAMS: Final = 100
"""Streams in one answer; also what a request without a limit gets."""
STREAM_TYPES: Final = frozenset({"channel", "direct", "file", "object"})
RELATIONS: Final = ("lt", "gt", "lte", "gte")
LIST_PARAMETERS: Final = frozenset({"teamId", "repoId", "type", "ids", "unread", "sort", "limit", *RELATIONS})


@dataclass(frozen=True)
class StreamPage:
    """Which streams are wanted, and in which order."""

    selector: dict[str, Any]
    ascending: bool
    limit: int

    def restricted_to(self, stream_ids: Iterable[str]) -> StreamPage:
        return replace(self, selector={**self.selector, "_id": {"$in": object_ids(stream_ids)}})


def page_of(query: Mapping[str, str], team_id: str, user_id: str) -> StreamPage:
    """The page that a list query asks for (contract 30, 2.2).

    Raises:
        Refusal: RAPI-1006.
    """
    unknown = [name for name in query if name not in LIST_PARAMETERS]
    if unknown:
        raise BAD_QUERY(reason=f"invalid query parameter: {unknown[0]}")
    kind, repo_id = query.get("type"), query.get("repoId")
    if kind is not None and kind.lower() not in STREAM_TYPES:
        raise BAD_QUERY(reason=f"invalid stream type: {kind}")
    if kind == "file" and not repo_id:
        raise BAD_QUERY(reason="queries for file-type streams require repoId")
    relations = [name for name in RELATIONS if name in query]
    if len(relations) > 1:
        raise BAD_QUERY(reason="only one relational parameter allowed")
    selector: dict[str, Any] = {"teamId": team_id}
    if kind is not None:
        selector["type"] = kind.lower()
    if repo_id and kind in (None, "file"):
        selector["repoId"] = repo_id.lower()
    else:
        public = {"privacy": "public", "type": {"$in": ["channel", "object"]}}
        selector["$or"] = [{"memberIds": user_id}, public]
    if "ids" in query:
        selector["_id"] = {"$in": object_ids(query["ids"].lower().split(","))}
    for name in relations:
        selector["sortId"] = {f"${name}": query[name].lower()}
    return StreamPage(selector, query.get("sort", "").lower() == "asc", limit_of(query.get("limit"), MAX_STREAMS))


def limit_of(text: str | None, maximum: int) -> int:
    """A page size: a positive number up to `maximum`; anything else is the maximum."""
    number = int(text) if text and text.isascii() and text.isdigit() else 0
    return min(number or maximum, maximum)
