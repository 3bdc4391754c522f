"""What is constant about Okta (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="okta",
    order=14,
    host="okta.com",
    api_host="okta.com",
    scopes=(
        "openid",
        "email",
        "profile",
    ),
)
