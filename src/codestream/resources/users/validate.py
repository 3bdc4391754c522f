"""What an address, a user name and a password must look like (contract 10, 1.1). The texts are the contract's."""

from __future__ import annotations

import re
from typing import Final

MAX_EMAIL_LENGTH: Final = 256
MIN_PASSWORD_LENGTH: Final = 6
_NOT_IN_USERNAME: Final = re.compile(r"[^\w\-.;',/()\[\]{}]")
"""Letters and numbers of any script, and some punctuation, are allowed."""


def email_problem(value: object) -> str | None:
    """What is wrong with an e-mail address, or None."""
    if not isinstance(value, str) or value.count("@") != 1:
        return "invalid email"
    local, _, domain = value.partition("@")
    if not local:
        return "invalid email"
    if "." not in domain:
        return "invalid domain"
    if len(value) > MAX_EMAIL_LENGTH:
        return f"must be less than {MAX_EMAIL_LENGTH} characters"
    return None


def username_problem(value: object) -> str | None:
    """What is wrong with a user name, or None."""
    if not isinstance(value, str) or not value:
        return "must be a string"
    if _NOT_IN_USERNAME.search(value):
        return "can only contain alphanumerics, hyphen, period, and underscore"
    return None


def password_problem(value: object) -> str | None:
    """What is wrong with a password, or None."""
    if not isinstance(value, str) or len(value) < MIN_PASSWORD_LENGTH:
        return "must be at least six characters"
    return None


def default_username(email: str) -> str:
    """The user name that an address gives: its local part, without what a name cannot hold. May be empty."""
    return _NOT_IN_USERNAME.sub("", email.partition("@")[0])
