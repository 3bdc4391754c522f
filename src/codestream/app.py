"""What operations are given: the process (`App`) and the request (`Call`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codestream.kit.errors import PARAMETER_REQUIRED
from codestream.kit.http.routes import Routes
from codestream.kit.work import DEFAULT_OUTBOX, Outbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codestream.config.resolve import Settings
    from codestream.kit.authority import AuthorityCache, Reader
    from codestream.kit.clock import Clock
    from codestream.kit.documents import Doc
    from codestream.kit.http.accept import Accepts
    from codestream.kit.http.message import Request
    from codestream.kit.mongo import Mongo
    from codestream.kit.passwords import Passwords
    from codestream.kit.tokens import Tokens
    from codestream.kit.work import Work


class Hooks:
    """The places where a test server differs from a production one: here is what production does.

    The other implementation is `services/api/hooks.py`, loaded only when the server was started with test hooks.
    """

    def outbox(self, request: Request, settings: Settings) -> Outbox:  # noqa: ARG002 - a test server looks at the request
        """Where the messages and jobs of a request go."""
        return QuietOutbox() if settings.emails_suppressed else DEFAULT_OUTBOX

    def marks(self, request: Request) -> dict[str, Any]:  # noqa: ARG002
        """Fields that every document created by a request is given."""
        return {}

    def reveals(self, body: Mapping[str, Any], parameter: str) -> bool:  # noqa: ARG002
        """Whether an answer may carry a code that otherwise travels by mail."""
        return False

    def bypasses(self, request: Request, header: str) -> bool:  # noqa: ARG002
        """Whether a permission check is left out."""
        return False

    async def version_entry(self, request: Request, ide: str) -> Mapping[str, Any] | None:  # noqa: ARG002
        """An entry that replaces that of the version matrix."""
        return None


class QuietOutbox(Outbox):
    """Publishes, but sends no mail."""

    def ask(self, work: Work, job: Any) -> None:
        """Drop the job: mail is suppressed (contract 80, section 3)."""


@dataclass
class App:
    """One API process."""

    mongo: Mongo
    settings: Settings
    clock: Clock
    authority: AuthorityCache
    tokens: Tokens
    passwords: Passwords
    hooks: Hooks


class Call:
    """One request on its way through an operation."""

    def __init__(self, app: App, request: Request, work: Work, authority: Reader, *, params: dict[str, str], body: Any) -> None:
        self.app, self.request, self.work, self.authority = app, request, work, authority
        self.params, self.body = params, body
        self.caller: Doc = {}
        """The authority fields of the authenticated user; empty on a route that needs none."""

    @property
    def now_ms(self) -> int:
        return self.work.now_ms

    @property
    def user_id(self) -> str:
        """Id of the authenticated user."""
        user_id: str = self.caller["id"]
        return user_id

    @property
    def team_ids(self) -> list[str]:
        """Teams of the authenticated user: the membership that authorises (contract 20, section 1)."""
        return self.caller.get("teamIds") or []

    def accepted(self, accepts: Accepts) -> dict[str, Any]:
        """The body's declared parameters (see `Accepts.filter` for the refusals)."""
        return accepts.filter(self.body if isinstance(self.body, dict) else {})

    def required_query(self, name: str) -> str:
        """A query parameter that must be there.

        Raises:
            Refusal: RAPI-1001.
        """
        value = self.request.query.get(name)
        if not value:
            raise PARAMETER_REQUIRED(info=name)
        return value

    def origin(self) -> dict[str, str]:
        """`origin` and `originDetail` of what is created (contract 00, section 7)."""
        return {
            "origin": self.request.headers.get("x-cs-plugin-ide", ""),
            "originDetail": self.request.headers.get("x-cs-plugin-ide-detail", ""),
        }


def new_routes() -> Routes[Call]:
    """The route table of a resource."""
    return Routes()
