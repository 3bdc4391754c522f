"""The one door to MongoDB: how we connect, and how a stored document becomes one in memory.

The driver is kept behind this module, so that it can be changed when a measurement says so. Outside of it a document's
id is the text `id`; in the database it is the ObjectId `_id`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bson import ObjectId
from bson.codec_options import CodecOptions, TypeDecoder, TypeRegistry
from pymongo import AsyncMongoClient
from pymongo.errors import ConfigurationError, OperationFailure, ServerSelectionTimeoutError

from codestream.kit.documents import Doc  # noqa: TC001 - CODEC is built at import
from codestream.kit.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pymongo.asynchronous.client_session import AsyncClientSession
    from pymongo.asynchronous.collection import AsyncCollection
    from pymongo.asynchronous.database import AsyncDatabase

DEFAULT_DATABASE = "codestream"
SERVER_SELECTION_TIMEOUT_MS = 30_000
"""How long a request waits for a MongoDB that is away before it fails."""
STARTUP_TIMEOUT_MS = 5_000
CONNECT_TIMEOUT_MS = 5_000
MAX_POOL_SIZE = 64
MIN_SERVER_VERSION = (5, 0)
CONVERT_STANDALONE = 'start it with --replSet rs0 and run once: mongosh --eval "rs.initiate()"'


class MongoUnavailableError(Exception):
    """MongoDB cannot be used as it is. The text says, in one line, what is wrong and what to do."""


class _IntegralDouble(TypeDecoder):
    """An original database holds every time as a double; JavaScript prints 1.0 as 1, and so do we."""

    bson_type = float

    def transform_bson(self, value: float) -> float | int:
        return int(value) if value.is_integer() else value


CODEC: CodecOptions[Doc] = CodecOptions(document_class=dict, tz_aware=True, type_registry=TypeRegistry([_IntegralDouble()]))


class Mongo:
    """One process's connection pool and the product's database."""

    def __init__(self, url: str, *, database: str | None = None) -> None:
        """Connect lazily to `url`; `database` overrides the one named in it.

        Raises:
            MongoUnavailableError: the URL is malformed.
        """
        self.url = url
        self.client = _client(url, SERVER_SELECTION_TIMEOUT_MS)
        name = database or self.client.get_default_database(DEFAULT_DATABASE).name
        self.database: AsyncDatabase[Doc] = self.client.get_database(name, codec_options=CODEC)

    def __getitem__(self, collection: str) -> AsyncCollection[Doc]:
        return self.database[collection]

    def start_session(self) -> AsyncClientSession:
        """A session for one transaction (or one cursor); use it as an async context manager."""
        return self.client.start_session(causal_consistency=False)

    async def check(self) -> None:
        """Make sure that a replica set of a supported version answers.

        Raises:
            MongoUnavailableError: nothing answers within `STARTUP_TIMEOUT_MS`, access is refused, the server is too
                old, or it is a standalone server (no transactions, no change streams).
        """
        async with _client(self.url, STARTUP_TIMEOUT_MS) as probe:
            try:
                hello = await probe.admin.command("hello")
                version = tuple((await probe.server_info())["versionArray"][:2])
            except ServerSelectionTimeoutError as error:
                reason = str(error).split(",")[0]
                raise MongoUnavailableError(f"No MongoDB answers ({reason}): start it, or correct the URL.") from error
            except OperationFailure as error:
                raise MongoUnavailableError(f"MongoDB refuses access ({error}): correct user and password in the URL.") from error
        if "setName" not in hello and hello.get("msg") != "isdbgrid":
            raise MongoUnavailableError(
                f"MongoDB runs standalone, a replica set is needed (one node is enough): {CONVERT_STANDALONE}"
            )
        if version < MIN_SERVER_VERSION:
            raise MongoUnavailableError(f"MongoDB {version[0]}.{version[1]} is too old: 5.0 or newer is needed.")

    async def close(self) -> None:
        await self.client.close()


def _client(url: str, selection_timeout_ms: int) -> AsyncMongoClient[Doc]:
    try:
        return AsyncMongoClient(
            url,
            appname="codestream",
            w="majority",
            journal=True,
            retryWrites=True,
            retryReads=True,
            maxPoolSize=MAX_POOL_SIZE,
            connectTimeoutMS=CONNECT_TIMEOUT_MS,
            serverSelectionTimeoutMS=selection_timeout_ms,
            document_class=dict,
            tz_aware=True,
            type_registry=CODEC.type_registry,
        )
    except (ConfigurationError, ValueError) as error:
        raise MongoUnavailableError(f"The MongoDB URL cannot be used ({error}): correct it.") from error


def to_doc(stored: Doc) -> Doc:
    """Turn what the database holds into a document in memory (in place): `_id` becomes the text `id`."""
    stored["id"] = str(stored.pop("_id"))
    return stored


def to_stored(doc: Doc) -> Doc:
    """The reverse of `to_doc`, as a copy: `id` becomes the ObjectId `_id`."""
    stored = {"_id": ObjectId(doc["id"]), **doc}
    del stored["id"]
    return stored


def object_id(doc_id: str) -> ObjectId | None:
    """The database's form of a document id; None for a text that cannot be one, which matches nothing."""
    return ObjectId(doc_id) if is_id(doc_id) else None


def object_ids(doc_ids: Iterable[Any]) -> list[ObjectId]:
    """The database's form of those `doc_ids` that can be ids."""
    return [ObjectId(doc_id) for doc_id in doc_ids if is_id(doc_id)]
