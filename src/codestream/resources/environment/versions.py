"""Which client versions are served (contract 00, section 9). Pure, and cheap: every request asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Name = Literal["unknown", "unknownIDE", "incompatible", "deprecated", "outdated", "ok", "unknownVersion"]

_CURRENT: Final = {"currentRelease": "12.13.0", "minimumPreferredRelease": "12.13.0", "earliestSupportedRelease": "12.13.0"}
VERSION_MATRIX: Final[dict[str, dict[str, Any]]] = {
    "VS Code": _CURRENT,
    "VS": _CURRENT,
    "JetBrains": _CURRENT,
    "Atom": {"currentRelease": "11.1.0", "minimumPreferredRelease": "11.0.0", "earliestSupportedRelease": "11.0.0"},
}
ASSET_URL: Final = "https://assets.codestream.com/{environment}/{ide}/codestream-latest.vsix"
_VERSION: Final = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]*))?(?:\+[0-9A-Za-z.-]*)?")

Comparable = tuple[tuple[int, int, int], tuple[int, tuple[tuple[int, int | str], ...]]]


@dataclass(frozen=True)
class Disposition:
    """What is said of a client's version: to it in headers, to `GET /no-auth/version` as data."""

    name: Name
    headers: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        return self.name == "incompatible"


def parse_version(text: str) -> Comparable | None:
    """A version in a form that compares as semantic versions do; None for what is none. Missing parts count as 0."""
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        return None
    release = (int(match[1]), int(match[2] or 0), int(match[3] or 0))
    if not match[4]:
        return release, (1, ())
    identifiers = tuple((0, int(part)) if part.isdigit() else (1, part) for part in match[4].split("."))
    return release, (0, identifiers)


def evaluate(ide: str | None, version: str | None, entry: Mapping[str, Any] | None, asset_environment: str | None) -> Disposition:
    """The disposition of a client. `entry` replaces that of the version matrix."""
    if not ide or not version:
        return _UNKNOWN
    if entry is None:
        return _shipped(ide, version, asset_environment)
    return _evaluate(ide, version, entry, asset_environment)


@lru_cache(maxsize=1024)
def _shipped(ide: str, version: str, asset_environment: str | None) -> Disposition:
    entry = VERSION_MATRIX.get(ide)
    return _evaluate(ide, version, entry, asset_environment) if entry else _UNKNOWN_IDE


def _evaluate(ide: str, version: str, entry: Mapping[str, Any], asset_environment: str | None) -> Disposition:
    agents = entry.get(version.replace(".", "*")) or {}
    asset_url = ASSET_URL.format(environment=asset_environment or "undefined", ide=ide.lower().replace(" ", ""))
    data = {
        "currentVersion": entry["currentRelease"],
        "supportedVersion": entry["earliestSupportedRelease"],
        "preferredVersion": entry["minimumPreferredRelease"],
        "latestAssetUrl": asset_url,
    }
    headers = {
        "x-cs-latest-asset-url": asset_url,
        "x-cs-current-version": data["currentVersion"],
        "x-cs-supported-version": data["supportedVersion"],
        "x-cs-preferred-version": data["preferredVersion"],
    }
    for key, header, agent in (
        ("preferredAgent", "x-cs-preferred-agent", agents.get("preferredAgent")),
        ("supportedAgent", "x-cs-supported-agent", agents.get("earliestSupportedAgent")),
    ):
        if agent:
            data[key] = headers[header] = agent
    name = _name(version, entry, is_listed=bool(agents))
    if name == "incompatible":
        headers = {"x-cs-latest-asset-url": asset_url}
    return Disposition(name, headers, data)


def _name(version: str, entry: Mapping[str, Any], *, is_listed: bool) -> Name:
    given = parse_version(version)
    if given is None:
        return "unknownVersion"
    limits: tuple[tuple[str, Name], ...] = (
        ("earliestSupportedRelease", "incompatible"),
        ("minimumPreferredRelease", "deprecated"),
        ("currentRelease", "outdated"),
    )
    for key, name in limits:
        limit = parse_version(entry[key])
        if limit is not None and given < limit:
            return name
    return "ok" if is_listed else "unknownVersion"


_UNKNOWN: Final = Disposition("unknown")
_UNKNOWN_IDE: Final = Disposition("unknownIDE")
