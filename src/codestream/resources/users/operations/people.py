"""Reading and changing user documents (contract 10, sections 7.1 to 7.5 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.config import parameters as p
from codestream.kit.errors import (
    ALREADY_DELETED,
    DELETE_AUTH,
    NOT_FOUND,
    READ_AUTH,
    UPDATE_AUTH,
    VALIDATION,
)
from codestream.resources.posts import store as posts
from codestream.resources.streams.rules import may_access
from codestream.resources.teams import rules as team_rules
from codestream.resources.teams import store as teams
from codestream.resources.users import events, rules, store
from codestream.resources.users.model import User

if TYPE_CHECKING:
    from codestream.app import Call
    from codestream.kit.documents import Doc

DELETE_SECRET_HEADER = "x-delete-user-secret"  # noqa: S105 - the name of a header
REPOS_BY_TEAM = ("modifiedRepos", "compactModifiedRepos")


async def get_me(call: Call) -> dict[str, Any]:
    """The caller's own document, with what only the caller sees."""
    user = await store.get(call.app.mongo, call.user_id)
    return {"user": User.visible(user or {}, "me")}


async def get_user(call: Call, user_id: str) -> dict[str, Any]:
    """A user whom the caller shares a team with (contract 10, 8.1)."""
    if user_id != call.user_id and not await _shares_team(call, user_id):
        raise READ_AUTH()
    user = await store.get(call.app.mongo, user_id)
    if user is None:
        raise READ_AUTH()
    return {"user": User.visible(user)}


async def _shares_team(call: Call, user_id: str) -> bool:
    for team_id in call.team_ids:
        team = await call.authority.get("teams", team_id)
        if team and call.user_id in team_rules.active_member_ids(team) and user_id in (team.get("memberIds") or ()):
            return True
    return False


async def list_users(call: Call) -> dict[str, Any]:
    """The members of a team, gone and foreign ones included, or those of `ids` (contract 10, 8.2)."""
    team_id = call.required_query("teamId").lower()
    if team_id not in call.team_ids:
        raise READ_AUTH()
    team = await call.authority.get("teams", team_id)
    member_ids = list((team or {}).get("memberIds") or ())
    if "ids" in call.request.query:
        wanted = set(call.request.query["ids"].lower().split(","))
        member_ids = [user_id for user_id in member_ids if user_id in wanted]
    return {"users": [User.visible(user) for user in await store.get_many(call.app.mongo, member_ids)]}


async def edit_user(call: Call, user_id: str, accepted: dict[str, Any]) -> dict[str, Any]:
    """Change one's own attributes (contract 10, 8.3)."""
    if user_id not in ("me", call.user_id):
        raise UPDATE_AUTH(reason="only the user can update their own attributes")
    if "username" in accepted:
        rules.check_identity({"username": accepted["username"]})
    if all(name in accepted for name in REPOS_BY_TEAM):
        raise VALIDATION(reason="cannot provide modifiedRepos and compactModifiedRepos at the same time")
    ops = []
    for name, value in accepted.items():
        if name not in REPOS_BY_TEAM:
            ops.append(User.fields[name].set(value))
            continue
        for team_id, of_team in (value or {}).items():
            if team_id not in call.team_ids:
                raise UPDATE_AUTH(reason=f"user can not set {name} for team {team_id} since they are not a member")
            ops += [User.fields[name][team_id].set(of_team), User.modifiedReposModifiedAt[team_id].set(call.now_ms)]
    User.check({name: value for name, value in accepted.items() if name not in REPOS_BY_TEAM})
    user = call.work.update(User, call.user_id, *ops)
    events.tell_teams(call.work, call.team_ids, user)
    return {"user": user}


async def delete_user(call: Call, user_id: str) -> dict[str, Any]:
    """Deactivate a user: oneself, or as an admin one of the own team (contract 10, 8.5)."""
    user = await store.get(call.app.mongo, user_id)
    if not call.app.hooks.bypasses(call.request, DELETE_SECRET_HEADER):
        if user is None:
            raise NOT_FOUND(info="user")
        if user_id != call.user_id and not await _administers(call, user):
            raise DELETE_AUTH(reason="only the user or an admin can delete a user")
    if user is None:
        raise NOT_FOUND(info="user")
    if user.get("deactivated"):
        raise ALREADY_DELETED()
    email = rules.deactivated_email(user["email"], call.now_ms)
    deleted = call.work.update(
        User,
        user_id,
        User.deactivated.set(True),
        User.email.set(email),
        User.searchableEmail.set(email.lower()),
        guard={"deactivated": {"$ne": True}},
    )
    call.work.revokes = True
    events.tell_teams(call.work, call.team_ids, deleted)
    return {"user": deleted}


