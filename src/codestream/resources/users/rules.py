"""What is decided about users, without asking anybody (contract 10)."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import TYPE_CHECKING, Any, Final

from codestream.kit.clock import DAY_MS, HOUR_MS, MINUTE_MS
from codestream.kit.directives import OPERATORS, Op
from codestream.kit.errors import INVALID_PARAMETER, VALIDATION
from codestream.kit.ids import new_uuid
from codestream.resources.users import errors
from codestream.resources.users.model import User
from codestream.resources.users.validate import default_username, email_problem, password_problem, username_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from codestream.kit.directives import Operator
    from codestream.kit.documents import Doc
    from codestream.kit.errors import Refusal
    from codestream.kit.model import Path

CODE_DIGITS: Final = 6
MAX_CONFIRM_ATTEMPTS: Final = 3
MAX_LOGIN_CODE_ATTEMPTS: Final = 3
CODE_REUSE_MS: Final = HOUR_MS
LOGIN_CODE_EXPIRATION_MS: Final = 15 * MINUTE_MS
INVITE_CODE_EXPIRATION_MS: Final = 365 * DAY_MS
AUTO_REINVITES: Final = 2
MAX_TREE_KEYS: Final = 100
"""A tree of settings must have fewer keys, inner nodes and directives counted."""
INVITE_CODE_MARK: Final = "$01$"
WEBCLIENT: Final = "webclient"
"""An `X-CS-Plugin-IDE` that leaves the sign-in bookkeeping alone."""


def new_code() -> str:
    """A random code of six digits, never all zeros."""
    return f"{secrets.randbelow(10**CODE_DIGITS - 1) + 1:0{CODE_DIGITS}}"


def shortened(limit_ms: int, wanted_ms: Any) -> int:
    """A validity that a request may shorten, never lengthen."""
    return min(limit_ms, int(wanted_ms)) if isinstance(wanted_ms, (int, float)) else limit_ms


def same_code(given: str, stored: str | None) -> bool:
    """Compare two codes in constant time."""
    return bool(stored) and hmac.compare_digest(given.encode(), str(stored).encode())


def check_identity(values: Mapping[str, Any]) -> None:
    """Check address, user name and password as registration does (contract 10, 1.1); the first misfit is reported.

    Raises:
        Refusal: RAPI-1005.
    """
    for name, problem_of in (("email", email_problem), ("username", username_problem), ("password", password_problem)):
        if name in values and (problem := problem_of(values[name])):
            raise VALIDATION(info={name: problem})


def username_for(email: str) -> str:
    """The user name that an address gives.

    Raises:
        Refusal: RAPI-1005, nothing of it can be one.
    """
    name = default_username(email)
    if not name:
        raise VALIDATION(info={"username": "must be a string"})
    return name


def confirmation_code(known: Doc | None, *, now_ms: int, valid_ms: int, reusable_ms: int) -> dict[str, Any]:
    """The code fields of a registration: the outstanding code while it may be used again, else a new one."""
    fields: dict[str, Any] = {"confirmationAttempts": 0}
    if known and known.get("confirmationCode") and now_ms < known.get("confirmationCodeUsableUntil", 0):
        return fields
    return {
        **fields,
        "confirmationCode": new_code(),
        "confirmationCodeExpiresAt": now_ms + valid_ms,
        "confirmationCodeUsableUntil": now_ms + reusable_ms,
    }


def check_confirmation_code(user: Doc, code: str, now_ms: int) -> tuple[Refusal | None, list[Op]]:
    """Whether a confirmation code is right: the refusal if not, and what must be stored of the attempt either way."""
    erased = [
        User.confirmationCode.unset(),
        User.confirmationCodeExpiresAt.unset(),
        User.confirmationAttempts.set(0),
    ]
    if not same_code(code, user.get("confirmationCode")):
        if user.get("confirmationAttempts", 0) < MAX_CONFIRM_ATTEMPTS:
            return errors.CONFIRM_CODE_MISMATCH(), [User.confirmationAttempts.inc()]
        return errors.TOO_MANY_CONFIRM_ATTEMPTS(), erased
    if now_ms > user.get("confirmationCodeExpiresAt", 0):
        return errors.CONFIRM_CODE_EXPIRED(), erased
    return None, []


def check_login_code(user: Doc, code: str, now_ms: int) -> tuple[Refusal | None, list[Op]]:
    """The same for a login code (contract 10, 3.4)."""
    attempts = user.get("loginCodeAttempts")
    counted = [User.loginCodeAttempts.inc()] if attempts is not None else []
    if attempts is None or attempts >= MAX_LOGIN_CODE_ATTEMPTS:
        return errors.TOO_MANY_LOGIN_CODE_ATTEMPTS(), counted
    if not same_code(code, user.get("loginCode")):
        return errors.LOGIN_CODE_MISMATCH(), counted
    if now_ms > user.get("loginCodeExpiresAt", 0):
        return errors.LOGIN_CODE_EXPIRED(), counted
    return None, []


def confirmation(user: Doc, values: Mapping[str, Any], now_ms: int, first_team: Doc | None, origin_team_id: str | None) -> list[Op]:
    """The changes that make a user a registered one (contract 10, 2.3); `values` hold stored forms."""
    ops = [
        User.isRegistered.set(True),
        User.registeredAt.set(now_ms),
        User.preferences["acceptedTOS"].set(True),
        User.confirmationCode.unset(),
        User.confirmationAttempts.unset(),
        User.confirmationCodeExpiresAt.unset(),
        User.accessTokens["conf"].unset(),
        User.inviteCode.unset(),
        User.needsAutoReinvites.unset(),
        User.autoReinviteInfo.unset(),
    ]
    ops += [User.fields[name].set(value) for name, value in values.items()]
    if first_team is not None:
        ops += [op for op in joined(origin_team_id) if user.get(op.path) is None]
    return ops


def joined(origin_team_id: str | None, join_method: str | None = None) -> list[Op]:
    """How somebody came to a first team; `join_method` given when nobody invited them."""
    ops = [
        User.joinMethod.set(join_method or "Added to Team"),
        User.primaryReferral.set("external" if join_method else "internal"),
    ]
    if origin_team_id and not join_method:
        ops.append(User.originTeamId.set(origin_team_id))
    return ops


def signing_in(user: Doc, *, now_ms: int, ide: str, detail: str, true_login: bool) -> list[Op]:
    """Bookkeeping of a sign-in (contract 10, 5.2): unversioned and unpublished."""
    ops = [
        User.fields[name].unset() for name in ("loginCode", "loginCodeAttempts", "loginCodeExpiresAt") if user.get(name) is not None
    ]
    if ide == WEBCLIENT:
        return ops
    ops.append(User.lastLogin.set(now_ms))
    if ide:
        ops += [User.lastOrigin.set(ide), User.lastOriginDetail.set(detail)]
    if true_login:
        ops.append(User.firstSessionStartedAt.set(0 if user.get("firstSessionStartedAt") is not None else now_ms))
    return ops


def new_broadcaster_token() -> str:
    """64 hex digits, kept for ever."""
    return secrets.token_hex(32)


def new_invite_code(invite_info: Mapping[str, Any] | None) -> str:
    """An invite code; with the client's view of this server in it, so that a code is enough to find the server."""
    if not isinstance(invite_info, dict) or not invite_info.get("serverUrl"):
        return new_uuid()
    strict_off = "1" if invite_info.get("disableStrictSSL") else "0"
    text = f"{new_uuid()[:8]}{strict_off}{invite_info['serverUrl']}"
    return INVITE_CODE_MARK + base64.b64encode(text.encode()).decode()


