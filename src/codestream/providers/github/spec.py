"""What is constant about GitHub in the cloud (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="github",
    order=4,
    host="github.com",
    api_host="api.github.com",
    scopes=(
        "repo",
        "read:user",
        "user:email",
        "notifications",
    ),
    has_issues=True,
    has_code_hosting=True,
    supports_oauth_or_pat=True,
)
