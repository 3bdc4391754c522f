"""Signed tokens: JSON Web Tokens under HS256, the only algorithm that is issued or accepted (contract 00, 3.1)."""

from __future__ import annotations

from typing import Any, Final

import jwt

ISSUER: Final = "CodeStream"
ALGORITHM: Final = "HS256"
MAX_VERIFIED: Final = 20_000
"""Verified tokens that are remembered, so that a signature is computed once and not for each request."""

_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (jwt.ExpiredSignatureError, "jwt expired"),
    (jwt.InvalidSignatureError, "invalid signature"),
    (jwt.InvalidAlgorithmError, "invalid algorithm"),
    (jwt.ImmatureSignatureError, "jwt not active"),
    (jwt.DecodeError, "jwt malformed"),
)


class TokenError(Exception):
    """A token is not to be believed; the text is the reason in the words that clients know."""

    @property
    def is_expired(self) -> bool:
        return str(self) == "jwt expired"


class Tokens:
    """Issues and verifies the tokens of one secret."""

    def __init__(self, secret: str) -> None:
        """Take the secret.

        Raises:
            ValueError: it is empty; anybody could sign.
        """
        if not secret:
            raise ValueError("the secret that signs tokens is empty")
        self._secret = secret.encode()
        self._verified: dict[str, dict[str, Any]] = {}

    def issue(self, token_type: str, claims: dict[str, Any], *, now_ms: int, expires_in_ms: int | None = None) -> str:
        """A token of `token_type`; `claims` come first in its payload."""
        issued_at = now_ms // 1000
        payload = {**claims, "iss": ISSUER, "alg": ALGORITHM, "type": token_type, "iat": issued_at}
        if expires_in_ms is not None:
            payload["exp"] = (now_ms + expires_in_ms) // 1000
        return jwt.encode(payload, self._secret, algorithm=ALGORITHM)

    def verify(self, token: str) -> dict[str, Any]:
        """The payload of a token that we signed and that has not expired.

        Raises:
            TokenError: it is neither.
        """
        remembered = self._verified.get(token)
        if remembered is not None:
            return remembered
        try:
            payload: dict[str, Any] = jwt.decode(
                token, self._secret, algorithms=[ALGORITHM], options={"verify_iat": False, "verify_sub": False, "verify_aud": False}
            )
        except jwt.InvalidTokenError as error:
            reason = next((text for kind, text in _REASONS if isinstance(error, kind)), str(error))
            raise TokenError(reason) from error
        if "exp" not in payload:  # what expires is looked at each time
            if len(self._verified) >= MAX_VERIFIED:
                self._verified.clear()
            self._verified[token] = payload
        return payload
