"""Every setting of the product, declared once (contract 90, part B).

A row here feeds resolution, validation, the admin app's forms, the documentation and `codestream config check`. Nothing
reads a setting by its text path: a row is a constant, and `settings[API_PORT]` has the type that the row declares.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import msgspec

from codestream.kit.clock import DAY_MS, MINUTE_MS

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
ALL_INTERFACES = "0.0.0.0"  # noqa: S104 - the IDEs are on other machines

SCHEMA_VERSION = 25
"""Version of the stored form of a configuration, that of the last original release (contract 90, B2)."""


class InvalidSettingError(ValueError):
    """A value does not fit its parameter. The text names the parameter and says what is expected."""


@dataclass(frozen=True, eq=False)
class Parameter(Generic[T]):
    """One setting.

    `path` is its dotted place in a stored configuration, `env` the environment variable that overrides it, `secret`
    keeps its value out of logs, pages and bundles, `restarts` names the services that must restart when it changes
    (none: it applies at once).
    """

    path: str
    type: type
    default: T
    help: str
    env: str | None = None
    secret: bool = False
    restarts: tuple[str, ...] = ()
    nullable: bool = False
    minimum: int | None = None
    choices: tuple[str, ...] = ()
    children: bool = field(default=False)
    """A section whose keys are free (integrations, certificates): the value is the whole section."""

    def parse(self, value: Any) -> T:
        """`value`, as found in a file or an environment variable, in the declared type.

        Raises:
            InvalidSettingError: it has another type or breaks a limit.
        """
        if value is None or value == "":
            if self.nullable or (value == "" and self.type is str):
                return cast("T", None if self.nullable else "")
            raise InvalidSettingError(f"{self.path} must not be empty")
        try:
            parsed: Any = msgspec.convert(_from_text(value, self.type), self.type, strict=True)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise InvalidSettingError(f"{self.path} must be {_TYPE_NAMES[self.type]}, not {value!r}") from error
        if self.minimum is not None and isinstance(parsed, int) and parsed < self.minimum:
            raise InvalidSettingError(f"{self.path} must be at least {self.minimum}")
        if self.choices and parsed not in self.choices:
            raise InvalidSettingError(f"{self.path} must be one of {', '.join(self.choices)}")
        return cast("T", parsed)


_TYPE_NAMES: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    dict: "an object",
    list: "a list",
}
_TRUE, _FALSE = {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}


def _from_text(value: Any, wanted: type) -> Any:
    if isinstance(value, float) and wanted is int and value.is_integer():
        return int(value)
    if not isinstance(value, str) or wanted is str:
        return value
    if wanted is bool:
        text = value.strip().lower()
        return True if text in _TRUE else False if text in _FALSE else value
    if wanted in (int, float):
        try:
            return wanted(value)
        except ValueError:
            return value
    return msgspec.json.decode(value.encode())


_PARAMETERS: dict[str, Parameter[Any]] = {}


def _declare(parameter: Parameter[T]) -> Parameter[T]:
    if parameter.path in _PARAMETERS:
        raise ValueError(f"{parameter.path} is declared twice")
    _PARAMETERS[parameter.path] = parameter
    return parameter


def _required(path: str, default: T, help: str, **options: Any) -> Parameter[T]:  # noqa: A002 - the row's own word
    return _declare(Parameter(path, type(default), default, help, **options))


def _optional(path: str, wanted: type[T], help: str, **options: Any) -> Parameter[T | None]:  # noqa: A002 - the row's own word
    return _declare(Parameter[T | None](path, wanted, None, help, nullable=True, **options))


def all_parameters() -> Iterator[Parameter[Any]]:
    """Every declared parameter, in the order of this page."""
    return iter(_PARAMETERS.values())


_API, _BROADCASTER, _ADMIN, _MAILER, _MAIL_IN = ("api",), ("broadcaster",), ("admin",), ("mailer",), ("mail-in",)
_ALL = (*_API, *_BROADCASTER, *_ADMIN, *_MAILER, *_MAIL_IN)

# --- general ----------------------------------------------------------------------------------------------------------

INSTALLATION_ID = _optional(
    "sharedGeneral.installationId", str, "Identifies this installation in a support request.", env="CSSVC_INSTALLATION_ID"
)
RUN_TIME_ENVIRONMENT = _required(
    "sharedGeneral.runTimeEnvironment", "onprem", "Name of this environment, as clients see it.", env="CSSVC_ENV"
)
IS_PRODUCTION_CLOUD = _required(
    "sharedGeneral.isProductionCloud",
    default=False,
    help="Told to clients as is; false everywhere but at the vendor.",
    env="CSSVC_IS_PRODUCTION_CLOUD",
)
NEW_RELIC_API_URL = _optional("sharedGeneral.newRelicApiUrl", str, "Told to clients as is.", env="CSSVC_NEW_RELIC_API_URL")
NEW_RELIC_LANDING_URL = _optional(
    "sharedGeneral.newRelicLandingServiceUrl", str, "Told to clients as is.", env="CSSVC_NEW_RELIC_LANDING_SERVICE_URL"
)

# --- API --------------------------------------------------------------------------------------------------------------

API_HOST = _required("apiServer.host", ALL_INTERFACES, "Address that the API listens on.", env="CS_API_HOST", restarts=_API)
API_PORT = _required("apiServer.port", 12079, "Port that the API listens on.", env="CS_API_PORT", restarts=_API, minimum=1)
API_WORKERS = _required(
    "apiServer.workers", 0, "API processes; 0 means one per processor core.", env="CS_API_WORKERS", restarts=_API, minimum=0
)
PUBLIC_API_URL = _required(
    "apiServer.publicApiUrl", "", "URL under which clients reach the API; links in mails begin with it.", env="CS_API_PUBLIC_URL"
)
AUTH_ORIGIN = _optional(
    "apiServer.authOrigin",
    str,
    "Base URL of third-party sign-in callbacks; derived from the public URL when empty.",
    env="CS_API_AUTH_ORIGIN",
)
CONFIRMATION_NOT_REQUIRED = _required(
    "apiServer.confirmationNotRequired",
    default=False,
    help="New users need not confirm their address by mail.",
    env="CS_API_CONFIRMATION_NOT_REQUIRED",
)
CONFIRM_CODE_EXPIRATION = _required(
    "apiServer.confirmCodeExpiration",
    7 * DAY_MS,
    "Milliseconds for which a confirmation code is valid.",
    env="CS_API_CONFIRM_CODE_EXPIRATION",
    minimum=1,
)
CONFIRMATION_EXPIRATION = _required(
    "apiServer.confirmationExpiration",
    DAY_MS,
    "Milliseconds for which a link that confirms a new address is valid.",
    env="CS_API_CONFIRMATION_EXPIRATION",
    minimum=1,
)
FORGOT_PASSWORD_EXPIRATION = _required(
    "apiServer.forgotPasswordExpiration",
    DAY_MS,
    "Milliseconds for which a password reset link is valid.",
    env="CS_API_FORGOT_PASSWORD_EXPIRATION",
    minimum=1,
)
SIGNUP_TOKEN_EXPIRATION = _required(
    "apiServer.signupTokenExpiration",
    10 * MINUTE_MS,
    "Milliseconds for which an IDE may wait for a browser sign-up.",
    env="CS_API_SIGNUP_TOKEN_EXPIRATION",
    minimum=1,
)
SESSION_AWAY_TIMEOUT = _required(
    "apiServer.sessionAwayTimeout",
    10 * MINUTE_MS,
    "Milliseconds without a sign of life after which a session is away.",
    env="CS_API_SESSION_AWAY_TIMEOUT",
    minimum=1,
)
IDENTITY_COOKIE = _required("apiServer.identityCookie", "tcs", "Name of the cookie that signs a browser in.")
ASSET_ENVIRONMENT = _optional("sharedGeneral.assetEnvironment", str, "Part of the address of IDE extensions told to clients.")

# --- Broadcaster ------------------------------------------------------------------------------------------------------

BROADCASTER_LISTEN_HOST = _required(
    "broadcastEngine.codestreamBroadcaster.listenHost",
    ALL_INTERFACES,
    "Address that the Broadcaster listens on.",
    env="CS_BROADCASTER_LISTEN_HOST",
    restarts=_BROADCASTER,
)
BROADCASTER_LISTEN_PORT = _optional(
    "broadcastEngine.codestreamBroadcaster.listenPort",
    int,
    "Port that the Broadcaster listens on, when it is not the advertised one.",
    env="CS_BROADCASTER_LISTEN_PORT",
    restarts=_BROADCASTER,
)
BROADCASTER_HOST = _required(
    "broadcastEngine.codestreamBroadcaster.host",
    "localhost",
    "Host name of the Broadcaster, as clients are told at sign-in.",
    env="CS_BROADCASTER_HOST",
)
BROADCASTER_PORT = _required(
    "broadcastEngine.codestreamBroadcaster.port",
    12443,
    "Port of the Broadcaster, as clients are told at sign-in.",
    env="CSSVC_BROADCASTER_PORT",
    restarts=_BROADCASTER,
    minimum=1,
)
BROADCASTER_IGNORE_HTTPS = _required(
    "broadcastEngine.codestreamBroadcaster.ignoreHttps",
    default=False,
    help="Clients connect without TLS.",
    env="CS_BROADCASTER_IGNORE_HTTPS",
    restarts=_BROADCASTER,
)
BROADCASTER_API_SECRET = _required(
    "broadcastEngine.codestreamBroadcaster.secrets.api",
    "",
    "What a publisher shows to the Broadcaster.",
    env="CSSVC_BROADCASTER_API_SECRET",
    secret=True,
    restarts=_BROADCASTER,
)
BROADCASTER_AUTH_SECRET = _required(
    "broadcastEngine.codestreamBroadcaster.secrets.auth",
    "",
    "Signs the Broadcaster's session tokens.",
    env="CSSVC_BROADCASTER_AUTH_SECRET",
    secret=True,
    restarts=_BROADCASTER,
)
HISTORY_RETENTION = _required(
    "broadcastEngine.codestreamBroadcaster.history.retentionPeriod",
    30 * DAY_MS,
    "Milliseconds for which messages are kept for clients that were away.",
    minimum=MINUTE_MS,
)

# --- mail -------------------------------------------------------------------------------------------------------------

SUPPRESS_EMAILS = _required("email.suppressEmails", default=False, help="No mail is sent at all.", env="CSSVC_SUPPRESS_EMAILS")
EMAIL_TO = _optional("email.emailTo", str, "Every mail goes to this address instead of its recipient.", env="CSSVC_EMAIL_TO")
SENDER_EMAIL = _required("email.senderEmail", "codestream@localhost", "Address that mails come from.", env="CSSVC_SENDER_EMAIL")
SUPPORT_EMAIL = _required(
    "email.supportEmail", "codestream@localhost", "Address that mails about an account come from.", env="CSSVC_SUPPORT_EMAIL"
)
REPLY_TO_DOMAIN = _required(
    "email.replyToDomain", "localhost", "Domain of the addresses that take replies.", env="CSSVC_REPLY_TO_DOMAIN"
)
SMTP_HOST = _optional(
    "emailDeliveryService.NodeMailer.host",
    str,
    "SMTP server; without one no mail is sent and addresses are not confirmed.",
    env="CSSVC_SMTP_HOST",
)
SMTP_PORT = _required("emailDeliveryService.NodeMailer.port", 587, "Port of the SMTP server.", env="CSSVC_SMTP_PORT", minimum=1)
SMTP_SECURE = _required(
    "emailDeliveryService.NodeMailer.secure",
    default=True,
    help="Encrypt: TLS from the start on port 465, STARTTLS on others. Off: no encryption.",
    env="CSSVC_SMTP_SECURE",
)
SMTP_USERNAME = _optional("emailDeliveryService.NodeMailer.username", str, "User at the SMTP server.", env="CSSVC_SMTP_USERNAME")
SMTP_PASSWORD = _optional(
    "emailDeliveryService.NodeMailer.password", str, "Password at the SMTP server.", env="CSSVC_SMTP_PASSWORD", secret=True
)
SMTP_DISABLED = _required("emailDeliveryService.NodeMailer.disabled", default=False, help="Do not use the SMTP server.")
INBOUND_EMAIL_DISABLED = _required(
    "inboundEmailServer.inboundEmailDisabled",
    default=True,
    help="Replies by mail are not taken.",
    env="CS_MAILIN_INBOUND_EMAIL_DISABLED",
)

# --- queue ------------------------------------------------------------------------------------------------------------

RABBITMQ_HOST = _optional(
    "queuingEngine.rabbitmq.host",
    str,
    "RabbitMQ server; without one the queue embedded in MongoDB is used.",
    env="CSSVC_RABBITMQ_HOST",
    restarts=_ALL,
)
RABBITMQ_PORT = _required(
    "queuingEngine.rabbitmq.port", 5672, "Port of RabbitMQ.", env="CSSVC_RABBITMQ_PORT", restarts=_ALL, minimum=1
)
RABBITMQ_USER = _required("queuingEngine.rabbitmq.user", "code", "User at RabbitMQ.", env="CSSVC_RABBITMQ_USER", restarts=_ALL)
RABBITMQ_PASSWORD = _required(
    "queuingEngine.rabbitmq.password", "stream", "Password at RabbitMQ.", env="CSSVC_RABBITMQ_PASS", secret=True, restarts=_ALL
)
OUTBOUND_EMAIL_QUEUE = _required(
    "queuingEngine.rabbitmq.outboundEmailQueueName",
    "outboundEmail",
    "Name of the queue of outbound mail.",
    env="CSSVC_OUTBOUND_EMAIL_QUEUE_NAME",
    restarts=(*_API, *_MAILER),
)

# --- secrets shared by the services -----------------------------------------------------------------------------------

AUTH_SECRET = _required(
    "sharedSecrets.auth", "", "Signs access tokens. A change signs everybody out.", env="CSSVC_AUTH_SECRET", secret=True
)
COOKIE_SECRET = _required("sharedSecrets.cookie", "", "Signs cookies.", env="CSSVC_COOKIE_SECRET", secret=True)
MAIL_SECRET = _required("sharedSecrets.mail", "", "What mail-in shows to the API.", env="CSSVC_INBOUND_EMAIL_SECRET", secret=True)
CONFIRMATION_CHEAT = _required(
    "sharedSecrets.confirmationCheat",
    "",
    "Opens the test hooks; without effect unless the server runs with them.",
    env="CSSVC_CONFIRMATION_CHEAT_CODE",
    secret=True,
)
SUBSCRIPTION_CHEAT = _required(
    "sharedSecrets.subscriptionCheat",
    "",
    "Opens the test hooks; without effect unless the server runs with them.",
    env="CSSVC_SUBSCRIPTION_CHEAT_CODE",
    secret=True,
)
COMMENT_ENGINE_SECRET = _required(
    "sharedSecrets.commentEngine", "", "What the comment engine shows to the API.", env="CSSVC_COMMENT_ENGINE_SECRET", secret=True
)
COMMENT_ENGINE_SECRET_ALT = _required(
    "sharedSecrets.commentEngineAlt",
    "",
    "A second value for the comment engine, for rotation.",
    env="CSSVC_COMMENT_ENGINE_ALT_SECRET",
    secret=True,
)
SIGNUP_FLOW_SECRET = _required(
    "sharedSecrets.signupFlowJWT", "", "Signs tokens of the vendor's sign-up.", env="CSSVC_SIGNUP_FLOW_JWT_SECRET", secret=True
)
TELEMETRY_SECRET = _required(
    "universalSecrets.telemetry",
    "84$gTe^._qHm,#D",
    "Known to every stock client, which asks for a telemetry key with it.",
    env="CSSVC_PRE_AUTH_SECRET",
)
SEGMENT_TOKEN = _optional("telemetry.segment.token", str, "Telemetry key that clients are told; empty sends nothing.", secret=True)

# --- admin ------------------------------------------------------------------------------------------------------------

ADMIN_DISABLED = _required(
    "adminServer.adminServerDisabled", default=False, help="Do not run the admin app.", env="OPADM_DISABLED", restarts=_ADMIN
)
ADMIN_HOST = _required("adminServer.host", "127.0.0.1", "Address that the admin app listens on.", env="OPADM_HOST", restarts=_ADMIN)
ADMIN_PORT = _required(
    "adminServer.port", 12076, "Port that the admin app listens on.", env="OPADM_PORT", restarts=_ADMIN, minimum=1
)

# --- integrations -----------------------------------------------------------------------------------------------------

INTEGRATIONS: Parameter[dict[str, Any]] = _declare(
    Parameter("integrations", dict, {}, "Keys of the third-party services, by provider and block.", secret=True, children=True)
)

GENERATED_SECRETS: tuple[Parameter[str], ...] = (
    AUTH_SECRET,
    COOKIE_SECRET,
    MAIL_SECRET,
    CONFIRMATION_CHEAT,
    SUBSCRIPTION_CHEAT,
    COMMENT_ENGINE_SECRET,
    COMMENT_ENGINE_SECRET_ALT,
    SIGNUP_FLOW_SECRET,
    BROADCASTER_API_SECRET,
    BROADCASTER_AUTH_SECRET,
)
"""Filled with random values when a configuration is first installed (contract 90, B6)."""
