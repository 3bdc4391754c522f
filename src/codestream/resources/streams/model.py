"""The stream document (contract 30, section 1; data/attributes.json)."""

from __future__ import annotations

from typing import ClassVar

from codestream.kit.model import Array, Boolean, Id, Index, Model, Number, Object, Text, Timestamp


class Stream(Model):
    """An ordered container for posts, or the identity of a source file."""

    collection = "streams"
    singular, plural = "stream", "streams"
    indexes: ClassVar = (
        Index("byTeamId", teamId=1),
        Index("byFile", teamId=1, repoId=1, file=1, sortId=-1),
        Index("byType", teamId=1, type=1),
        Index("byIsTeamStream", teamId=1, isTeamStream=1),
    )

    teamId = Id()
    repoId = Id()
    type = Text(7)
    file = Text(1024)
    name = Text(100)
    memberIds = Array(Id(), 256)
    isTeamStream = Boolean()
    mostRecentPostId = Id()
    mostRecentPostCreatedAt = Timestamp()
    sortId = Id()
    numMarkers = Number()
    nextSeqNum = Number(server_only=True)
    editingUsers = Object()
    emailNotificationSeqNum = Number(server_only=True)
    emailNotificationSeqNumSetAt = Timestamp(server_only=True)
    privacy = Text(20, required=True)
    purpose = Text(250)
    isArchived = Boolean()
    serviceType = Text(25)
    serviceKey = Text(100)
    serviceInfo = Object()
    accountId = Number()
    objectId = Text(200)
    objectType = Text(200)
