"""Which services there are: the folders beside this file."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import codestream.providers as package

if TYPE_CHECKING:
    from codestream.providers.spec import ProviderSpec


@cache
def specs() -> tuple[ProviderSpec, ...]:
    """The service of every folder, in the order that clients are shown."""
    folders = [module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg]
    found: list[ProviderSpec] = [import_module(f"{package.__name__}.{folder}.spec").SPEC for folder in folders]
    return tuple(sorted(found, key=lambda spec: spec.order))
