"""The affordances that recorded client sessions need (contract 00, 7.1). Loaded only for a test server.

They reveal codes, divert mails, skip permissions: a server that loads this module must not be reachable by anybody who
is not a test.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, Final

from codestream.app import Hooks, QuietOutbox, new_routes
from codestream.config import parameters as p
from codestream.kit.work import Job, Message, Outbox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codestream.app import Call
    from codestream.config.resolve import Settings
    from codestream.kit.http.message import Request
    from codestream.kit.mongo import Mongo
    from codestream.kit.work import Work

VERSION_MATRIX: Final = "versionMatrix"
routes = new_routes()


class TestHooks(Hooks):
    """Hooks that do what a request's `X-CS-…` headers and cheats ask for."""

    __test__ = False  # not a test class

    def __init__(self, mongo: Mongo, settings: Settings) -> None:
        self._mongo, self._cheat = mongo, settings[p.CONFIRMATION_CHEAT]

    def outbox(self, request: Request, settings: Settings) -> Outbox:
        """Messages and jobs as the headers say; a diverted mail goes to its addressee's channel."""
        headers = request.headers
        mails: Outbox = Outbox()
        if "x-cs-test-email-sends" in headers:
            mails = _DivertedMail()
        elif "x-cs-block-email-sends" in headers or settings.emails_suppressed:
            mails = QuietOutbox()
        return _SilentOutbox(mails) if "x-cs-block-message-sends" in headers else mails

    def marks(self, request: Request) -> dict[str, Any]:
        return {"_forTesting": True} if request.header("x-cs-test-num") else {}

    def reveals(self, body: Mapping[str, Any], parameter: str) -> bool:
        return self._is_cheat(body.get(parameter))

    def bypasses(self, request: Request, header: str) -> bool:
        return self._is_cheat(request.header(header))

    def _is_cheat(self, given: Any) -> bool:
        return isinstance(given, str) and bool(self._cheat) and hmac.compare_digest(given.encode(), self._cheat.encode())

    async def version_entry(self, request: Request, ide: str) -> Mapping[str, Any] | None:
        """The entry that a test has put, if the request asks for it (`GET /no-auth/version` always does)."""
        if "x-cs-read-version-from-db" not in request.headers and request.path.lower() != "/no-auth/version":
            return None
        return await self._mongo[VERSION_MATRIX].find_one({"clientType": ide})


class _DivertedMail(Outbox):
    def ask(self, work: Work, job: Job) -> None:
        if job.addressee is not None:
            self.tell(work, Message((f"user-{job.addressee}",), job.body))


class _SilentOutbox(Outbox):
    def __init__(self, mails: Outbox) -> None:
        self._mails = mails

    def tell(self, work: Work, message: Message) -> None:
        """Publish nothing."""

    def ask(self, work: Work, job: Job) -> None:
        self._mails.ask(work, job)


@routes.put("/no-auth/--put-mock-version")
async def put_mock_version(call: Call) -> dict[str, Any]:
    """Store an entry of the version matrix for tests."""
    await call.app.mongo[VERSION_MATRIX].insert_one(dict(call.body))
    return {}
