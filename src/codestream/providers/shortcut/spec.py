"""What is constant about Shortcut (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="shortcut",
    order=16,
    host="api.app.shortcut.com/api/v3",
    api_host="api.app.shortcut.com/api/v3",
    has_issues=True,
    needs_configure=True,
    needs_credentials=False,
)
