"""What is constant about Slack (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="slack",
    order=11,
    host="slack.com",
    api_host="slack.com/api",
    scopes=(
        "channels:read",
        "chat:write",
        "groups:read",
        "im:read",
        "users.profile:write",
        "users:read",
        "users:read.email",
        "mpim:read",
    ),
    has_sharing=True,
)
