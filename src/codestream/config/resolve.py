"""From what is stored, in a file and in the environment to the settings that a service reads (contract 90, B4, B7)."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from codestream.config import parameters as p

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codestream.config.parameters import Parameter

T = TypeVar("T")
Source = Literal["default", "stored", "file", "environment"]
PLACEHOLDER = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Settings:
    """Resolved settings; `settings[API_PORT]` is the value of one parameter."""

    values: Mapping[str, Any]
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Where each value that is not the default comes from, by path. File and environment values are locked."""
    warnings: tuple[str, ...] = ()

    def __getitem__(self, parameter: Parameter[T]) -> T:
        return cast("T", self.values.get(parameter.path, parameter.default))

    def source(self, parameter: Parameter[Any]) -> Source:
        return self.sources.get(parameter.path, "default")

    def with_values(self, changed: Mapping[Parameter[Any], Any]) -> Settings:
        """These settings with some values replaced (derived at start, or by a test)."""
        return Settings({**self.values, **{k.path: v for k, v in changed.items()}}, self.sources, self.warnings)

    @property
    def is_on_prem(self) -> bool:
        """What clients are told as `isOnPrem`."""
        return not self[p.ADMIN_DISABLED] or self[p.RUN_TIME_ENVIRONMENT] == "onprem"

    @property
    def mail_is_delivered(self) -> bool:
        """Whether there is anybody to hand mail to."""
        return bool(self[p.SMTP_HOST]) and not self[p.SMTP_DISABLED]

    @property
    def emails_suppressed(self) -> bool:
        return self[p.SUPPRESS_EMAILS] or not self.mail_is_delivered

    @property
    def confirmation_required(self) -> bool:
        """Whether a new user must confirm the address; without mail nobody could (contract 80, section 3)."""
        return not self[p.CONFIRMATION_NOT_REQUIRED] and self.mail_is_delivered

    @property
    def public_api_url(self) -> str:
        return (self[p.PUBLIC_API_URL] or f"http://localhost:{self[p.API_PORT]}").rstrip("/")

    @property
    def broadcaster_listen_port(self) -> int:
        return self[p.BROADCASTER_LISTEN_PORT] or self[p.BROADCASTER_PORT]

    @property
    def rabbitmq_url(self) -> str | None:
        """AMQP URL of RabbitMQ, or None for the embedded queue."""
        if not self[p.RABBITMQ_HOST]:
            return None
        return f"amqp://{self[p.RABBITMQ_USER]}:{self[p.RABBITMQ_PASSWORD]}@{self[p.RABBITMQ_HOST]}:{self[p.RABBITMQ_PORT]}/"


def resolve(
    stored: Mapping[str, Any] | None = None, file: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """Resolve every parameter: default < stored < file < environment. Sections are nested mappings.

    Raises:
        InvalidSettingError: a value does not fit its parameter, or names an environment variable that is not set.
    """
    environment = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    layers: tuple[tuple[Source, Mapping[str, Any]], ...] = (("stored", stored or {}), ("file", file or {}))
    for parameter in p.all_parameters():
        for source, layer in layers:
            found, value = _lookup(layer, parameter.path)
            if found:
                values[parameter.path] = parameter.parse(_substituted(value, parameter.path, environment))
                sources[parameter.path] = source
        if parameter.env and environment.get(parameter.env):
            values[parameter.path] = parameter.parse(environment[parameter.env])
            sources[parameter.path] = "environment"
    known = {parameter.path for parameter in p.all_parameters()}
    unknown = sorted({path for _, layer in layers for path in _leaves(layer) if not _is_known(path, known)})
    return Settings(values, sources, tuple(f"{path} is not a setting of this version; it has no effect" for path in unknown))


def _lookup(layer: Mapping[str, Any], path: str) -> tuple[bool, Any]:
    node: Any = layer
    for part in path.split("."):
        if not isinstance(node, dict) or part not in node:
            return False, None
        node = node[part]
    return True, node


def _substituted(value: Any, path: str, environ: Mapping[str, str]) -> Any:
    if not isinstance(value, str):
        return value

    def text_of(match: re.Match[str]) -> str:
        if match[1] not in environ:
            raise p.InvalidSettingError(f"{path} needs the environment variable {match[1]}, which is not set")
        return environ[match[1]]

    return PLACEHOLDER.sub(text_of, value)


def _leaves(layer: Mapping[str, Any], prefix: str = "") -> list[str]:
    paths: list[str] = []
    for key, value in layer.items():
        path = f"{prefix}{key}"
        paths += _leaves(value, f"{path}.") if isinstance(value, dict) else [path]
    return paths


def _is_known(path: str, known: set[str]) -> bool:
    parts = path.split(".")
    return any(".".join(parts[: i + 1]) in known for i in range(len(parts)))
