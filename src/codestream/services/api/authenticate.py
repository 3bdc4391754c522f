"""Who is asking: from the bearer token to the authority of a user (contract 00, section 3)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from codestream.kit.errors import Error
from codestream.kit.tokens import TokenError

if TYPE_CHECKING:
    from codestream.app import App, Call
    from codestream.kit.documents import Doc

MISSING_AUTHORIZATION: Final = Error("AUTH-1001", "Authorization missing", HTTPStatus.UNAUTHORIZED)
TOKEN_INVALID: Final = Error("AUTH-1002", "Token invalid", HTTPStatus.UNAUTHORIZED)
NO_USER_ID: Final = Error("AUTH-1003", "Credentials invalid", HTTPStatus.UNAUTHORIZED)
USER_NOT_FOUND: Final = Error("AUTH-1004", "Invalid identity", HTTPStatus.UNAUTHORIZED)
TOKEN_EXPIRED: Final = Error("AUTH-1005", "Token expired", HTTPStatus.UNAUTHORIZED)
IN_MAINTENANCE_MODE: Final = Error("USRC-1023", "User is in maintenance mode")
MUST_SET_PASSWORD: Final = Error("USRC-1024", "User must set a password")

ACCESS_TOKEN_TYPE: Final = "web"  # noqa: S105 - the type of a token, not a token
BEARER: Final = "Bearer "
MAINTENANCE_HEADER: Final = "x-cs-api-maintenance-mode"

USER_AUTHORITY: Final = (
    "teamIds",
    "companyIds",
    "deactivated",
    "isRegistered",
    "email",
    "accessTokens",
    "inMaintenanceMode",
    "mustSetPassword",
    "_forTesting",
)
"""What is cached of a user."""


async def authenticate(call: Call) -> Doc:
    """The authority of the user whose access token the request carries.

    Raises:
        Refusal: 401, AUTH-1001 to AUTH-1005.
    """
    header = call.request.headers.get("authorization", "")
    if not header.startswith(BEARER):
        raise MISSING_AUTHORIZATION()
    payload = _verified(call.app, header[len(BEARER) :])
    user_id = payload.get("uid") or payload.get("userId")
    if not user_id:
        raise NO_USER_ID()
    user = await call.authority.get("users", str(user_id))
    if user is None or user.get("deactivated"):
        raise USER_NOT_FOUND()
    _check_issuance(user, payload)
    return user


def _verified(app: App, token: str) -> dict[str, Any]:
    try:
        payload = app.tokens.verify(token)
    except TokenError as error:
        raise TOKEN_INVALID(reason=str(error)) from error
    if payload.get("type", ACCESS_TOKEN_TYPE) != ACCESS_TOKEN_TYPE:  # the tokens inside of mails open nothing else
        raise TOKEN_INVALID(reason="not an access token")
    return payload


def _check_issuance(user: Doc, payload: dict[str, Any]) -> None:
    issuance = (user.get("accessTokens") or {}).get(payload.get("type"))
    if not issuance:
        return
    if issuance.get("invalidated"):
        raise TOKEN_EXPIRED(reason="token has been invalidated")
    if issuance.get("minIssuance", 0) > payload.get("iat", 0) * 1000:
        raise TOKEN_EXPIRED(reason="token has been deprecated by a more recent issuance")


def check_gates(call: Call) -> None:
    """What a known user may be kept from (contract 00, 3.5).

    Raises:
        Refusal: USRC-1023, USRC-1024.
    """
    if call.caller.get("inMaintenanceMode"):
        raise IN_MAINTENANCE_MODE()
    if call.caller.get("mustSetPassword"):
        method, path = call.request.method, call.request.path
        if not ((method == "PUT" and path in ("/password", "/login")) or (method == "GET" and "/web" in path)):
            raise MUST_SET_PASSWORD()
