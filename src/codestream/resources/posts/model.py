"""The post document (contract 30, section 3; data/attributes.json)."""

from __future__ import annotations

from typing import ClassVar

from codestream.kit.model import Array, Boolean, Id, Index, Model, Number, Object, Text


class Post(Model):
    """Something said in a stream."""

    collection = "posts"
    singular, plural = "post", "posts"
    indexes: ClassVar = (
        Index("byTeamId", teamId=1, _id=-1),
        Index("byParentPostId", parentPostId=1, _id=-1),
        Index("bySeqNum", streamId=1, seqNum=-1),
    )

    teamId = Id()
    streamId = Id(required=True)
    parentPostId = Id()
    numReplies = Number(default=0)
    text = Text(10000)
    seqNum = Number(required=True)
    hasBeenEdited = Boolean()
    editHistory = Array(Object(), server_only=True)
    mentionedUserIds = Array(Id(), 100)
    origin = Text(20)
    originDetail = Text(40)
    reactions = Object(default={})
    codemarkId = Id()
    reviewId = Id()
    reviewCheckpoint = Number()
    files = Array(Object(max_length=500), 20)
    sharedTo = Array(Object(max_length=500), 10)
    codeErrorId = Id()
    _forNRMigration = Boolean(server_only=True)
    _fromNREngine = Boolean(server_only=True)
