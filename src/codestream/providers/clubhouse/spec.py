"""What is constant about Clubhouse (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="clubhouse",
    order=15,
    host="api.clubhouse.io/api/v3",
    api_host="api.clubhouse.io/api/v3",
    has_issues=True,
    needs_configure=True,
    needs_credentials=False,
)