async def _administers(call: Call, user: Doc) -> bool:
    shared = set(user.get("teamIds") or ()) & set(call.team_ids)
    return any(team_rules.is_admin(team, call.user_id) for team in await teams.get_many(call.app.mongo, shared))


async def get_preferences(call: Call) -> dict[str, Any]:
    """The caller's preferences, the default of `notifications` filled in (contract 10, 7.3)."""
    return {"preferences": {"notifications": "involveMe", **await store.preferences(call.app.mongo, call.user_id)}}


async def set_preferences(call: Call) -> dict[str, Any]:
    """Merge a partial tree into the caller's preferences (contract 10, 7.4)."""
    user = call.work.update(User, call.user_id, *rules.tree_ops(User.preferences, call.body))
    events.tell_me(call.work, user)
    return {"user": user.for_me}


async def set_presence(call: Call, accepted: dict[str, Any]) -> dict[str, Any]:
    """Note the state of one of the caller's sessions (contract 10, 7.1)."""
    configured = call.app.settings[p.SESSION_AWAY_TIMEOUT]
    timeout = rules.shortened(configured, accepted.get("_awayTimeout"))
    sessions = await store.sessions(call.app.mongo, call.user_id)
    ops = [User.sessions[accepted["sessionId"]].set({"status": accepted["status"], "updatedAt": call.now_ms})]
    for session_id, session in sessions.items():
        if session_id != accepted["sessionId"] and session.get("updatedAt", 0) < call.now_ms - timeout:
            ops.append(User.sessions[session_id].unset())
    call.work.note(User, call.user_id, *ops)
    return {"awayTimeout": configured}


async def get_sessions(call: Call) -> dict[str, Any]:
    return {"sessions": await store.sessions(call.app.mongo, call.user_id)}


async def mark_read(call: Call, stream_id: str) -> dict[str, Any]:
    """Everything in a stream, or with `all` in every stream, was read (contract 10, 7.5)."""
    path = User.lastReads if stream_id == "all" else User.lastReads[stream_id]
    if stream_id != "all":
        stream = await call.authority.get("streams", stream_id)
        if stream is None:
            raise NOT_FOUND(info="stream")
        if not may_access(stream, call.user_id, call.team_ids):
            raise UPDATE_AUTH(reason="user not in stream")
    user = call.work.update(User, call.user_id, path.unset(), touch=False)
    events.tell_me(call.work, user)
    return {"user": user.for_me}


async def mark_unread(call: Call, post_id: str) -> dict[str, Any]:
    """A post and all after it were not read (contract 10, 7.5)."""
    post = await posts.get(call.app.mongo, post_id)
    if post is None:
        raise NOT_FOUND(info="post")
    stream = await call.authority.get("streams", post["streamId"])
    if stream is None or not may_access(stream, call.user_id, call.team_ids):
        raise UPDATE_AUTH(reason="user does not have access to post")
    user = call.work.update(User, call.user_id, User.lastReads[post["streamId"]].set(post["seqNum"] - 1))
    events.tell_me(call.work, user)
    return {"user": user.for_me}


async def mark_item_read(call: Call, item_id: str, accepted: dict[str, Any]) -> dict[str, Any]:
    """So many replies of a thing were read (contract 10, 7.5)."""
    user = call.work.update(User, call.user_id, User.lastReadItems[item_id].set(accepted["numReplies"]))
    events.tell_me(call.work, user)
    return {"user": user.for_me}


async def bump_posts(call: Call) -> dict[str, Any]:
    """Count a post that was made elsewhere."""
    user = call.work.update(User, call.user_id, User.totalPosts.count())
    events.tell_me(call.work, user)
    return {"user": user.for_me}
