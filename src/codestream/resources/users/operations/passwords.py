"""Passwords, login codes and addresses (contract 10, 3.3, 3.4 and 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from codestream.config import parameters as p
from codestream.kit.errors import PARAMETER_REQUIRED, VALIDATION
from codestream.kit.http.message import Response
from codestream.kit.tokens import TokenError
from codestream.resources.users import errors, events, rules, store
from codestream.resources.users.model import User
from codestream.resources.users.operations.signing_in import ACCESS_TOKEN, check_maintenance, new_access_token, signed_in
from codestream.resources.users.validate import email_problem, password_problem

if TYPE_CHECKING:
    from codestream.app import Call
    from codestream.kit.documents import Doc

RESET_TOKEN = "rst"  # noqa: S105 - the type of a token
CHANGE_EMAIL_TOKEN = "email"  # noqa: S105 - the type of a token


async def set_password(call: Call, accepted: dict[str, Any]) -> dict[str, Any]:
    """Change the caller's password; every token issued before stops being accepted (contract 10, 6.1)."""
    user = await store.get(call.app.mongo, call.user_id) or {}
    if not user.get("mustSetPassword"):
        existing = accepted.get("existingPassword")
        if existing is None:
            raise PARAMETER_REQUIRED(info="existingPassword")
        if not await call.app.passwords.verify(existing, user.get("passwordHash")):
            raise errors.PASSWORD_MISMATCH()
    if problem := password_problem(accepted["newPassword"]):
        raise VALIDATION(info=f"password {problem}")
    ops = new_access_token(call.app, call.user_id, call.now_ms)
    for token_type in user.get("accessTokens") or {}:
        if token_type in (RESET_TOKEN, "conf"):
            ops.append(User.accessTokens[token_type].unset())
        elif token_type != ACCESS_TOKEN:
            ops.append(User.accessTokens[token_type]["invalidated"].set(True))
    ops.append(User.passwordHash.set(await call.app.passwords.hash(accepted["newPassword"])))
    call.work.note(User, call.user_id, *ops)
    call.work.revokes = True
    if user.get("mustSetPassword"):
        events.tell_me(call.work, call.work.update(User, call.user_id, User.mustSetPassword.unset()))
    return {"accessToken": ops[0].value["token"]}


async def generate_login_code(call: Call, accepted: dict[str, Any]) -> dict[str, Any]:
    """Mail a code to sign in with; an unknown address is answered alike (contract 10, 3.3)."""
    if not accepted["email"]:
        raise PARAMETER_REQUIRED(info="email")
    user = await store.find_by_email(call.app.mongo, accepted["email"])
    if user is None or user.get("deactivated"):
        return {}
    code = rules.new_code()
    expires_in = rules.shortened(rules.LOGIN_CODE_EXPIRATION_MS, accepted.get("expiresIn"))
    call.work.note(
        User,
        user["id"],
        User.loginCode.set(code),
        User.loginCodeAttempts.set(0),
        User.loginCodeExpiresAt.set(call.now_ms + expires_in),
    )
    events.mail(call.work, "loginCode", user["id"], delay_ms=int(accepted.get("_delayEmail", 0)))
    return {"loginCode": code} if call.app.hooks.reveals(call.body, "_loginCheat") else {}


async def log_in_by_code(call: Call, accepted: dict[str, Any]) -> Any:
    """Sign in by a mailed code, once (contract 10, 3.4)."""
    user = await store.find_by_email(call.app.mongo, accepted["email"])
    if user is None or user.get("deactivated"):
        raise errors.LOGIN_CODE_MISMATCH()
    refusal, ops = rules.check_login_code(user, accepted["loginCode"], call.now_ms)
    if refusal is not None:
        call.work.note(User, user["id"], *ops)
        return refusal
    check_maintenance(user)
    return await signed_in(call, user, true_login=True)


