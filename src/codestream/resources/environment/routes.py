"""Wire form of what a client asks before it signs in (contract 00, sections 9 and 10)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, Final

from codestream.app import new_routes
from codestream.config import parameters as p
from codestream.kit.http.message import Response
from codestream.resources.environment.capabilities import capabilities, client_environment
from codestream.resources.environment.versions import evaluate

if TYPE_CHECKING:
    from codestream.app import Call

routes = new_routes()

_OK: Final = Response.text("OK", content_type="text/html; charset=utf-8")
_ROBOTS: Final = "User-agent: *\nDisallow: /c/\nDisallow: /p/\nDisallow: /e/\n"


@routes.get("/no-auth/status")
async def get_status(call: Call) -> Response:  # noqa: ARG001 - every handler takes the call
    """Whether this service takes requests."""
    return _OK


@routes.get("/no-auth/capabilities")
async def get_capabilities(call: Call) -> dict[str, Any]:
    """What this server can do."""
    settings = call.app.settings
    environment = client_environment(settings)
    del environment["features"]
    environment["environment"] = environment.pop("runtimeEnvironment")
    return {"capabilities": capabilities(settings), **environment}


@routes.get("/no-auth/version")
async def get_version(call: Call) -> dict[str, Any]:
    """What is said of a client's version."""
    query = call.request.query
    ide = query.get("pluginIDE")
    entry = await call.app.hooks.version_entry(call.request, ide) if ide else None
    disposition = evaluate(ide, query.get("pluginVersion"), entry, call.app.settings[p.ASSET_ENVIRONMENT])
    return {"versionDisposition": disposition.name, **disposition.data}


@routes.get("/no-auth/asset-info")
async def get_asset_info(call: Call) -> dict[str, Any]:
    """Which build this is."""
    return {"assetInfo": None, "runTimeEnvironment": call.app.settings[p.RUN_TIME_ENVIRONMENT]}


@routes.get("/no-auth/alerts")
async def get_alerts(call: Call) -> dict[str, Any]:  # noqa: ARG001
    """Alerts of the real-time service: clients see them in headers."""
    return {}


@routes.get("/history-fetch")
async def get_history_fetch(call: Call) -> dict[str, Any]:  # noqa: ARG001
    """Announced by clients of another real-time engine."""
    return {}


@routes.get("/no-auth/telemetry-key")
async def get_telemetry_key(call: Call) -> Any:
    """The telemetry key, if one is configured; clients ask at every start."""
    secret = call.request.query.get("secret", "")
    if not hmac.compare_digest(secret.encode(), call.app.settings[p.TELEMETRY_SECRET].encode()):
        return Response.json({"error": "incorrect telemetry secret"}, 403)
    token = call.app.settings[p.SEGMENT_TOKEN]
    return {"key": token} if token else Response.json({"error": "no telemetry token available"}, 403)


@routes.get("/robots.txt")
async def get_robots(call: Call) -> Response:  # noqa: ARG001
    """What crawlers are asked to leave alone."""
    return Response.text(_ROBOTS)
