"""Wire form of the users resource (contract 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codestream.app import new_routes
from codestream.kit.errors import READ_AUTH
from codestream.kit.http.accept import Accepts, parameter
from codestream.kit.model import Boolean, Number, Object, Text
from codestream.resources.users import errors
from codestream.resources.users.model import User
from codestream.resources.users.operations import inviting, passwords, people, registering, signing_in

if TYPE_CHECKING:
    from codestream.app import Call

routes = new_routes()

_PASSWORD: Final = parameter("password", Text())
_DELAY_EMAIL: Final = parameter("_delayEmail", Number())
_EXPIRES_IN: Final = parameter("expiresIn", Number())
_LOGIN_CODE: Final = parameter("loginCode", Text())
_TEAM_ID: Final = parameter("teamId", Text())

REGISTRATION: Final = Accepts(
    required=(User.email, _PASSWORD, User.username),
    optional=(
        User.fullName,
        User.timeZone,
        User.companyName,
        User._pubnubUuid,
        User.secondaryEmails,
        User.preferences,
        parameter("timeout", Number()),
        parameter("reuseTimeout", Number()),
        parameter("signupToken", Text()),
        parameter("inviteCode", Text()),
        parameter("machineId", Text()),
        parameter("checkForWebmail", Boolean()),
        _EXPIRES_IN,
        _DELAY_EMAIL,
    ),
)
CONFIRMATION: Final = Accepts(
    optional=(User.email, User.confirmationCode, _PASSWORD, User.username, parameter("token", Text())),
)
LOGIN: Final = Accepts(required=(User.email, _PASSWORD))
LOGIN_CODE_WANTED: Final = Accepts(required=(User.email,), optional=(_EXPIRES_IN, _DELAY_EMAIL))
LOGIN_BY_CODE: Final = Accepts(required=(User.email, _LOGIN_CODE))
NEW_PASSWORD: Final = Accepts(required=(parameter("newPassword", Text()),), optional=(parameter("existingPassword", Text()),))
PASSWORD_FORGOTTEN: Final = Accepts(required=(User.email,), optional=(_EXPIRES_IN, parameter("fromWeb", Text()), _DELAY_EMAIL))
NEW_EMAIL: Final = Accepts(required=(User.email,), optional=(_EXPIRES_IN, _DELAY_EMAIL))
EDIT: Final = Accepts(
    optional=(
        User.username,
        User.fullName,
        User.timeZone,
        User.phoneNumber,
        User.iWorkOn,
        User.status,
        User.avatar,
        User.modifiedRepos,
        User.compactModifiedRepos,
        User.hasGitLens,
    )
)
INVITATION: Final = Accepts(
    required=(_TEAM_ID, User.email),
    optional=(
        User.fullName,
        User._pubnubUuid,
        parameter("inviteInfo", Object()),
        parameter("dontSendEmail", Boolean()),
        parameter("inviteType", Text()),
        parameter("_inviteCodeExpiresIn", Number()),
        _DELAY_EMAIL,
    ),
)
PRESENCE: Final = Accepts(
    required=(parameter("sessionId", Text()), parameter("status", Text())), optional=(parameter("_awayTimeout", Number()),)
)
ITEM_READ: Final = Accepts(required=(parameter("numReplies", Number()),))


@routes.post("/no-auth/register", REGISTRATION)
async def register(call: Call) -> dict[str, Any]:
    """Register an e-mail address."""
    return await registering.register(call, call.accepted(REGISTRATION))


@routes.post("/no-auth/confirm", CONFIRMATION)
async def confirm(call: Call) -> Any:
    """Confirm a registration and sign in."""
    return await registering.confirm(call, call.accepted(CONFIRMATION))


@routes.get("/no-auth/invite-info")
async def invite_info(call: Call) -> dict[str, Any]:
    """What an invite code stands for."""
    return await registering.invite_info(call)


@routes.put("/no-auth/login", LOGIN)
async def log_in(call: Call) -> dict[str, Any]:
    """Sign in by password."""
    accepted = call.accepted(LOGIN)
    return await signing_in.log_in(call, accepted["email"], accepted["password"])


@routes.put("/login")
async def log_in_by_token(call: Call) -> dict[str, Any]:
    """Sign in by access token."""
    return await signing_in.log_in_by_token(call)


@routes.post("/no-auth/generate-login-code", LOGIN_CODE_WANTED)
async def generate_login_code(call: Call) -> dict[str, Any]:
    """Have a code mailed to sign in with."""
    return await passwords.generate_login_code(call, call.accepted(LOGIN_CODE_WANTED))


@routes.put("/no-auth/login-by-code", LOGIN_BY_CODE)
async def log_in_by_code(call: Call) -> Any:
    """Sign in by a mailed code."""
    return await passwords.log_in_by_code(call, call.accepted(LOGIN_BY_CODE))


@routes.put("/password", NEW_PASSWORD)
async def put_password(call: Call) -> dict[str, Any]:
    """Change one's password."""
    return await passwords.set_password(call, call.accepted(NEW_PASSWORD))


