"""What is constant about a third-party service (contract 60, 1.1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProviderSpec:
    """One service as clients know it."""

    id: str
    order: int
    """Its place in the list that clients are shown."""
    host: str
    api_host: str | None = None
    scopes: tuple[str, ...] = ()
    has_issues: bool = False
    has_code_hosting: bool = False
    has_sharing: bool = False
    for_enterprise: bool = False
    """It exists only on hosts that a team adds; `host` is then a placeholder."""
    needs_configure: bool = False
    needs_configure_for_on_prem: bool = False
    supports_oauth_or_pat: bool = False
    needs_credentials: bool = True
    """Whether the server must hold keys of the service for it to be offered."""
    config_section: str | None = None
    """Its section of the setting `integrations`, where that is not its id."""
