"""What is constant about Jira Server (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="jiraserver",
    order=9,
    host="jiraserver/enterprise",
    has_issues=True,
    for_enterprise=True,
    needs_configure=True,
    needs_credentials=False,
)
