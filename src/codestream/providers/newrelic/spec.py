"""What is constant about New Relic (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="newrelic",
    order=18,
    host="newrelic.com",
    needs_configure=True,
    needs_credentials=False,
)