def invite_type(user: Doc | None, wanted: str | None, trigger: str | None) -> str:
    """The type that an invitation is counted under (contract 10, 8.4)."""
    if wanted:
        return wanted
    if trigger and trigger[0] in INVITE_TYPES_BY_TRIGGER:
        return INVITE_TYPES_BY_TRIGGER[trigger[0]]
    return "reinvitation" if user and user.get("lastInviteType") else "invitation"


INVITE_TYPES_BY_TRIGGER: Final = {"R": "reviewNotification", "C": "codemarkNotification", "E": "codeErrorNotification"}


def tree_ops(root: Path[Any], tree: Any) -> list[Op]:
    """The changes that a partial tree of settings asks for, leaf by leaf (contract 10, 7.4; 20, 4.7).

    Plain keys merge; a top-level key that is a directive holds a tree of its own.

    Raises:
        Refusal: RAPI-1012, a directive that is no object, or too many keys.
    """
    ops: list[Op] = []
    counted = 0
    for key, value in (tree if isinstance(tree, dict) else {}).items():
        operator: Operator = "$set"
        leaves = {key: value}
        if key.startswith("$"):
            if key not in OPERATORS:
                continue
            if value is not None and not isinstance(value, dict):
                raise INVALID_PARAMETER(info=key)
            operator, leaves = key, value or {}
            counted += 1
        for path, leaf, keys in _leaves(leaves):
            counted += keys
            if leaf is not None:
                ops.append(Op(operator, f"{root.path}.{path}", leaf))
        if counted >= MAX_TREE_KEYS:
            raise INVALID_PARAMETER(info="too many keys")
    return ops


def _leaves(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any, int]]:
    """Every leaf of a tree with its dotted path; inner nodes only count as a key, with a leaf of None."""
    for key, value in tree.items():
        path = f"{prefix}{key}"
        if isinstance(value, dict):
            yield path, None, 1
            yield from _leaves(value, f"{path}.")
        else:
            yield path, value, 1


def deactivated_email(email: str, now_ms: int) -> str:
    """The address that a deactivated user is left with, which frees the old one."""
    local, _, domain = email.partition("@")
    return f"{local}-deactivated{now_ms}@{domain}"
