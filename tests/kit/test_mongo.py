from __future__ import annotations

from typing import TYPE_CHECKING

from bson import ObjectId

from codestream.kit.mongo import to_doc, to_stored

if TYPE_CHECKING:
    from codestream.kit.mongo import Mongo


async def test_a_replica_set_is_accepted(mongo: Mongo) -> None:
    await mongo.check()


async def test_doubles_of_an_original_database_come_back_as_integers(mongo: Mongo) -> None:
    await mongo["things"].insert_one({"_id": ObjectId(), "createdAt": 1795363648334.0, "ratio": 0.5})
    found = await mongo["things"].find_one()
    assert found is not None
    assert (found["createdAt"], type(found["createdAt"]), found["ratio"]) == (1795363648334, int, 0.5)


def test_id_is_text_outside_the_database() -> None:
    doc = to_doc({"_id": ObjectId("6b03134083f68271fe477bec"), "a": 1})
    assert doc == {"id": "6b03134083f68271fe477bec", "a": 1}
    assert to_stored(doc) == {"_id": ObjectId("6b03134083f68271fe477bec"), "a": 1}
