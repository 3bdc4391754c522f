"""Registering and confirming (contract 10, section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.config import parameters as p
from codestream.kit.errors import NOT_FOUND, PARAMETER_REQUIRED, VALIDATION
from codestream.kit.work import Late, resolved
from codestream.resources.teams import store as teams
from codestream.resources.users import errors, events, rules, store
from codestream.resources.users.model import User
from codestream.resources.users.operations.signing_in import initial_data, session_ops, with_ops
from codestream.resources.users.validate import email_problem
from codestream.resources.users.webmail import is_webmail

if TYPE_CHECKING:
    from codestream.app import Call
    from codestream.kit.documents import Doc
    from codestream.kit.work import Insert, Update

STORED = ("email", "username", "fullName", "timeZone", "companyName", "_pubnubUuid", "secondaryEmails", "preferences")
"""Parameters of a registration that are stored as they are."""


async def register(call: Call, accepted: dict[str, Any]) -> dict[str, Any]:
    """Register an address: create an unconfirmed user and send a code, unless nothing is left to confirm."""
    _check_registration(accepted)
    mongo = call.app.mongo
    known = await store.find_by_email(mongo, accepted["email"])
    invited = await _invited_user(call, accepted.get("inviteCode"))
    if known is not None and known.get("isRegistered"):
        return _registered_already(call, known)
    if invited is not None and invited["email"].lower() == accepted["email"].lower():
        return await confirm_user(call, invited, accepted, shows_version_before=True)
    if invited is not None and invited.get("isRegistered"):
        raise errors.ALREADY_ACCEPTED()
    if invited is not None and known is not None:
        raise errors.INVITE_MISMATCH()
    known = known or invited
    values = {name: accepted[name] for name in STORED if name in accepted}
    values["searchableEmail"] = accepted["email"].lower()
    if accepted["password"]:
        values["passwordHash"] = await call.app.passwords.hash(accepted["password"])
    if not (call.app.settings.confirmation_required or call.body.get("_forceConfirmation")):
        return await _register_confirmed(call, known, values, accepted)

    now_ms = call.now_ms
    values |= rules.confirmation_code(
        known,
        now_ms=now_ms,
        valid_ms=rules.shortened(call.app.settings[p.CONFIRM_CODE_EXPIRATION], accepted.get("timeout")),
        reusable_ms=rules.shortened(rules.CODE_REUSE_MS, accepted.get("reuseTimeout")),
    )
    code = values.get("confirmationCode") or (known or {}).get("confirmationCode")
    user = _stored(call, known, values)
    _remember_signup_token(call, accepted, user.doc_id)
    if invited is not None:
        _use_up_invitation(call, invited)
    if known is not None:
        events.tell_teams(call.work, known.get("teamIds") or (), user.after())
    events.mail(call.work, "confirm", user.doc_id, delay_ms=int(accepted.get("_delayEmail", 0)))
    revealed = {"confirmationCode": code} if code and call.app.hooks.reveals(call.body, "_confirmationCheat") else {}
    return {"user": user.after("me", **revealed)}


def _check_registration(accepted: dict[str, Any]) -> None:
    accepted["email"] = accepted["email"].strip()
    if accepted.get("checkForWebmail"):
        problem = email_problem(accepted["email"])
        if problem:
            raise VALIDATION(email=problem)
        if is_webmail(accepted["email"].rpartition("@")[2].lower()):
            raise errors.EMAIL_IS_WEBMAIL()
    named = {"email": accepted["email"]}
    if accepted["username"]:
        named["username"] = accepted["username"]
    if accepted["password"]:
        named["password"] = accepted["password"]
    rules.check_identity(named)
    accepted["username"] = accepted["username"] or rules.username_for(accepted["email"])


async def _invited_user(call: Call, invite_code: str | None) -> Doc | None:
    """The user whom an invite code was made for; an unknown code makes an ordinary registration.

    Raises:
        Refusal: AUTH-1005, the code has expired.
    """
    record = await store.find_signup_token(call.app.mongo, invite_code) if invite_code else None
    if record is None or not record.get("isInviteCode"):
        return None
    if record["expiresAt"] < call.now_ms:
        raise errors.TOKEN_EXPIRED()
    return await store.get(call.app.mongo, record["userId"])


def _registered_already(call: Call, known: Doc) -> dict[str, Any]:
    """Change nothing and tell nobody but the owner of the address, by mail (prevents harvesting and take-over)."""
    events.mail(call.work, "alreadyRegistered", known["id"], delay_ms=int(call.body.get("_delayEmail") or 0))
    if known.get("_forTesting") and call.app.hooks.marks(call.request):
        return {"user": User.visible(known, "me")}
    return {}


def _stored(call: Call, known: Doc | None, values: dict[str, Any]) -> Insert | Update:
    if known is None:
        return call.work.insert(User, User.new(values, now_ms=call.now_ms))
    User.check(values)
    return call.work.update(User, known["id"], *(User.fields[name].set(value) for name, value in values.items()))


async def _register_confirmed(call: Call, known: Doc | None, values: dict[str, Any], accepted: dict[str, Any]) -> dict[str, Any]:
    """Without mail there is nothing to confirm: the user is registered and signed in at once."""
    if known is not None:
        return await confirm_user(call, known, accepted, shows_version_before=True)
    user = User.new(values, now_ms=call.now_ms)
    ops = [*rules.confirmation(user, {}, call.now_ms, None, None), *session_ops(call, user, true_login=False)]
    user = with_ops(user, ops)
    insert = call.work.insert(User, user)
    _remember_signup_token(call, accepted, user["id"])
    return await initial_data(call, user, insert.for_me)


def _remember_signup_token(call: Call, accepted: dict[str, Any], user_id: str) -> None:
    token = accepted.get("signupToken")
    if not token:
        return
    expiration = call.app.settings[p.SIGNUP_TOKEN_EXPIRATION]
    expires_at = call.now_ms + rules.shortened(expiration, accepted.get("expiresIn"))
    call.work.write(store.replace_signup_token(token, {"userId": user_id, "expiresAt": expires_at}))
    call.work.write(store.forget_expired_signup_tokens(call.now_ms - expiration))


def _use_up_invitation(call: Call, invited: Doc) -> None:
    call.work.note(User, invited["id"], User.inviteCode.unset(), User.externalUserId.unset())
    call.work.write(store.forget_invite_codes(invited["id"]))


async def confirm(call: Call, accepted: dict[str, Any]) -> Any:
    """Confirm a registration by the code that was mailed (contract 10, 2.3)."""
    code = accepted.get("confirmationCode")
    if not code:
        raise PARAMETER_REQUIRED(info="confirmationCode or token")
    if not accepted.get("email"):
        raise PARAMETER_REQUIRED(info="email or token")
    user = await store.find_by_email(call.app.mongo, accepted["email"])
    if user is None or user.get("deactivated"):
        raise NOT_FOUND(info="user")
    if user.get("isRegistered"):
        raise errors.ALREADY_REGISTERED()
    for name, stored in (("password", "passwordHash"), ("username", "username")):
        if not user.get(stored) and not accepted.get(name):
            raise PARAMETER_REQUIRED(info=name)
    refusal, ops = rules.check_confirmation_code(user, code, call.now_ms)
    if refusal is not None:
        call.work.note(User, user["id"], *ops)
        return refusal
    return await confirm_user(call, user, accepted)


async def confirm_user(call: Call, user: Doc, given: dict[str, Any], *, shows_version_before: bool = False) -> dict[str, Any]:
    """Make a user a registered one and sign in: the changes, the teams told, the initial data as the answer."""
    rules.check_identity({name: given[name] for name in ("email", "username", "password") if given.get(name)})
    values = {name: given[name] for name in ("email", "username", "fullName", "timeZone") if given.get(name)}
    if "email" in values:
        values["searchableEmail"] = values["email"].lower()
    User.check(values)
    if given.get("password"):
        values["passwordHash"] = await call.app.passwords.hash(given["password"])
    team_ids = user.get("teamIds") or []
    first_team = await teams.get(call.app.mongo, team_ids[0]) if team_ids else None
    creator = await store.get(call.app.mongo, first_team["creatorId"]) if first_team else None
    origin = creator.get("originTeamId") if creator else None
    ops = [
        *rules.confirmation(user, values, call.now_ms, first_team, origin),
        *session_ops(call, user, true_login=False),
    ]
    confirmed = call.work.update(User, user["id"], *ops, guard={"isRegistered": {"$ne": True}})
    call.work.write(store.forget_invite_codes(user["id"]))
    events.tell_teams(call.work, team_ids, confirmed.after())
    shown: Any = confirmed.after("me")
    if shows_version_before:
        after = shown
        shown = Late(lambda: {**(view := resolved(after)), "version": view["version"] - 1})
    return await initial_data(call, with_ops(user, ops), shown)


async def invite_info(call: Call) -> dict[str, Any]:
    """What an invite code stands for (contract 10, 2.5)."""
    record = await store.find_signup_token(call.app.mongo, call.required_query("code"))
    if record is None or not record.get("isInviteCode"):
        raise errors.NO_SUCH_CODE()
    if record["expiresAt"] < call.now_ms:
        raise errors.TOKEN_EXPIRED()
    user = await store.get(call.app.mongo, record["userId"])
    if user is None or user.get("deactivated"):
        raise NOT_FOUND(info="user")
    team = await teams.get(call.app.mongo, record["teamId"])
    if team is None or team.get("deactivated"):
        raise NOT_FOUND(info="team")
    return {"teamId": team["id"], "teamName": team["name"], "email": user["email"]}
