"""The company document (contract 20, section 1; data/attributes.json)."""

from __future__ import annotations

from typing import ClassVar

from codestream.kit.model import Array, Boolean, Id, Index, Model, Number, Object, Text, Timestamp


class Company(Model):
    """An organisation: for all practical purposes its one team of everybody."""

    collection = "companies"
    singular, plural = "company", "companies"
    indexes: ClassVar = (
        Index("byDomainJoining", domainJoining=1),
        Index("byNRAccountId", nrAccountIds=1),
        Index("byNROrgId", nrOrgIds=1),
    )

    name = Text(256)
    teamIds = Array(Id(), 256)
    everyoneTeamId = Text()
    plan = Text(20)
    trialStartDate = Timestamp()
    trialEndDate = Timestamp()
    planStartDate = Timestamp()
    reportingGroup = Text(20)
    stripeSessionId = Text(100, server_only=True)
    planPayor = Text(100, server_only=True)
    planAmount = Number(server_only=True)
    planFrequency = Text(20, server_only=True)
    planPaidSeats = Number(server_only=True)
    planCoupon = Text(20, server_only=True)
    stripeInfo = Object(server_only=True)
    testGroups = Object()
    enableDomainBasedJoining = Boolean()
    domainJoining = Array(Text(), 100)
    codeHostJoining = Array(Text(), 100)
    isBeingMigratedToCompanyCentric = Boolean(server_only=True)
    hasBeenMigratedToCompanyCentric = Boolean(server_only=True)
    nrAccountIds = Array(Number(), 5000)
    nrOrgIds = Array(Text(), 1000)
    isNRConnected = Boolean()
