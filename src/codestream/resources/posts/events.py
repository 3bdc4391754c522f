"""Who is told what about posts (contract 30, 3.8 and 3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.kit.jobs import OUTBOUND_EMAIL
from codestream.resources.users.events import team_channel, tell_me

if TYPE_CHECKING:
    from codestream.kit.work import Update, Work


def post_created(work: Work, team_id: str | None, answer: dict[str, Any], author: Update, *, author_is_registered: bool) -> None:
    """The team is told all that the author is answered; the author's own sessions learn the counters."""
    if team_id:
        work.tell(team_channel(team_id), answer)
    if author_is_registered:
        tell_me(work, author)


def mail_notification(work: Work, post_id: str, *, delay_ms: int = 0) -> None:
    """Have those mailed whom a post concerns; the mailer decides who that is."""
    work.ask(OUTBOUND_EMAIL, {"type": "notification_v2", "postId": post_id, "traceHeaders": {}}, delay_ms=delay_ms)
