"""What a document is while it is in memory: a plain mapping, its id as 24 hex digits under `id`."""

from __future__ import annotations

from typing import Any, TypeAlias

Doc: TypeAlias = dict[str, Any]
"""A stored document, or the copy of one. Unknown members are kept (contract 00, 5.3)."""
