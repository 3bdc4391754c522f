"""Codes of the users resource (contract 10; data/errors.json)."""

from __future__ import annotations

from typing import Final

from codestream.kit.errors import Error

PASSWORD_MISMATCH: Final = Error("USRC-1001", "Password does not match")
CONFIRM_CODE_MISMATCH: Final = Error("USRC-1002", "Incorrect confirmation code")
CONFIRM_CODE_EXPIRED: Final = Error("USRC-1003", "Confirmation code has expired")
TOO_MANY_CONFIRM_ATTEMPTS: Final = Error("USRC-1004", "Too many confirmation attempts")
ALREADY_REGISTERED: Final = Error("USRC-1006", "This user is already registered")
INVALID_GRANT_CHANNEL: Final = Error("USRC-1008", "Invalid channel")
NOT_CONFIRMED: Final = Error("USRC-1010", "This user has not confirmed the registration")
INVITE_MISMATCH: Final = Error("USRC-1020", "A user with that e-mail address exists already")
ALREADY_ACCEPTED: Final = Error("USRC-1021", "This invitation has been accepted already")
IN_MAINTENANCE_MODE: Final = Error("USRC-1023", "User is in maintenance mode")
MUST_SET_PASSWORD: Final = Error("USRC-1024", "User must set a password")
EMAIL_TAKEN: Final = Error("USRC-1025", "This e-mail address is taken")
EMAIL_IS_WEBMAIL: Final = Error("USRC-1026", "This e-mail address is one of a public mail provider")
LOGIN_CODE_EXPIRED: Final = Error("USRC-1028", "Login code has expired")
TOO_MANY_LOGIN_CODE_ATTEMPTS: Final = Error("USRC-1029", "Too many attempts with a login code")
LOGIN_CODE_MISMATCH: Final = Error("USRC-1030", "Incorrect login code")
TOKEN_INVALID: Final = Error("AUTH-1002", "Token invalid")
NO_SUCH_CODE: Final = Error("AUTH-1003", "Credentials invalid")
TOKEN_EXPIRED: Final = Error("AUTH-1005", "Token expired")
TOKEN_NOT_FOUND: Final = Error("AUTH-1006", "Token not found")
