"""What happens to every request before, around and after its operation (contract 00, section 2)."""

from __future__ import annotations

import hashlib
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import structlog
from pymongo.errors import PyMongoError

from codestream import API_VERSION
from codestream.app import Call
from codestream.config import parameters as p
from codestream.kit.commit import StaleError
from codestream.kit.errors import INTERNAL, Error, Refusal
from codestream.kit.http.message import HTML, Request, Response
from codestream.kit.ids import new_uuid
from codestream.kit.log import get_logger
from codestream.kit.work import Work, resolved
from codestream.resources.environment.versions import evaluate
from codestream.services.api import metrics
from codestream.services.api.authenticate import IN_MAINTENANCE_MODE, MAINTENANCE_HEADER, authenticate, check_gates
from codestream.services.api.body import parse_body, read_body

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from codestream.app import App
    from codestream.kit.commit import Committer
    from codestream.kit.http.routes import Route, Router
    from codestream.resources.environment.versions import Disposition

    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_DECISIONS: Final = 20
"""How often a request is decided anew because what it decided on had changed."""
NO_TOKEN: Final = ("/no-auth/", "/nr-comments", "/xenv/", "/robots.txt")
OPTIONAL_TOKEN: Final = ("/help", "/c/", "/p/", "/r/", "/web/", "/open/", "/e/")
IGNORES_ABORT: Final = frozenset(
    {"/no-auth/status", "/no-auth/alerts", "/no-auth/telemetry-key", "/no-auth/phone-home", "/history-fetch"}
)
"""Paths that answer whatever the version gate and the authenticator say (contract 00, section 2)."""
QUIET_PATH: Final = "/no-auth/status"
"""Polled by load balancers; not worth a line in the log."""
ALLOWED_ORIGINS: Final = frozenset({"null", "undefined"})
ALLOWED_ORIGIN_SITES: Final = frozenset({"codestream.com", "codestream.us"})
CORS_METHODS: Final = "GET,HEAD,PUT,PATCH,POST,DELETE"

VERSION_NOT_SUPPORTED: Final = Error("VERS-1001", "Version not supported", HTTPStatus.BAD_REQUEST)
ORIGIN_NOT_ALLOWED: Final = Error("RAPI-1012", "Origin not allowed")
UNAVAILABLE: Final = Error("RAPI-1000", "Temporarily unavailable", HTTPStatus.SERVICE_UNAVAILABLE, internal=True)

_log = get_logger(__name__)
_API_VERSION_HEADER: Final = (b"x-cs-api-version", API_VERSION.encode())
_VARY: Final = (b"vary", b"Origin")


