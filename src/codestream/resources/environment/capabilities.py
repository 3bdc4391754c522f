"""What this server can do, as clients are told (contract 00, section 10; data/capabilities.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from codestream.config import parameters as p

if TYPE_CHECKING:
    from codestream.config.resolve import Settings

_ALL: Final[dict[str, dict[str, Any]]] = {
    "sample": {"description": "An example of a capability", "version": "1.0.0"},
    "multipleMarkers": {"description": "A codemark may have several code blocks", "version": "1.21.20"},
    "moveMarkers": {"description": "A code block of a codemark can be moved", "version": "1.21.20"},
    "moveMarkers2": {"description": "A code block of a codemark can be moved, also to another file", "version": "1.21.23"},
    "repoCommitMatching": {"description": "Repositories are matched by remotes and commits", "version": "1.21.24"},
    "follow": {"description": "Codemarks can be followed", "version": "1.21.27"},
    "lightningCodeReviews": {
        "description": "Code can be reviewed",
        "version": "1.21.33",
        "supportedIdes": ["VS Code", "JetBrains", "VS"],
    },
    "xray": {"description": "Shows what others are working on", "version": "1.21.33", "restricted": True},
    "notificationDeliveryPreference": {"description": "How notifications arrive can be chosen", "version": "1.21.33"},
    "multipleReviewersApprove": {"description": "A review may need the approval of all reviewers", "version": "7.1.1"},
    "emailSupport": {"description": "Mails are sent", "version": "1.0.0"},
    "multiCheckpointReviews": {"description": "A review may have several checkpoints", "version": "7.2.0"},
    "inviteUsersOnTheFly": {"description": "Codemarks and reviews can invite people", "version": "7.2.7"},
    "kickstart": {"description": "Starting work from an issue", "version": "7.4.2"},
    "cr2pr": {"description": "A review can become a pull request", "version": "7.4.2"},
    "shareStatusToSlack": {"description": "A status can be shared to Slack", "version": "8.0.6"},
    "addBlameMap": {"description": "Authors of commits can be mapped to members", "version": "8.1.1"},
    "vsCodeGithubSignin": {"description": "Signing in through the GitHub sign-in of VS Code", "version": "8.2.7"},
    "compactModifiedRepos": {"description": "Modified repositories in compact form", "version": "8.2.8"},
    "providerReauth": {"description": "Signing in again at a provider whose token went bad", "version": "8.2.11"},
    "autoJoin": {"description": "Joining a team by an open repository", "version": "8.2.13"},
    "testGroups": {"description": "Test groups of a company", "version": "8.2.15"},
    "autoFR": {"description": "Feedback requests made automatically", "version": "8.2.20"},
    "readItem": {"description": "Replies of a thing can be marked as read", "version": "8.2.33"},
    "echoes": {"description": "The Broadcaster sends echoes", "version": "8.2.39"},
}
"""Those of the contract that an On-Prem server has: neither `cloudOnly` nor `useGlobal` ones."""


def capabilities(settings: Settings) -> dict[str, dict[str, Any]]:
    """The capabilities of this server, by name."""
    if settings.emails_suppressed:
        return {name: capability for name, capability in _ALL.items() if name != "emailSupport"}
    return _ALL


def client_environment(settings: Settings) -> dict[str, Any]:
    """What a sign-in tells about the server, beside the capabilities (contract 10, 5.1)."""
    slack_blocks = (settings[p.INTEGRATIONS].get("slack") or {}).values()
    interactive = any(block.get("interactiveComponentsEnabled") for block in slack_blocks if not block.get("disabled"))
    return {
        "features": {"slack": {"interactiveComponentsEnabled": interactive}},
        "isOnPrem": settings.is_on_prem,
        "isProductionCloud": settings[p.IS_PRODUCTION_CLOUD],
        "runtimeEnvironment": settings[p.RUN_TIME_ENVIRONMENT],
        "environmentHosts": [],
        "newRelicLandingServiceUrl": settings[p.NEW_RELIC_LANDING_URL],
        "newRelicApiUrl": settings[p.NEW_RELIC_API_URL],
    }
