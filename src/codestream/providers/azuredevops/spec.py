"""What is constant about Azure DevOps (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="azuredevops",
    order=1,
    host="app.vssps.visualstudio.com",
    api_host="dev.azure.com",
    scopes=(
        "vso.identity",
        "vso.work_write",
    ),
    has_issues=True,
    needs_configure=True,
    config_section="devops",
)
