"""What is constant about GitLab in the cloud (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="gitlab",
    order=6,
    host="gitlab.com",
    api_host="gitlab.com/api/v4",
    scopes=("api",),
    has_issues=True,
    has_code_hosting=True,
    supports_oauth_or_pat=True,
)
