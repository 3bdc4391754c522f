"""What is decided about teams, without asking anybody (contract 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codestream.resources.teams.model import Team

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from codestream.kit.directives import Op
    from codestream.kit.documents import Doc

EVERYONE: Final = "Everyone"
_TAG_COLORS: Final = ("blue", "green", "yellow", "orange", "red", "purple", "aqua", "gray")
DEFAULT_TAGS: Final[dict[str, dict[str, Any]]] = {
    f"_{color}": {"color": color, "sortOrder": 1000 * (position + 1)} for position, color in enumerate(_TAG_COLORS)
}

TEAM_AUTHORITY: Final = (
    "companyId",
    "memberIds",
    "removedMemberIds",
    "foreignMemberIds",
    "adminIds",
    "deactivated",
    "name",
    "settings",
)
"""What is cached of a team."""


def active_member_ids(team: Doc) -> list[str]:
    """Members who are neither removed nor foreign; invitees count (contract 20, section 1)."""
    gone = {*(team.get("removedMemberIds") or ()), *(team.get("foreignMemberIds") or ())}
    return [user_id for user_id in team.get("memberIds") or () if user_id not in gone]


def known_member_ids(team: Doc) -> set[str]:
    """Everybody who was ever on the team or wrote to it from outside: who may be mentioned."""
    return {user_id for name in ("memberIds", "removedMemberIds", "foreignMemberIds") for user_id in team.get(name) or ()}


def is_admin(team: Doc, user_id: str) -> bool:
    return user_id in (team.get("adminIds") or ())


def added_members(user_ids: Collection[str]) -> list[Op]:
    """The team's side of adding members, also ones that were removed before (contract 20, 2.2)."""
    ids = list(user_ids)
    return [Team.memberIds.add_to_set(ids), Team.removedMemberIds.pull(ids), Team.foreignMemberIds.pull(ids)]


def new_everyone_team(company_id: str, creator_id: str, *, first_team: bool) -> dict[str, Any]:
    """The team that comes with a company."""
    return {
        "companyId": company_id,
        "name": EVERYONE,
        "isEveryoneTeam": True,
        "memberIds": [creator_id],
        "adminIds": [creator_id],
        "tags": {name: dict(tag) for name, tag in DEFAULT_TAGS.items()},
        "primaryReferral": "external" if first_team else "internal",
    }


def without_joined(team: Doc, user_ids: Iterable[str]) -> Doc:
    """The members' lists of a full team as clients are shown them after somebody was added: present even if empty."""
    joined = set(user_ids)
    return {
        name: [user_id for user_id in team.get(name) or () if user_id not in joined]
        for name in ("removedMemberIds", "foreignMemberIds")
    }
