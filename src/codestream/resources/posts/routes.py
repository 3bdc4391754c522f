"""Wire form of the posts resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codestream.app import new_routes
from codestream.kit.http.accept import Accepts, parameter
from codestream.kit.model import Array, Boolean, Number, Object, Text
from codestream.resources.posts import operations
from codestream.resources.posts.model import Post

if TYPE_CHECKING:
    from codestream.app import Call

routes = new_routes()

NEW_POST: Final = Accepts(
    required=(Post.streamId,),
    optional=(
        Post.teamId,
        Post.text,
        Post.parentPostId,
        Post.mentionedUserIds,
        Post.files,
        Post.sharedTo,
        Post.reviewCheckpoint,
        Post._forNRMigration,
        Post._fromNREngine,
        parameter("codemark", Object()),
        parameter("review", Object()),
        parameter("codeError", Object()),
        parameter("addedUsers", Array(Text())),
        parameter("dontSendEmail", Boolean()),
        parameter("inviteInfo", Object()),
        parameter("_delayEmail", Number()),
    ),
)


@routes.post("/posts", NEW_POST)
async def post_post(call: Call) -> dict[str, Any]:
    """Say something in a stream."""
    stream = await operations.stream_for_posting(call)
    return await operations.create_post(call, stream, call.accepted(NEW_POST))


@routes.get("/posts")
async def get_posts(call: Call) -> dict[str, Any]:
    """A page of posts."""
    return await operations.list_posts(call)


@routes.get("/posts/:id")
async def get_post(call: Call) -> dict[str, Any]:
    """One post."""
    return await operations.get_post(call, call.params["id"].lower())
