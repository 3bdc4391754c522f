"""What is constant about Bitbucket in the cloud (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="bitbucket",
    order=2,
    host="bitbucket.org",
    api_host="api.bitbucket.org/2.0",
    scopes=(
        "account",
        "team",
        "repository",
        "issue:write",
        "pullrequest:write",
    ),
    has_issues=True,
    has_code_hosting=True,
)
