"""What is constant about Trello (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="trello",
    order=12,
    host="trello.com",
    api_host="api.trello.com/1",
    scopes=(
        "read",
        "write",
    ),
    has_issues=True,
)
