"""What is constant about Asana (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="asana",
    order=0,
    host="app.asana.com",
    api_host="app.asana.com",
    has_issues=True,
)
