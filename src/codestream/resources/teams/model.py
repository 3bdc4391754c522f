"""The team document (contract 20, section 1; data/attributes.json)."""

from __future__ import annotations

from typing import ClassVar

from codestream.kit.model import Array, Boolean, Id, Index, Model, Number, Object, Text, Timestamp


class Team(Model):
    """Those who share streams, posts and repositories."""

    collection = "teams"
    singular, plural = "team", "teams"
    indexes: ClassVar = (
        Index("byProviderIdentities", providerIdentities=1),
        Index("byLastPostCreatedAt", lastPostCreatedAt=1, lastWeeklyEmailRunAt=1),
    )

    companyId = Id(required=True)
    name = Text(64)
    memberIds = Array(Id(), 256, required=True)
    removedMemberIds = Array(Id(), 256)
    foreignMemberIds = Array(Id(), 256)
    adminIds = Array(Id(), 256)
    isEveryoneTeam = Boolean()
    integrations = Object()
    primaryReferral = Text(12)
    settings = Object()
    providerInfo = Object()
    providerIdentities = Array(Text(), server_only=True)
    reportingGroup = Text(20)
    providerHosts = Object(server_only=True)
    plan = Text(20)
    trialStartDate = Timestamp()
    trialEndDate = Timestamp()
    planStartDate = Timestamp()
    tags = Object()
    lastPostCreatedAt = Timestamp(server_only=True)
    lastWeeklyEmailRunAt = Timestamp(server_only=True)
    weeklyEmailRunCount = Number(server_only=True)
