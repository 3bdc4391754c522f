"""The repository document (contract 20, section 5; data/attributes.json)."""

from __future__ import annotations

from typing import ClassVar

from codestream.kit.model import Array, Id, Index, Model, Object, Text


class Repo(Model):
    """A repository of a team, known by its remotes and by hashes of its commits."""

    collection = "repos"
    singular, plural = "repo", "repos"
    indexes: ClassVar = (Index("byTeamId", teamId=1),)

    companyId = Id()
    teamId = Id(required=True)
    url = Text(1024)
    normalizedUrl = Text(1024)
    companyIdentifier = Text(256)
    firstCommitHash = Text(40, min_length=40)
    knownCommitHashes = Array(Text(), 1000)
    remotes = Array(Object(max_length=500), 100)
    name = Text(100)
