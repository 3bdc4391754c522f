"""Every query and write operator of posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from bson import ObjectId
from pymongo import ASCENDING, DESCENDING, UpdateMany, UpdateOne

from codestream.kit.mongo import object_id, object_ids, to_doc
from codestream.kit.work import Direct
from codestream.resources.posts.model import Post
from codestream.resources.teams.model import Team
from codestream.resources.users.model import User

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo
    from codestream.kit.work import Late, WriteModel


async def get(mongo: Mongo, post_id: str) -> Doc | None:
    """A post by id."""
    found = await mongo[Post.collection].find_one({"_id": object_id(post_id)})
    return to_doc(found) if found else None


@dataclass(frozen=True)
class Page:
    """Which posts are wanted, and in which order (contract 30, 4.2 and 4.3)."""

    selector: dict[str, Any]
    key: str
    """The paging key: `_id` or `seqNum`."""
    ascending: bool
    limit: int


async def find_page(mongo: Mongo, page: Page) -> tuple[list[Doc], bool]:
    """The posts of a page, and whether there are more behind it."""
    order = ASCENDING if page.ascending else DESCENDING
    cursor = mongo[Post.collection].find(page.selector).sort(page.key, order).limit(page.limit + 1)
    found = [to_doc(post) for post in await cursor.to_list()]
    return found[: page.limit], len(found) > page.limit


async def replies_to(mongo: Mongo, posts: Sequence[Doc]) -> list[Doc]:
    """The direct replies to any of these posts."""
    if not posts:
        return []
    cursor = mongo[Post.collection].find({"parentPostId": {"$in": [post["id"] for post in posts]}})
    return [to_doc(found) for found in await cursor.to_list()]


@dataclass(frozen=True)
class UnreadMarks:
    """A new post makes its stream unread for those who had read everything (contract 30, 1.4).

    `lastReads.<stream>` is the last number read; who has no entry has read all. Entries that exist stay.
    """

    stream_id: str
    seq_num: Late
    author_id: str
    member_ids: Collection[str]
    collection: ClassVar[str] = User.collection

    @classmethod
    def statements(cls, effects: Sequence[UnreadMarks]) -> list[WriteModel]:
        """One statement marks for all posts of a stream; an author is behind from the first later post of another."""
        streams: dict[str, list[UnreadMarks]] = {}
        for effect in effects:
            streams.setdefault(effect.stream_id, []).append(effect)
        return [statement for posts in streams.values() for statement in cls._of_stream(posts)]

    @classmethod
    def _of_stream(cls, posts: Sequence[UnreadMarks]) -> list[WriteModel]:
        authors = {post.author_id for post in posts}
        readers = {user_id for post in posts for user_id in post.member_ids} - authors
        statements: list[WriteModel] = []
        if readers:
            statements.append(UpdateMany({"_id": {"$in": object_ids(readers)}, **posts[0].unmarked}, posts[0].mark))
        last_of = {post.author_id: position for position, post in enumerate(posts)}
        for author_id, position in last_of.items():
            if position + 1 < len(posts):
                following = posts[position + 1]
                statements.append(UpdateOne({"_id": ObjectId(author_id), **following.unmarked}, following.mark))
        return statements

    @property
    def unmarked(self) -> dict[str, Any]:
        """Whose mark is made: those who have none."""
        return {f"lastReads.{self.stream_id}": {"$exists": False}}

    @property
    def mark(self) -> dict[str, Any]:
        """The post before this one was the last that was read."""
        return {
            "$set": {f"lastReads.{self.stream_id}": self.seq_num.resolve() - 1},
            "$unset": {f"lastEmailsSent.{self.stream_id}": True},
        }


@dataclass(frozen=True)
class LastPostCreated:
    """When a team last said something: for the weekly mails, unversioned."""

    team_id: str
    at_ms: int
    collection: ClassVar[str] = Team.collection

    @classmethod
    def statements(cls, effects: Sequence[LastPostCreated]) -> list[WriteModel]:
        latest = {effect.team_id: effect.at_ms for effect in effects}
        return [UpdateOne({"_id": ObjectId(team_id)}, {"$max": {"lastPostCreatedAt": at_ms}}) for team_id, at_ms in latest.items()]


def count_mentions(user_ids: Collection[str], author_id: str) -> Direct:
    """Remember of those mentioned who are not registered yet that a mention brought them (contract 30, 3.8)."""
    who = {"_id": {"$in": object_ids(user_ids)}, "isRegistered": {"$ne": True}}
    change = {
        "$inc": {"numMentions": 1},
        "$set": {"internalMethod": "mention_notification", "internalMethodDetail": author_id},
    }
    return Direct(User.collection, lambda: UpdateMany(who, change))
