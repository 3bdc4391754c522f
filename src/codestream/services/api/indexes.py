"""The indexes of every collection, made when a process starts (contract data/indexes.json)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pymongo import ASCENDING, IndexModel

from codestream.kit.jobs import JOBS
from codestream.kit.message_log import MESSAGES
from codestream.resources.companies.model import Company
from codestream.resources.posts.model import Post
from codestream.resources.repos.model import Repo
from codestream.resources.streams.model import Stream
from codestream.resources.teams.model import Team
from codestream.resources.users.model import SignupToken, User

if TYPE_CHECKING:
    from codestream.kit.model import Model
    from codestream.kit.mongo import Mongo

MODELS: Final[tuple[type[Model], ...]] = (User, SignupToken, Company, Team, Stream, Post, Repo)
OTHERS: Final = {
    MESSAGES: [
        IndexModel([("channel", ASCENDING), ("timestamp", ASCENDING)], name="byChannel"),
        IndexModel("timestamp", name="byTimestamp"),
    ],
    JOBS: [IndexModel([("queue", ASCENDING), ("dueAt", ASCENDING)], name="byQueue")],
}


async def ensure_indexes(mongo: Mongo) -> None:
    """Make the indexes that are missing; an original database has most of them under the same names."""
    for model in MODELS:
        if model.indexes:
            wanted = [IndexModel(list(index.keys.items()), name=index.name) for index in model.indexes]
            await mongo[model.collection].create_indexes(wanted)
    for collection, indexes in OTHERS.items():
        await mongo[collection].create_indexes(indexes)
