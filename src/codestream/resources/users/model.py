"""The user document and its sign-up tokens (contract 10, sections 1 and 4; data/attributes.json)."""

from __future__ import annotations

from typing import Any, ClassVar

from codestream.kit.model import Array, Boolean, Id, Index, Model, Number, Object, Text, Timestamp
from codestream.resources.users.validate import email_problem, username_problem


class Email(Text):
    """An e-mail address (contract 10, 1.1)."""

    def problem(self, value: Any) -> str | None:
        return super().problem(value) or email_problem(value)


class Username(Text):
    """A user name (contract 10, 1.1)."""

    def problem(self, value: Any) -> str | None:
        return super().problem(value) or username_problem(value)


class User(Model):
    """A person: registered, or known only as an invitee."""

    collection = "users"
    singular, plural = "user", "users"
    indexes: ClassVar = (
        Index("byTeamIds", teamIds=1),
        Index("bySearchableEmail", searchableEmail=1),
        Index("byProviderIdentities", providerIdentities=1),
        Index("byExternalUserId", externalUserId=1),
        Index("byNeedsAutoReinvites", needsAutoReinvites=1),
    )

    companyIds = Array(Id(), 256)
    teamIds = Array(Id(), 256)
    email = Email(256)
    searchableEmail = Email(256, server_only=True)
    secondaryEmails = Array(Text(256))
    username = Username()
    isRegistered = Boolean()
    firstName = Text(128)
    lastName = Text(128)
    fullName = Text(256)
    passwordHash = Text(256, server_only=True)
    confirmationCode = Text(6, server_only=True)
    confirmationAttempts = Number(server_only=True)
    confirmationCodeExpiresAt = Timestamp(server_only=True)
    confirmationCodeUsableUntil = Timestamp(server_only=True)
    loginCode = Text(6, server_only=True)
    loginCodeAttempts = Number(server_only=True)
    loginCodeExpiresAt = Timestamp(server_only=True)
    lastReads = Object(server_only=True, for_me=True)
    accessToken = Text(server_only=True)
    accessTokens = Object(server_only=True)
    pubNubToken = Text(server_only=True)
    broadcasterToken = Text(server_only=True)
    hasReceivedFirstEmail = Boolean(server_only=True)
    preferences = Object(server_only=True, for_me=True)
    registeredAt = Timestamp()
    joinMethod = Text(25)
    primaryReferral = Text(12)
    originTeamId = Id()
    totalPosts = Number(server_only=True, for_me=True)
    lastPostCreatedAt = Timestamp(server_only=True, for_me=True)
    totalReviews = Number(server_only=True, for_me=True)
    timeZone = Text(50)
    sessions = Object(server_only=True)
    _pubnubUuid = Text(14)
    internalMethod = Text(20, server_only=True, for_me=True)
    internalMethodDetail = Id(server_only=True, for_me=True)
    numMentions = Number(server_only=True, for_me=True)
    numInvites = Number(server_only=True, for_me=True)
    numUsersInvited = Number()
    phoneNumber = Text(100, default="")
    iWorkOn = Text(200, default="")
    lastActivityAt = Timestamp(server_only=True)
    lastEmailsSent = Object(server_only=True)
    providerIdentities = Array(Text(200), 20, default=[])
    providerInfo = Object(server_only=True, for_me=True)
    lastLogin = Timestamp()
    lastOrigin = Text(20)
    lastOriginDetail = Text(40)
    firstSessionStartedAt = Number(server_only=True, for_me=True)
    inviteCode = Text(200)
    lastInviteType = Text(25)
    firstInviteType = Text(25)
    inviteTrigger = Text(25)
    companyName = Text(100, server_only=True)
    externalUserId = Text(100)
    inMaintenanceMode = Boolean(server_only=True, for_me=True)
    mustSetPassword = Boolean(server_only=True, for_me=True)
    clearProviderInfo = Boolean()
    modifiedRepos = Object()
    modifiedReposModifiedAt = Object()
    compactModifiedRepos = Object()
    status = Object()
    avatar = Object()
    countryCode = Text(2)
    hasGitLens = Boolean()
    needsAutoReinvites = Number(server_only=True)
    lastInviteSentAt = Number(server_only=True)
    autoReinviteInfo = Object(server_only=True)
    source = Text(12)
    lastWeeklyEmailSentAt = Object(server_only=True)
    lastReadItems = Object()
    nrUserId = Number()


class SignupToken(Model):
    """Pairs an IDE with a browser sign-up, or an invitee with an invitation."""

    collection = "signupTokens"
    singular, plural = "signupToken", "signupTokens"
    indexes: ClassVar = (Index("byToken", token=1), Index("byExpiresAt", expiresAt=1))

    token = Text(required=True)
    userId = Id()
    expiresAt = Timestamp()
    isInviteCode = Boolean()
    teamId = Id()
    signupStatus = Text()
    provider = Text()
    providerAccess = Text()
    error = Text()
    providerError = Object()
    sharing = Boolean()
