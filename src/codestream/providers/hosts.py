"""`providerHosts` of a team: which services its members may use (contract 20, 4.11; 60, 1.1 and 1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.config import parameters as p
from codestream.providers.registry import specs

if TYPE_CHECKING:
    from codestream.config.resolve import Settings
    from codestream.kit.documents import Doc
    from codestream.providers.spec import ProviderSpec

_KEYS = ("appClientId", "apiKey")
_standard: tuple[Settings, dict[str, dict[str, Any]]] | None = None


def starred(host: str) -> str:
    """A host name as the key of a mapping: stored keys cannot hold dots."""
    return host.lower().replace(".", "*")


def provider_hosts(team: Doc, settings: Settings) -> dict[str, dict[str, Any]]:
    """The standard instance of every service that is configured, and the hosts that the team added."""
    hosts = _standard_hosts(settings)
    stored = team.get("providerHosts")
    if not stored:
        return hosts
    known = {spec.id: spec for spec in specs()}
    added = {key: _enterprise(known[name], key, host) for name, of in stored.items() if name in known for key, host in of.items()}
    return {**hosts, **added}


def _standard_hosts(settings: Settings) -> dict[str, dict[str, Any]]:
    global _standard  # noqa: PLW0603 - the same for every team under one set of settings, and in every answer
    if _standard is None or _standard[0] is not settings:
        listed = [spec for spec in specs() if _is_listed(spec, settings)]
        _standard = (settings, {starred(spec.host): _instance(spec) for spec in listed})
    return _standard[1]


def _is_listed(spec: ProviderSpec, settings: Settings) -> bool:
    blocks = (settings[p.INTEGRATIONS].get(spec.config_section or spec.id) or {}).values()
    enabled = [block for block in blocks if not block.get("disabled")]
    configured = not spec.needs_credentials or any(block.get(key) for block in enabled for key in _KEYS)
    return configured or (spec.needs_configure_for_on_prem and settings.is_on_prem)


def _instance(spec: ProviderSpec) -> dict[str, Any]:
    flags = {
        "forEnterprise": spec.for_enterprise,
        "needsConfigure": spec.needs_configure,
        "needsConfigureForOnPrem": spec.needs_configure_for_on_prem,
        "supportsOAuthOrPAT": spec.supports_oauth_or_pat,
        "hasIssues": spec.has_issues,
        "hasCodeHosting": spec.has_code_hosting,
        "hasSharing": spec.has_sharing,
    }
    instance: dict[str, Any] = {"id": starred(spec.host), "name": spec.id, "isEnterprise": False, "host": spec.host}
    if spec.api_host:
        instance["apiHost"] = spec.api_host
    instance |= {name: True for name, is_set in flags.items() if is_set}
    if spec.scopes:
        instance["scopes"] = list(spec.scopes)
    return instance


def _enterprise(spec: ProviderSpec, key: str, stored: dict[str, Any]) -> dict[str, Any]:
    instance: dict[str, Any] = {"id": key, "name": spec.id, "isEnterprise": True, "host": key.replace("*", ".")}
    if spec.has_issues:
        instance["hasIssues"] = True
    if spec.has_code_hosting:
        instance["hasCodeHosting"] = True
    if "oauthData" in stored:
        instance["oauthData"] = stored["oauthData"]
    return instance
