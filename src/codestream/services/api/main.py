"""The API service: its wiring."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import uvicorn

from codestream.app import App, Hooks
from codestream.config import parameters as p
from codestream.kit.authority import LEASE_SECONDS, AuthorityCache
from codestream.kit.commit import Committer
from codestream.kit.log import get_logger
from codestream.kit.passwords import Passwords
from codestream.kit.tokens import Tokens
from codestream.resources.streams.rules import STREAM_AUTHORITY
from codestream.resources.teams.rules import TEAM_AUTHORITY
from codestream.services.api.authenticate import USER_AUTHORITY
from codestream.services.api.indexes import ensure_indexes
from codestream.services.api.pipeline import Pipeline
from codestream.services.api.routes import build_router

if TYPE_CHECKING:
    import socket

    from codestream.kit.commit import Committed
    from codestream.services.runtime import Runtime

KEEP_ALIVE_SECONDS = 5
"""Idle connections are closed soon: stock clients close theirs, proxies reopen."""
SHUTDOWN_GRACE_SECONDS = 20
LEASE_MARGIN_SECONDS = 0.1

_log = get_logger(__name__)


async def serve(runtime: Runtime, stop: asyncio.Event, sock: socket.socket | None = None) -> None:
    """Serve requests on the listening socket `sock` until `stop` is set; open requests are finished."""
    if sock is None:
        raise ValueError("the API needs a listening socket")
    authority = AuthorityCache(runtime.mongo, {"users": USER_AUTHORITY, "teams": TEAM_AUTHORITY, "streams": STREAM_AUTHORITY})
    await ensure_indexes(runtime.mongo)
    app = App(
        runtime.mongo,
        runtime.settings,
        runtime.clock,
        authority,
        Tokens(runtime.settings[p.AUTH_SECRET]),
        Passwords(),
        Hooks(),
    )
    router = build_router()
    if runtime.options.test_hooks:
        from codestream.services.api import hooks  # noqa: PLC0415 - never loaded in production

        _log.warning("test hooks are on: this server reveals codes and skips permissions")
        app.hooks = hooks.TestHooks(runtime.mongo, runtime.settings)
        router = build_router(hooks.routes)

    def forget_authority(committed: Committed) -> None:
        for unit in committed.units:
            for update in unit.updates:
                authority.forget(update.model.collection, update.doc_id)
            for collection, doc_id in unit.noted:
                authority.forget(collection, doc_id)

    committer = Committer(runtime.mongo, [forget_authority])
    pipeline = Pipeline(app, router, committer, lease_over=lambda: asyncio.sleep(LEASE_SECONDS + LEASE_MARGIN_SECONDS))
    server = uvicorn.Server(
        uvicorn.Config(
            pipeline,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=SHUTDOWN_GRACE_SECONDS,
        )
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # signals set `stop`
    tail = asyncio.create_task(authority.tail(stop))
    stopper = asyncio.create_task(_stop_server(server, stop))
    try:
        await server._serve([sock])  # noqa: SLF001 - `serve` would take the signals over
    finally:
        stop.set()
        await asyncio.gather(tail, stopper)
        app.passwords.close()


async def _stop_server(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True
