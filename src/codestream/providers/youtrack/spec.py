"""What is constant about YouTrack (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="youtrack",
    order=13,
    host="youtrack.com",
    scopes=("YouTrack",),
    has_issues=True,
    needs_configure=True,
    needs_credentials=False,
)
