"""Who is told what about users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.kit.jobs import OUTBOUND_EMAIL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codestream.kit.work import Resolvable, Update, Work


def user_channel(user_id: str) -> str:
    return f"user-{user_id}"


def team_channel(team_id: str) -> str:
    return f"team-{team_id}"


def tell_teams(work: Work, team_ids: Iterable[str], user: Resolvable) -> None:
    """Tell the teams of a user about a change of that user."""
    work.tell([team_channel(team_id) for team_id in team_ids], {"users": [user]})


def tell_me(work: Work, user: Update) -> None:
    """Tell a user's own sessions about a change of the own document."""
    work.tell(user_channel(user.doc_id), {"user": user.for_me})


def mail(work: Work, kind: str, user_id: str, *, delay_ms: int = 0, **fields: Any) -> None:
    """Have a mail sent about an account or an invitation (contract 80, 4.2)."""
    body = {"type": kind, "userId": user_id, **fields, "traceHeaders": {}}
    work.ask(OUTBOUND_EMAIL, body, addressee=user_id, delay_ms=delay_ms)
