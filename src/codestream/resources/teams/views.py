"""How a whole team is shown: with provider hosts, and on reading with plan and member count (contract 20, 1.1 and 4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.providers.hosts import provider_hosts
from codestream.resources.companies.rules import PLAN_FIELDS
from codestream.resources.teams.model import Team

if TYPE_CHECKING:
    from codestream.config.resolve import Settings
    from codestream.kit.documents import Doc


def full_team(team: Doc, settings: Settings, **derived: Any) -> Doc:
    """A whole team, as it is in every answer and message."""
    return {**Team.visible(team), "providerHosts": provider_hosts(team, settings), **derived}


def plan_of(company: Doc | None) -> dict[str, Any]:
    """The plan fields of a team, which are its company's."""
    return {name: company[name] for name in PLAN_FIELDS if name in company} if company else {}
