from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from bson import ObjectId

from codestream.kit import authority
from codestream.kit.authority import AuthorityCache
from codestream.kit.ids import new_id
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from codestream.kit.mongo import Mongo


@pytest.fixture
async def cache(mongo: Mongo) -> AsyncIterator[AuthorityCache]:
    cache = AuthorityCache(mongo, {"users": ["teamIds", "deactivated"]})
    stop = asyncio.Event()
    tail = asyncio.create_task(cache.tail(stop))
    await until(lambda: cache.is_alive)
    yield cache
    stop.set()
    await tail


async def _insert(mongo: Mongo, **fields: object) -> str:
    doc_id = new_id()
    await mongo["users"].insert_one({"_id": ObjectId(doc_id), **fields})
    return doc_id


async def test_a_second_read_comes_from_the_cache_and_holds_only_authority(mongo: Mongo, cache: AuthorityCache) -> None:
    user_id = await _insert(mongo, teamIds=["t"], version=7)
    assert await cache.reader().get("users", user_id) == {"id": user_id, "teamIds": ["t"]}
    reader = cache.reader()
    assert await reader.get("users", user_id) == {"id": user_id, "teamIds": ["t"]}
    assert reader.used_cache


async def test_a_change_made_elsewhere_is_seen(mongo: Mongo, cache: AuthorityCache) -> None:
    user_id = await _insert(mongo, teamIds=["t"])
    await cache.reader().get("users", user_id)
    await mongo["users"].update_one({"_id": ObjectId(user_id)}, {"$pull": {"teamIds": "t"}})
    await until(lambda: cache.cached("users", user_id) is None)
    assert await cache.reader().get("users", user_id) == {"id": user_id, "teamIds": []}


async def test_a_change_of_a_counter_leaves_the_entry(mongo: Mongo, cache: AuthorityCache) -> None:
    counted, changed = await _insert(mongo, teamIds=["t"]), await _insert(mongo, teamIds=["t"])
    for user_id in (counted, changed):
        await cache.reader().get("users", user_id)
    await mongo["users"].update_one({"_id": ObjectId(counted)}, {"$inc": {"totalPosts": 1}})
    await mongo["users"].update_one({"_id": ObjectId(changed)}, {"$set": {"deactivated": True}})
    await until(lambda: cache.cached("users", changed) is None)  # changes come in order: the counter's was seen before
    assert cache.cached("users", counted) is not None


async def test_a_fresh_reader_takes_nothing_from_the_cache(mongo: Mongo, cache: AuthorityCache) -> None:
    user_id = await _insert(mongo, teamIds=["t"])
    await cache.reader().get("users", user_id)
    reader = cache.reader(fresh=True)
    await reader.get("users", user_id)
    assert not reader.used_cache


async def test_without_a_tail_nothing_counts(mongo: Mongo, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = AuthorityCache(mongo, {"users": ["teamIds"]})
    user_id = await _insert(mongo, teamIds=["t"])
    await cache.reader().get("users", user_id)
    assert cache.cached("users", user_id) is None
    monkeypatch.setattr(authority, "LEASE_SECONDS", 0.0)
    assert not cache.is_alive


async def test_what_is_no_id_or_does_not_exist_is_none(mongo: Mongo, cache: AuthorityCache) -> None:
    assert await cache.reader().get("users", "nobody") is None
    assert await cache.reader().get("users", new_id()) is None
    assert mongo is not None
