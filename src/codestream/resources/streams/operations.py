"""Operations on streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.kit.errors import NOT_FOUND, READ_AUTH
from codestream.resources.streams import rules, store
from codestream.resources.streams.model import Stream
from codestream.resources.users import store as users

if TYPE_CHECKING:
    from codestream.app import Call


async def get_stream(call: Call, stream_id: str) -> dict[str, Any]:
    """One stream (contract 30, 2.1)."""
    stream = await store.get(call.app.mongo, stream_id)
    if stream is None:
        raise NOT_FOUND(info="stream")
    if not rules.may_access(stream, call.user_id, call.team_ids):
        raise READ_AUTH()
    return {"stream": Stream.visible(stream)}


async def list_streams(call: Call) -> dict[str, Any]:
    """A page of a team's streams (contract 30, 2.2)."""
    team_id = call.required_query("teamId").lower()
    if team_id not in call.team_ids:
        raise READ_AUTH()
    query = call.request.query
    page = rules.page_of(query, team_id, call.user_id)
    me = await users.reading_state(call.app.mongo, call.user_id)
    if "unread" in query:
        page = page.restricted_to(me.get("lastReads") or {})
    streams, more = await store.find_page(call.app.mongo, page)
    closed = (me.get("preferences") or {}).get("closedStreams") or {}
    shown = [Stream.visible(stream) for stream in streams]
    for stream in shown:
        if closed.get(stream["id"]):
            stream["isClosed"] = True
    return {"streams": shown, "more": True} if more else {"streams": shown}