async def forgot_password(call: Call, accepted: dict[str, Any]) -> Any:
    """Mail a link that resets the password; an unknown address is answered alike (contract 10, 6.2)."""
    if problem := email_problem(accepted["email"]):
        raise VALIDATION(info=f"email {problem}")
    settings, from_web = call.app.settings, accepted.get("fromWeb")
    user = await store.find_by_email(call.app.mongo, accepted["email"])
    revealed: dict[str, Any] = {}
    if user is not None and not user.get("deactivated"):
        expires_in = rules.shortened(settings[p.FORGOT_PASSWORD_EXPIRATION], accepted.get("expiresIn"))
        token = call.app.tokens.issue(RESET_TOKEN, {"email": user["email"]}, now_ms=call.now_ms, expires_in_ms=expires_in)
        _note_issuance(call, user["id"], RESET_TOKEN)
        url = f"{settings.public_api_url}/web/user/password?token={quote(token)}"
        delay_ms = int(accepted.get("_delayEmail", 0))
        events.mail(
            call.work, "resetPassword", user["id"], delay_ms=delay_ms, url=url + (f"&fromWeb={quote(from_web)}" if from_web else "")
        )
        if call.app.hooks.reveals(call.body, "_confirmationCheat") and not delay_ms:
            revealed = {"token": token}
    if from_web:
        return Response.redirect(f"/web/login/?hasBeenReset=true&forgot=true&email={quote(accepted['email'])}")
    return revealed


async def check_reset(call: Call) -> dict[str, Any]:
    """Whether a reset token is good, and whose it is (contract 10, 6.3)."""
    payload = _payload(call, call.required_query("token"), RESET_TOKEN)
    if not payload.get("email"):
        raise errors.TOKEN_INVALID(reason="no email found in rst token")
    user = await store.find_by_email(call.app.mongo, payload["email"])
    _check_issuance(user, payload, RESET_TOKEN)
    return {"email": payload["email"]}


def _payload(call: Call, token: str, token_type: str) -> dict[str, Any]:
    try:
        payload = call.app.tokens.verify(token)
    except TokenError as error:
        if error.is_expired:
            raise errors.TOKEN_EXPIRED() from error
        raise errors.TOKEN_INVALID(reason=str(error)) from error
    if payload.get("type") != token_type:
        raise errors.TOKEN_INVALID(reason=f"not an {token_type} token")
    return payload


def _check_issuance(user: Doc | None, payload: dict[str, Any], token_type: str) -> None:
    if user is None:
        raise errors.TOKEN_INVALID(reason="user not found")
    issuance = (user.get("accessTokens") or {}).get(token_type) or {}
    if not issuance.get("minIssuance"):
        raise errors.TOKEN_INVALID(reason=f"no issuance for {token_type} token found")
    if issuance["minIssuance"] > payload.get("iat", 0) * 1000:
        raise errors.TOKEN_INVALID(reason=f"a more recent {token_type} token has been issued")


def _note_issuance(call: Call, user_id: str, token_type: str) -> None:
    call.work.note(User, user_id, User.accessTokens[token_type].set({"minIssuance": call.now_ms // 1000 * 1000}))


async def change_email(call: Call, accepted: dict[str, Any]) -> dict[str, Any]:
    """Ask for another address: by a link mailed to it, or at once where nothing is confirmed (contract 10, 6.4)."""
    email = accepted["email"]
    if problem := email_problem(email):
        raise VALIDATION(info=f"email {problem}")
    if await store.find_by_email(call.app.mongo, email) is not None:
        raise errors.EMAIL_TAKEN(info=email)
    settings = call.app.settings
    if not settings.confirmation_required:
        user = call.work.update(User, call.user_id, User.email.set(email), User.searchableEmail.set(email.lower()))
        events.tell_teams(call.work, call.team_ids, user)
        return {"user": user}
    expires_in = rules.shortened(settings[p.CONFIRMATION_EXPIRATION], accepted.get("expiresIn"))
    claims = {"uid": call.user_id, "email": email}
    token = call.app.tokens.issue(CHANGE_EMAIL_TOKEN, claims, now_ms=call.now_ms, expires_in_ms=expires_in)
    _note_issuance(call, call.user_id, CHANGE_EMAIL_TOKEN)
    url = f"{settings.public_api_url}/web/confirm-email?t={quote(token)}"
    delay_ms = int(accepted.get("_delayEmail", 0))
    events.mail(call.work, "changeEmail", call.user_id, delay_ms=delay_ms, email=email, fromSupport=True, url=url)
    return {"confirmationToken": token} if call.app.hooks.reveals(call.body, "_confirmationCheat") else {}
