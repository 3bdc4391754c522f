"""What is constant about Microsoft Teams (contract 60, 1.1)."""

from codestream.providers.spec import ProviderSpec

SPEC = ProviderSpec(
    id="msteams",
    order=10,
    host="login.microsoftonline.com",
    api_host="graph.microsoft.com/v1.0",
    scopes=(
        "User.Read.All",
        "Group.ReadWrite.All",
        "offline_access",
    ),
    has_sharing=True,
)
