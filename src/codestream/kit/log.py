"""Structured logs: one line per event, with the request id where there is one.

JSON on anything that is not a terminal, readable columns on one. Nothing here ever receives a token, a password or a
code: events carry ids and counts.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

_encode = msgspec.json.Encoder(enc_hook=str).encode


def _as_json(event: Any, **_: Any) -> str:
    return _encode(event).decode()


def configure_logging(service: str, *, debug: bool = False, json: bool | None = None) -> None:
    """Set up structlog for this process, and send the standard library's loggers (uvicorn, pymongo) the same way.

    `service` is put on every line. `json` None chooses by whether standard error is a terminal.
    """
    level = logging.DEBUG if debug else logging.INFO
    as_json = not sys.stderr.isatty() if json is None else json
    renderer: Any = structlog.processors.JSONRenderer(serializer=_as_json) if as_json else structlog.dev.ConsoleRenderer()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def get_logger(name: str) -> FilteringBoundLogger:
    """The logger of one module; `name` appears on its lines as `module`."""
    logger: FilteringBoundLogger = structlog.get_logger(module=name)
    return logger
