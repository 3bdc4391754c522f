"""Every query of users and of their sign-up tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymongo import DeleteMany, ReplaceOne

from codestream.kit.mongo import object_id, object_ids, to_doc
from codestream.kit.work import Direct
from codestream.resources.users.model import SignupToken, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo

UUID_LENGTH = 36


async def get(mongo: Mongo, user_id: str) -> Doc | None:
    """A user by id."""
    found = await mongo[User.collection].find_one({"_id": object_id(user_id)})
    return to_doc(found) if found else None


async def get_many(mongo: Mongo, user_ids: Iterable[str]) -> list[Doc]:
    """Users by id, in the order of the database; unknown ids are absent."""
    ids = object_ids(user_ids)
    if not ids:
        return []
    return [to_doc(found) for found in await mongo[User.collection].find({"_id": {"$in": ids}}).to_list()]


async def find_by_email(mongo: Mongo, email: str) -> Doc | None:
    """The user with that address, whatever its letter case."""
    found = await mongo[User.collection].find_one({"searchableEmail": email.lower()})
    return to_doc(found) if found else None


async def count_registered(mongo: Mongo, user_ids: Iterable[str]) -> int:
    """How many of these users are registered and not deactivated."""
    return await mongo[User.collection].count_documents(
        {"_id": {"$in": object_ids(user_ids)}, "isRegistered": True, "deactivated": {"$ne": True}}
    )


async def find_signup_token(mongo: Mongo, token: str) -> Doc | None:
    """A sign-up token or invite code; one that was pasted twice in a row is halved (contract 10, section 4)."""
    half = len(token) // 2
    if half == UUID_LENGTH and token[:half] == token[half:]:
        token = token[:half]
    found = await mongo[SignupToken.collection].find_one({"token": token})
    return to_doc(found) if found else None


async def preferences(mongo: Mongo, user_id: str) -> Doc:
    """What a user prefers; read alone, because clients ask for it twice per new message."""
    found = await mongo[User.collection].find_one({"_id": object_id(user_id)}, {"preferences": 1})
    return (found or {}).get("preferences") or {}


async def reading_state(mongo: Mongo, user_id: str) -> Doc:
    """What a user has read, and prefers: `{lastReads?, preferences?}`."""
    return (
        await mongo[User.collection].find_one({"_id": object_id(user_id)}, {"lastReads": 1, "preferences.closedStreams": 1}) or {}
    )


async def sessions(mongo: Mongo, user_id: str) -> Doc:
    """A user's sessions `{id: {status, updatedAt}}`."""
    found = await mongo[User.collection].find_one({"_id": object_id(user_id)}, {"sessions": 1})
    return (found or {}).get("sessions") or {}


def replace_signup_token(token: str, fields: Doc) -> Direct:
    """Store a sign-up token in place of one with the same text."""
    record = {"version": 1, "token": token, **fields}
    return Direct(SignupToken.collection, lambda: ReplaceOne({"token": token}, record, upsert=True))


def forget_signup_token(token: str) -> Direct:
    return Direct(SignupToken.collection, lambda: DeleteMany({"token": token}))


def forget_invite_codes(user_id: str) -> Direct:
    return Direct(SignupToken.collection, lambda: DeleteMany({"userId": user_id, "isInviteCode": True}))


def forget_expired_signup_tokens(before_ms: int) -> Direct:
    return Direct(SignupToken.collection, lambda: DeleteMany({"expiresAt": {"$lt": before_ms}}))