class Pipeline:
    """The ASGI application."""

    def __init__(self, app: App, router: Router[Call], committer: Committer, *, lease_over: Callable[[], Awaitable[None]]) -> None:
        """`lease_over` waits until no process can still believe in an authority that was taken away."""
        self._app, self._router, self._committer, self._lease_over = app, router, committer, lease_over

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; whatever goes wrong, with a request id."""
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        started = time.perf_counter()
        request = Request(scope)
        request_id = request.header("x-request-id") or new_uuid()
        route: Route[Call] | None = None
        headers: dict[str, str] = {}
        caller = ""
        try:
            request.body = await read_body(scope, receive)
            found = self._router.find(request.method, request.path)
            headers.update(self._cors(request))
            if request.method == "OPTIONS" and "access-control-allow-origin" in headers:
                response = self._preflight(request)
            elif found is None:
                response = Response.text(_NOT_FOUND.format(request.method, _escaped(request.path)), 404, HTML)
            else:
                route, params = found
                response, caller = await self._run(route, request, request_id, params, headers)
        except Refusal as refusal:
            response = _refused(refusal)
        except PyMongoError as error:
            _log.exception("database unavailable", request_id=request_id, error=type(error).__name__)
            response = Response.json(UNAVAILABLE().envelope(), UNAVAILABLE.status)
        except Exception:  # noqa: BLE001 - whatever it was, the caller gets an answer and the log the trace
            _log.exception("request failed", request_id=request_id, method=request.method, path=request.path)
            response = Response(b"{}", 500)
        await self._send(send, request, request_id, response, headers)
        took = time.perf_counter() - started
        metrics.observe(route.path if route else "unknown", request.method, response.status, took)
        if request.path != QUIET_PATH:
            _log.info(
                "request",
                request_id=request_id,
                method=request.method,
                path=request.path,
                status=response.status,
                ms=round(took * 1000, 1),
                length=len(response.body),
                user=caller or None,
                ip=request.headers.get("x-forwarded-for") or request.client,
                ide=request.header("x-cs-plugin-ide"),
                plugin=request.header("x-cs-plugin-version"),
            )

    # --- the steps ----------------------------------------------------------------------------------------------------

    async def _run(
        self, route: Route[Call], request: Request, request_id: str, params: dict[str, str], headers: dict[str, str]
    ) -> tuple[Response, str]:
        """Gates, then the operation and its commit; the response, and the id of who asked."""
        disposition = await self._disposition(request)
        headers["x-cs-version-disposition"] = disposition.name
        headers.update(disposition.headers)
        body = parse_body(request)
        fresh = False
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            for _ in range(MAX_DECISIONS):
                work = Work(now_ms=self._app.clock.now_ms(), request_id=request_id, outbox=self._outbox(request))
                work.marks = self._app.hooks.marks(request)
                call = Call(self._app, request, work, self._app.authority.reader(fresh=fresh), params=params, body=body)
                try:
                    await self._admit(call, route, disposition)
                    answer = await route.handler(call)
                    await self._committer.commit(work)
                except StaleError:
                    fresh = True
                    continue
                except Refusal:
                    if call.authority.used_cache:  # what is cached may grant, not refuse
                        fresh = True
                        continue
                    raise
                if work.revokes:
                    await self._lease_over()
                return _rendered(answer), call.caller.get("id", "")
        raise INTERNAL()

    def _outbox(self, request: Request) -> Any:
        return self._app.hooks.outbox(request, self._app.settings)

    async def _disposition(self, request: Request) -> Disposition:
        ide = request.header("x-cs-plugin-ide")
        entry = await self._app.hooks.version_entry(request, ide) if ide else None
        return evaluate(ide, request.header("x-cs-plugin-version"), entry, self._app.settings[p.ASSET_ENVIRONMENT])

    async def _admit(self, call: Call, route: Route[Call], disposition: Disposition) -> None:
        """Version gate, authenticator, user gates: the last one that objects is heard."""
        path = call.request.path
        if route.path in IGNORES_ABORT:
            return
        if not path.startswith(NO_TOKEN):
            optional = path.startswith(OPTIONAL_TOKEN)
            if not optional or "authorization" in call.request.headers:
                call.caller = await authenticate(call)
                check_gates(call)
        if disposition.refused:
            raise VERSION_NOT_SUPPORTED()

    def _cors(self, request: Request) -> dict[str, str]:
        origin = request.header("origin")
        if origin is None:
            return {}
        if origin not in ALLOWED_ORIGINS and _site(origin) not in {*ALLOWED_ORIGIN_SITES, _site(self._app.settings.public_api_url)}:
            raise ORIGIN_NOT_ALLOWED(info="Origin")
        return {"access-control-allow-origin": origin}

    @staticmethod
    def _preflight(request: Request) -> Response:
        headers = {"access-control-allow-methods": CORS_METHODS}
        if wanted := request.header("access-control-request-headers"):
            headers["access-control-allow-headers"] = wanted
        return Response(b"", 204, headers=headers)

    @staticmethod
    async def _send(send: Send, request: Request, request_id: str, response: Response, headers: dict[str, str]) -> None:
        body = response.body
        lines = [
            _API_VERSION_HEADER,
            (b"x-request-id", request_id.encode("latin-1", "replace")),
            _VARY,
            (b"content-type", response.content_type.encode()),
        ]
        lines += [(name.encode(), value.encode("latin-1", "replace")) for name, value in {**headers, **response.headers}.items()]
        status = response.status
        if status == HTTPStatus.OK:
            etag = f'W/"{len(body):x}-{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
            lines.append((b"etag", etag.encode()))
            if request.method in ("GET", "HEAD") and request.headers.get("if-none-match") == etag:
                status, body = HTTPStatus.NOT_MODIFIED, b""
        if status not in (HTTPStatus.NOT_MODIFIED, HTTPStatus.NO_CONTENT):
            lines.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": int(status), "headers": lines})
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})


def _rendered(answer: Any) -> Response:
    if isinstance(answer, Response):
        return answer
    if isinstance(answer, Refusal):
        return _refused(answer)
    return Response.json({} if answer is None else resolved(answer))


def _refused(refusal: Refusal) -> Response:
    headers = {"www-authenticate": "Bearer"} if refusal.status == HTTPStatus.UNAUTHORIZED else {}
    if refusal.error is IN_MAINTENANCE_MODE:
        headers[MAINTENANCE_HEADER] = "1"
    return Response.json(refusal.envelope(), refusal.status, headers)


def _site(url: str) -> str:
    """The last two labels of a URL's host."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_NOT_FOUND: Final = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Error</title></head>'
    "<body><pre>Cannot {} {}</pre></body></html>\n"
)
