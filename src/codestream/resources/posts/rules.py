"""What is decided about posts, without asking anybody (contract 30, sections 3 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codestream.kit.errors import BAD_QUERY, CREATE_AUTH, DEPRECATED, INVALID_PARAMETER, PARAMETER_REQUIRED, VALIDATION
from codestream.kit.mongo import object_id, object_ids
from codestream.resources.posts import errors
from codestream.resources.posts.store import Page
from codestream.resources.streams.rules import limit_of, may_access
from codestream.resources.teams.rules import known_member_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from codestream.kit.documents import Doc

MAX_POSTS: Final = 100
"""Posts in one answer; also what a request without a limit gets."""
LIST_PARAMETERS: Final = frozenset({"teamId", "streamId", "parentPostId", "ids", "before", "after", "inclusive", "sort", "limit"})


def check_stream_takes_posts(stream: Doc, user_id: str, team_ids: Collection[str], given_team_id: str | None) -> None:
    """Who may post where (contract 30, 3.1).

    Raises:
        Refusal: RAPI-1011 no access, RAPI-1016 a stream of another kind, RAPI-1012 `teamId` is another team's.
    """
    if not may_access(stream, user_id, team_ids):
        raise CREATE_AUTH()
    if not (stream.get("isTeamStream") or stream.get("type") == "object"):
        raise DEPRECATED(reason="posts can only be created in team streams or object streams")
    if given_team_id is not None and given_team_id != stream.get("teamId"):
        raise INVALID_PARAMETER(reason="teamId does not match the team that owns the stream")


def check_mentions(mentioned: Collection[str], team: Doc) -> None:
    """Only who is or was on the team can be mentioned.

    Raises:
        Refusal: RAPI-1005.
    """
    if not set(mentioned) <= known_member_ids(team):
        raise VALIDATION(reason="one or more mentioned users are not on the team")


def check_reply(stream_id: str, parent: Doc, grandparent: Doc | None) -> None:
    """Replies stay in their stream; they are one level deep, under a review or code error two (contract 30, 3.1).

    Raises:
        Refusal: POST-1006, POST-1001.
    """
    if parent["streamId"] != stream_id:
        raise errors.STREAM_MISMATCH()
    if grandparent is not None and not (grandparent.get("reviewId") or grandparent.get("codeErrorId")):
        raise errors.NO_REPLY_TO_REPLY()


def check_object_stream(stream: Doc, *, is_reply: bool) -> None:
    """An object stream holds the replies to its object.

    Raises:
        Refusal: RAPI-1011.
    """
    if stream.get("type") == "object" and not is_reply:
        raise CREATE_AUTH(reason="can not create non-replies in an object stream")


def page_of(query: Mapping[str, str], *, team_id: str | None, stream_id: str | None, parent_post_id: str | None) -> Page:
    """The page that a list query asks for (contract 30, 4.2 and 4.3); the most specific selector wins.

    Raises:
        Refusal: RAPI-1006, RAPI-1001.
    """
    unknown = [name for name in query if name not in LIST_PARAMETERS]
    if unknown:
        raise BAD_QUERY(reason=f"invalid query parameter: {unknown[0]}")
    if parent_post_id:
        selector: dict[str, Any] = {"parentPostId": parent_post_id}
    elif stream_id:
        selector = {"streamId": stream_id}
    elif team_id:
        selector = {"teamId": team_id}
    else:
        raise PARAMETER_REQUIRED(info="teamId, streamId, or parentPostId")
    key = "seqNum" if stream_id and not parent_post_id else "_id"
    if "ids" in query:
        selector["_id"] = {"$in": object_ids(query["ids"].lower().split(","))}
    inclusive = "e" if "inclusive" in query else ""
    for name, operator in (("before", "$lt"), ("after", "$gt")):
        if name in query:
            bound = _bound(key, query[name].lower())
            selector.setdefault(key, {})[f"{operator}{inclusive}"] = bound
    return Page(selector, key, query.get("sort", "").lower() == "asc", limit_of(query.get("limit"), MAX_POSTS))


def _bound(key: str, text: str) -> Any:
    if key == "_id":
        return object_id(text)
    if not (text.isascii() and text.isdigit()):
        raise BAD_QUERY(reason=f"invalid seqnum: {text}")
    return int(text)