@routes.put("/no-auth/forgot-password", PASSWORD_FORGOTTEN)
async def forgot_password(call: Call) -> Any:
    """Have a link mailed that resets the password."""
    return await passwords.forgot_password(call, call.accepted(PASSWORD_FORGOTTEN))


@routes.get("/no-auth/check-reset")
async def check_reset(call: Call) -> dict[str, Any]:
    """Whether a password reset token is good."""
    return await passwords.check_reset(call)


@routes.put("/change-email", NEW_EMAIL)
async def change_email(call: Call) -> dict[str, Any]:
    """Ask for another e-mail address."""
    return await passwords.change_email(call, call.accepted(NEW_EMAIL))


@routes.put("/presence", PRESENCE)
async def put_presence(call: Call) -> dict[str, Any]:
    """Note the state of a session."""
    return await people.set_presence(call, call.accepted(PRESENCE))


@routes.get("/sessions")
async def get_sessions(call: Call) -> dict[str, Any]:
    """One's sessions."""
    return await people.get_sessions(call)


@routes.get("/preferences")
async def get_preferences(call: Call) -> dict[str, Any]:
    """One's preferences."""
    return await people.get_preferences(call)


@routes.put("/preferences")
async def put_preferences(call: Call) -> dict[str, Any]:
    """Merge into one's preferences."""
    return await people.set_preferences(call)


@routes.put("/read/:streamId")
async def put_read(call: Call) -> dict[str, Any]:
    """A stream, or all, was read."""
    return await people.mark_read(call, call.params["streamId"].lower())


@routes.put("/unread/:postId")
async def put_unread(call: Call) -> dict[str, Any]:
    """A post and all after it were not read."""
    return await people.mark_unread(call, call.params["postId"].lower())


@routes.put("/read-item/:id", ITEM_READ)
async def put_read_item(call: Call) -> dict[str, Any]:
    """So many replies of a thing were read."""
    return await people.mark_item_read(call, call.params["id"].lower(), call.accepted(ITEM_READ))


@routes.put("/bump-posts")
async def put_bump_posts(call: Call) -> dict[str, Any]:
    """Count a post that was made elsewhere."""
    return await people.bump_posts(call)


@routes.put("/grant/:channel")
async def put_grant(call: Call) -> dict[str, Any]:
    """Whether one may subscribe to a channel; the Broadcaster decides by itself."""
    kind, _, channel_id = call.params["channel"].partition("-")
    if kind not in ("user", "team"):
        raise errors.INVALID_GRANT_CHANNEL(info=call.params["channel"])
    if channel_id.lower() not in ([call.user_id] if kind == "user" else call.team_ids):
        raise READ_AUTH()
    return {}


@routes.get("/users")
async def get_users(call: Call) -> dict[str, Any]:
    """The members of a team."""
    return await people.list_users(call)


@routes.get("/users/:id")
async def get_user(call: Call) -> dict[str, Any]:
    """A user; `me` for oneself with what only oneself sees."""
    user_id = call.params["id"].lower()
    return await people.get_me(call) if user_id == "me" else await people.get_user(call, user_id)


@routes.put("/users/:id", EDIT)
async def put_user(call: Call) -> dict[str, Any]:
    """Change one's own attributes."""
    return await people.edit_user(call, call.params["id"].lower(), call.accepted(EDIT))


@routes.delete("/users/:id")
async def delete_user(call: Call) -> dict[str, Any]:
    """Deactivate a user."""
    return await people.delete_user(call, call.params["id"].lower())


@routes.post("/users", INVITATION)
async def post_user(call: Call) -> dict[str, Any]:
    """Invite somebody to a team."""
    team = await inviting.team_for_inviting(call)
    return await inviting.invite(call, team, call.accepted(INVITATION))
