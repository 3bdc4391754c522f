"""What is constant about Linear (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="linear",
    order=17,
    host="linear.app",
    api_host="api.linear.app",
    scopes=(
        "read",
        "issues:create",
    ),
    has_issues=True,
)
