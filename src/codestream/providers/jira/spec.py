"""What is constant about Jira in the cloud (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="jira",
    order=8,
    host="auth.atlassian.com",
    api_host="api.atlassian.com",
    scopes=(
        "read:jira-user",
        "read:jira-work",
        "write:jira-work",
        "offline_access",
    ),
    has_issues=True,
    needs_configure_for_on_prem=True,
)
