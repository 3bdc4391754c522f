"""Every query of companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codestream.kit.mongo import object_id, object_ids, to_doc
from codestream.resources.companies.model import Company

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codestream.kit.documents import Doc
    from codestream.kit.mongo import Mongo


async def get(mongo: Mongo, company_id: str) -> Doc | None:
    """A company by id."""
    found = await mongo[Company.collection].find_one({"_id": object_id(company_id)})
    return to_doc(found) if found else None


async def get_many(mongo: Mongo, company_ids: Iterable[str]) -> list[Doc]:
    """Companies by id, in the order of the database; unknown ids are absent."""
    ids = object_ids(company_ids)
    if not ids:
        return []
    return [to_doc(found) for found in await mongo[Company.collection].find({"_id": {"$in": ids}}).to_list()]


async def joinable_by(mongo: Mongo, domain: str) -> list[Doc]:
    """Active companies that people with an address of `domain` (lower case) may join."""
    query = {"domainJoining": domain, "deactivated": False}
    return [to_doc(found) for found in await mongo[Company.collection].find(query).to_list()]
