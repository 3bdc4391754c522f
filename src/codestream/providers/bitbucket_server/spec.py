"""What is constant about Bitbucket Server (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="bitbucket_server",
    order=3,
    host="bitbucket/server",
    api_host="api.bitbucket.org/2.0",
    scopes=(
        "projects:read",
        "repositories:write",
    ),
    has_code_hosting=True,
    for_enterprise=True,
    needs_credentials=False,
)
