"""What is constant about GitLab on an own host (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="gitlab_enterprise",
    order=7,
    host="gitlab/enterprise",
    api_host="gitlab.com/api/v4",
    scopes=("api",),
    has_issues=True,
    has_code_hosting=True,
    for_enterprise=True,
    needs_credentials=False,
)
