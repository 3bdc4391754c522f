"""What is constant about GitHub Enterprise (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="github_enterprise",
    order=5,
    host="github/enterprise",
    scopes=(
        "repo",
        "read:user",
        "user:email",
        "notifications",
    ),
    has_issues=True,
    has_code_hosting=True,
    for_enterprise=True,
    needs_credentials=False,
)
