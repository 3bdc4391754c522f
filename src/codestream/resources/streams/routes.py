"""Wire form of the streams resource (contract 30, section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.app import new_routes
from codestream.kit.errors import DEPRECATED
from codestream.resources.streams import operations

if TYPE_CHECKING:
    from codestream.app import Call

routes = new_routes()


@routes.get("/streams")
async def get_streams(call: Call) -> dict[str, Any]:
    """A page of a team's streams."""
    return await operations.list_streams(call)


@routes.get("/streams/:id")
async def get_stream(call: Call) -> dict[str, Any]:
    """One stream."""
    return await operations.get_stream(call, call.params["id"].lower())


@routes.post("/streams")
@routes.put("/streams/:id")
@routes.put("/join/:id")
@routes.put("/streams/close/:id")
@routes.put("/streams/open/:id")
async def retired(call: Call) -> dict[str, Any]:
    """Retired: streams come with teams, files and code errors."""
    raise DEPRECATED(info=call.request.path)
