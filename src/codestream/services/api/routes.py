"""Every resource that the API serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codestream.kit.http.routes import Router
from codestream.resources.companies.routes import routes as companies
from codestream.resources.environment.routes import routes as environment
from codestream.resources.posts.routes import routes as posts
from codestream.resources.streams.routes import routes as streams
from codestream.resources.users.routes import routes as users

if TYPE_CHECKING:
    from codestream.app import Call
    from codestream.kit.http.routes import Routes

RESOURCES: tuple[Routes[Call], ...] = (environment, users, companies, streams, posts)


def build_router(*more: Routes[Call]) -> Router[Call]:
    """The route table of all resources, and of `more`."""
    router: Router[Call] = Router()
    for routes in (*RESOURCES, *more):
        for route in routes:
            router.add(route)
    return router
