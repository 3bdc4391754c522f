"""Wire form of the companies resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codestream.app import new_routes
from codestream.kit.http.accept import Accepts
from codestream.resources.companies import operations
from codestream.resources.companies.model import Company

if TYPE_CHECKING:
    from codestream.app import Call

routes = new_routes()

NEW_COMPANY: Final = Accepts(required=(Company.name,), optional=(Company.domainJoining, Company.codeHostJoining))


@routes.post("/companies", NEW_COMPANY)
async def post_company(call: Call) -> dict[str, Any]:
    """Create a company, its team and its team stream."""
    return await operations.create_company(call, call.accepted(NEW_COMPANY))
