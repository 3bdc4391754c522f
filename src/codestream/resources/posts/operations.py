"""Operations on posts: load, decide, change, tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.kit.errors import BAD_QUERY, INVALID_PARAMETER, NOT_FOUND, PARAMETER_REQUIRED, READ_AUTH
from codestream.kit.ids import new_id
from codestream.resources.posts import events, rules, store
from codestream.resources.posts.model import Post
from codestream.resources.streams.model import Stream
from codestream.resources.streams.rules import may_access
from codestream.resources.users.model import User

if TYPE_CHECKING:
    from codestream.app import Call
    from codestream.kit.documents import Doc

ATTACHMENTS = ("codemark", "review", "codeError", "addedUsers")


async def stream_for_posting(call: Call) -> Doc:
    """The stream that a new post is for, if the caller may post there (contract 30, 3.1).

    Raises:
        Refusal: RAPI-1001, RAPI-1003, RAPI-1011, RAPI-1012, RAPI-1016.
    """
    stream_id = call.body.get("streamId") if isinstance(call.body, dict) else None
    if stream_id is None:
        raise PARAMETER_REQUIRED(info="streamId")
    stream = await call.authority.get(Stream.collection, str(stream_id).lower())
    if stream is None:
        raise NOT_FOUND(info="stream")
    rules.check_stream_takes_posts(stream, call.user_id, call.team_ids, call.body.get("teamId"))
    return stream


async def create_post(call: Call, stream: Doc, accepted: dict[str, Any]) -> dict[str, Any]:
    """Create a post in `stream` and tell the team (contract 30, section 3)."""
    for attachment in ATTACHMENTS:
        if attachment in accepted:
            raise INVALID_PARAMETER(info=attachment, reason=f"posts with {attachment} are not supported yet")
    work, stream_id, team_id = call.work, stream["id"], stream["teamId"]
    work.lane = team_id
    parent_id = accepted.get("parentPostId")
    parent, grandparent = await _ancestors(call, parent_id.lower() if parent_id else None)
    rules.check_object_stream(stream, is_reply=parent is not None)
    team = await call.authority.get("teams", team_id)
    if team is None:
        raise NOT_FOUND(info="team")
    mentioned = sorted(accepted.get("mentionedUserIds", ()))
    rules.check_mentions(mentioned, team)
    if parent is not None:
        rules.check_reply(stream_id, parent, grandparent)

    post_id = new_id()
    of_stream = work.update(
        Stream,
        stream_id,
        Stream.mostRecentPostId.set(post_id),
        Stream.mostRecentPostCreatedAt.set(work.now_ms),
        Stream.sortId.set(post_id),
    )
    seq_num = of_stream.take(Stream.nextSeqNum)
    author = work.update(
        User,
        call.user_id,
        User.totalPosts.count(),
        User.lastPostCreatedAt.set(work.now_ms),
        User.lastReads[stream_id].unset(),
    )
    values = {name: value for name, value in accepted.items() if name in Post.fields}
    values |= {"streamId": stream_id, "teamId": team_id, "seqNum": seq_num, **call.origin()}
    if "mentionedUserIds" in accepted:
        values["mentionedUserIds"] = mentioned
    if parent is not None:
        values["parentPostId"] = parent["id"]
    post = work.insert(Post, Post.new(values, now_ms=work.now_ms, creator_id=call.user_id, doc_id=post_id))
    ancestors = [
        work.update(Post, ancestor["id"], Post.numReplies.count()) for ancestor in (parent, grandparent) if ancestor is not None
    ]
    work.write(store.UnreadMarks(stream_id, seq_num, call.user_id, team.get("memberIds") or ()))
    work.write(store.LastPostCreated(team_id, work.now_ms))
    if mentioned:
        work.write(store.count_mentions(mentioned, call.user_id))

    answer: dict[str, Any] = {"post": post, "streams": [of_stream]}
    if ancestors:
        answer["posts"] = ancestors
    events.post_created(work, team_id, answer, author, author_is_registered=bool(call.caller.get("isRegistered")))
    if not accepted.get("dontSendEmail"):
        events.mail_notification(work, post_id, delay_ms=int(accepted.get("_delayEmail", 0)))
    return answer


async def _ancestors(call: Call, parent_id: str | None) -> tuple[Doc | None, Doc | None]:
    """The post that is replied to, and the one that this is itself a reply to."""
    if parent_id is None:
        return None, None
    parent = await store.get(call.app.mongo, parent_id)
    if parent is None:
        raise NOT_FOUND(info="parent post")
    grandparent_id = parent.get("parentPostId")
    return parent, await store.get(call.app.mongo, grandparent_id) if grandparent_id else None


async def get_post(call: Call, post_id: str) -> dict[str, Any]:
    """One post (contract 30, 4.1)."""
    post = await store.get(call.app.mongo, post_id)
    if post is None:
        raise NOT_FOUND(info="post")
    await _check_readable(call, post["streamId"])
    return {"post": Post.visible(post)}


async def list_posts(call: Call) -> dict[str, Any]:
    """A page of posts of a team, a stream or a thread (contract 30, 4.2 to 4.4)."""
    query = call.request.query
    team_id, stream_id, parent_id = (
        query[name].lower() if query.get(name) else None for name in ("teamId", "streamId", "parentPostId")
    )
    if parent_id:
        parent = await store.get(call.app.mongo, parent_id)
        if parent is None:
            raise NOT_FOUND(info="parent post")
        if stream_id and stream_id != parent["streamId"]:
            raise BAD_QUERY(reason="streamId must match the stream of the parent post")
        stream_id = parent["streamId"]
    if stream_id:
        stream = await _check_readable(call, stream_id)
        if team_id and team_id != stream.get("teamId"):
            raise BAD_QUERY(reason="teamId must match the team of the stream")
    elif team_id and team_id not in call.team_ids:
        raise READ_AUTH()
    page = rules.page_of(query, team_id=team_id, stream_id=stream_id, parent_post_id=parent_id)
    posts, more = await store.find_page(call.app.mongo, page)
    if parent_id:
        posts = sorted(
            posts + await store.replies_to(call.app.mongo, posts), key=lambda post: str(post["id"]), reverse=not page.ascending
        )
    answer: dict[str, Any] = {"posts": [Post.visible(post) for post in posts]}
    if more:
        answer["more"] = True
    return answer


async def _check_readable(call: Call, stream_id: str) -> Doc:
    stream = await call.authority.get(Stream.collection, stream_id)
    if stream is None:
        raise NOT_FOUND(info="stream")
    if not may_access(stream, call.user_id, call.team_ids):
        raise READ_AUTH()
    return stream
