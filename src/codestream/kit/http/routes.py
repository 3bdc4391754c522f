"""The route table: letter case and a trailing slash make no difference (contract 00, section 1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from codestream.kit.http.accept import NOTHING, Accepts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

C = TypeVar("C")
"""What a handler is called with."""


@dataclass(frozen=True)
class Route(Generic[C]):
    """One operation: where it is found, what it takes, what runs it."""

    method: str
    path: str
    """As in the contract, `:name` standing for one segment."""
    handler: Callable[[C], Awaitable[Any]]
    accepts: Accepts = NOTHING

    @property
    def summary(self) -> str:
        """What it does: the first line of the handler's docstring."""
        return (self.handler.__doc__ or "").strip().split("\n", 1)[0]


class Routes(Generic[C]):
    """The routes of one resource, declared by decorators on their handlers."""

    def __init__(self) -> None:
        self._routes: list[Route[C]] = []

    def __iter__(self) -> Iterator[Route[C]]:
        return iter(self._routes)

    def _add(self, method: str, path: str, accepts: Accepts) -> Callable[[Handler[C]], Handler[C]]:
        def declare(handler: Handler[C]) -> Handler[C]:
            self._routes.append(Route(method, path, handler, accepts))
            return handler

        return declare

    def get(self, path: str) -> Callable[[Handler[C]], Handler[C]]:
        return self._add("GET", path, NOTHING)

    def post(self, path: str, accepts: Accepts = NOTHING) -> Callable[[Handler[C]], Handler[C]]:
        return self._add("POST", path, accepts)

    def put(self, path: str, accepts: Accepts = NOTHING) -> Callable[[Handler[C]], Handler[C]]:
        return self._add("PUT", path, accepts)

    def delete(self, path: str, accepts: Accepts = NOTHING) -> Callable[[Handler[C]], Handler[C]]:
        return self._add("DELETE", path, accepts)


if TYPE_CHECKING:
    Handler = Callable[[C], Awaitable[Any]]


@dataclass
class _Node(Generic[C]):
    children: dict[str, _Node[C]] = field(default_factory=dict)
    any_segment: _Node[C] | None = None
    routes: dict[str, tuple[Route[C], tuple[str, ...]]] = field(default_factory=dict)


class Router(Generic[C]):
    """Finds the route of a method and path."""

    def __init__(self) -> None:
        self._root: _Node[C] = _Node()

    def add(self, route: Route[C]) -> None:
        """Register a route.

        Raises:
            ValueError: there is one with the same method and path.
        """
        node, names = self._root, []
        for segment in route.path.strip("/").split("/"):
            if segment.startswith(":"):
                names.append(segment[1:])
                node.any_segment = node.any_segment or _Node()
                node = node.any_segment
            else:
                node = node.children.setdefault(segment.lower(), _Node())
        if route.method in node.routes:
            raise ValueError(f"{route.method} {route.path} is registered twice")
        node.routes[route.method] = (route, tuple(names))

    def find(self, method: str, path: str) -> tuple[Route[C], dict[str, str]] | None:
        """The route and its path parameters, as sent; a segment's own text goes before a parameter."""
        segments = path.strip("/").split("/")
        wanted = "GET" if method == "HEAD" else method
        found = _find(self._root, segments, 0, wanted, ())
        if found is None:
            return None
        (route, names), values = found
        return route, dict(zip(names, values, strict=True))


def _find(
    node: _Node[C], segments: list[str], at: int, method: str, values: tuple[str, ...]
) -> tuple[tuple[Route[C], tuple[str, ...]], tuple[str, ...]] | None:
    if at == len(segments):
        return (node.routes[method], values) if method in node.routes else None
    child = node.children.get(segments[at].lower())
    found = _find(child, segments, at + 1, method, values) if child else None
    if found is None and node.any_segment and segments[at]:
        found = _find(node.any_segment, segments, at + 1, method, (*values, segments[at]))
    return found
