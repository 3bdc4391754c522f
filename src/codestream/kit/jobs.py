"""Jobs for other services: rows written in the transaction of the change that asks for them.

A row is the promise; the queue (RabbitMQ, or the rows themselves) is how it reaches a worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bson import ObjectId

if TYPE_CHECKING:
    from codestream.kit.documents import Doc

JOBS = "jobs"
OUTBOUND_EMAIL = "outboundEmail"


def job_row(queue: str, body: dict[str, Any], *, now_ms: int, delay_ms: int = 0) -> Doc:
    """A row ready for insertion. `body` is the queue message of the contract (80, section 4.2), `delay_ms` postpones it."""
    return {"_id": ObjectId(), "queue": queue, "body": body, "createdAt": now_ms, "dueAt": now_ms + delay_ms, "attempts": 0}
