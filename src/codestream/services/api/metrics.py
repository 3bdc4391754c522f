"""What the API counts about requests."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Histogram

_BUCKETS: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_requests = Counter("codestream_api_requests", "Requests answered.", ["route", "method", "status"])
_seconds = Histogram("codestream_api_request_seconds", "Time from a request's head to its answer.", ["route"], buckets=_BUCKETS)
_counters: dict[tuple[str, str, int], Counter] = {}
_histograms: dict[str, Histogram] = {}


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the declared path, never the one sent (which is without limit)."""
    key = (route, method, status)
    counter = _counters.get(key)
    if counter is None:
        counter = _counters[key] = _requests.labels(route, method, str(status))
    counter.inc()
    histogram = _histograms.get(route)
    if histogram is None:
        histogram = _histograms[route] = _seconds.labels(route)
    histogram.observe(seconds)
