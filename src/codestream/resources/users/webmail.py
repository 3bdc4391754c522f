"""Domains of public mail providers: an address there says nothing about whom somebody works for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _domains() -> frozenset[str]:
    return frozenset((files(__package__) / "webmail_domains.txt").read_text().split())


def is_webmail(domain: str) -> bool:
    """Whether `domain` (lower case) belongs to a public mail provider."""
    return domain in _domains()
