"""Signing in: the tokens, the bookkeeping and the initial data (contract 10, sections 3 and 5)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from codestream.config import parameters as p
from codestream.kit.directives import Operators, apply
from codestream.kit.tokens import TokenError
from codestream.resources.companies import store as companies
from codestream.resources.companies.model import Company
from codestream.resources.environment.capabilities import capabilities, client_environment
from codestream.resources.repos import store as repos
from codestream.resources.repos.model import Repo
from codestream.resources.streams import store as streams
from codestream.resources.streams.model import Stream
from codestream.resources.teams import store as teams
from codestream.resources.teams.rules import active_member_ids
from codestream.resources.teams.views import full_team, plan_of
from codestream.resources.users import errors, rules, store
from codestream.resources.users.model import User
from codestream.resources.users.webmail import is_webmail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codestream.app import App, Call
    from codestream.kit.directives import Op
    from codestream.kit.documents import Doc

ACCESS_TOKEN: Final = "web"  # noqa: S105 - the type of a token, not a token


async def log_in(call: Call, email: str, password: str) -> dict[str, Any]:
    """Sign in by password (contract 10, 3.1)."""
    user = await store.find_by_email(call.app.mongo, email)
    stored = user.get("passwordHash") if user and not user.get("deactivated") else None
    if not await call.app.passwords.verify(password, stored) or user is None or stored is None:
        raise errors.PASSWORD_MISMATCH()
    if not user.get("isRegistered"):
        raise errors.NOT_CONFIRMED()
    check_maintenance(user)
    extra = []
    if call.app.passwords.needs_upgrade(stored):
        extra.append(User.passwordHash.set(await call.app.passwords.hash(password)))
    return await signed_in(call, user, true_login=True, extra=extra)


async def log_in_by_token(call: Call) -> dict[str, Any]:
    """Sign in by the access token of the request (contract 10, 3.2)."""
    user = await store.get(call.app.mongo, call.user_id)
    if user is None:
        raise errors.PASSWORD_MISMATCH()
    return await signed_in(call, user, true_login=True)


def check_maintenance(user: Doc) -> None:
    """Refuse who is in maintenance mode.

    Raises:
        Refusal: USRC-1023.
    """
    if user.get("inMaintenanceMode"):
        raise errors.IN_MAINTENANCE_MODE()


async def signed_in(call: Call, user: Doc, *, true_login: bool, extra: Iterable[Op] = ()) -> dict[str, Any]:
    """Note a sign-in, unversioned, and answer with the initial data."""
    ops = [*session_ops(call, user, true_login=true_login), *extra]
    call.work.note(User, user["id"], *ops)
    return await initial_data(call, with_ops(user, ops))


def session_ops(call: Call, user: Doc, *, true_login: bool) -> list[Op]:
    """What a sign-in changes of a user: bookkeeping, and the tokens where they are missing or no longer valid."""
    headers = call.request.headers
    ops = rules.signing_in(
        user,
        now_ms=call.now_ms,
        ide=headers.get("x-cs-plugin-ide", ""),
        detail=headers.get("x-cs-plugin-ide-detail", ""),
        true_login=true_login,
    )
    if not _valid_access_token(call.app, user):
        ops += new_access_token(call.app, user["id"], call.now_ms)
    if not user.get("broadcasterToken"):
        token = user.get("pubNubToken") or rules.new_broadcaster_token()
        ops += [User.broadcasterToken.set(token), User.pubNubToken.set(token)]
    return ops


def new_access_token(app: App, user_id: str, now_ms: int) -> list[Op]:
    """A new access token; older ones stop being accepted."""
    token = app.tokens.issue(ACCESS_TOKEN, {"uid": user_id}, now_ms=now_ms)
    issuance = now_ms // 1000 * 1000
    return [User.accessTokens[ACCESS_TOKEN].set({"token": token, "minIssuance": issuance})]


def _valid_access_token(app: App, user: Doc) -> bool:
    entry = (user.get("accessTokens") or {}).get(ACCESS_TOKEN) or {}
    if not entry.get("token") or entry.get("invalidated"):
        return False
    try:
        payload = app.tokens.verify(entry["token"])
    except TokenError:
        return False
    return bool(payload.get("iat", 0) * 1000 >= entry.get("minIssuance", 0))


def with_ops(user: Doc, ops: Iterable[Op]) -> Doc:
    """A copy of `user` as it is after `ops`."""
    operators = Operators()
    operators.add(ops)
    changed = {**user, **{name: dict(user[name]) for name in ("accessTokens", "preferences") if isinstance(user.get(name), dict)}}
    apply({str(operator): values for operator, values in operators.by_operator.items()}, changed)
    return changed


async def initial_data(call: Call, user: Doc, shown: Any = None) -> dict[str, Any]:
    """The answer to every way of signing in (contract 10, 5.1). `shown` replaces the user's own view of the document."""
    app, settings = call.app, call.app.settings
    team_ids = user.get("teamIds") or []
    found_teams, found_repos, found_streams = await asyncio.gather(
        teams.get_many(app.mongo, team_ids), repos.of_teams(app.mongo, team_ids), streams.of_teams(app.mongo, team_ids)
    )
    company_ids = {*(user.get("companyIds") or ()), *(team["companyId"] for team in found_teams)}
    found_companies = {company["id"]: company for company in await companies.get_many(app.mongo, company_ids)}
    domain = user["email"].lower().rpartition("@")[2]
    answer = {
        "user": shown if shown is not None else User.visible(user, "me"),
        "accessToken": user["accessTokens"][ACCESS_TOKEN]["token"],
        "broadcasterToken": user["broadcasterToken"],
        "capabilities": capabilities(settings),
        **client_environment(settings),
        "isWebmail": is_webmail(domain),
        "socketCluster": {
            "host": settings[p.BROADCASTER_HOST],
            "port": settings[p.BROADCASTER_PORT],
            "ignoreHttps": settings[p.BROADCASTER_IGNORE_HTTPS],
        },
        "teams": [full_team(team, settings, **plan_of(found_companies.get(team["companyId"]))) for team in found_teams],
        "companies": [Company.visible(company) for company in found_companies.values()],
        "repos": [Repo.visible(repo) for repo in found_repos],
    }
    if not answer["isWebmail"]:
        answer["eligibleJoinCompanies"] = await _eligible_companies(app, domain)
    if team_ids:
        answer["streams"] = [Stream.visible(stream) for stream in found_streams]
    return answer


async def _eligible_companies(app: App, domain: str) -> list[dict[str, Any]]:
    """Companies that anybody with an address of `domain` may join (contract 20, 2.3)."""
    found = await companies.joinable_by(app.mongo, domain)
    return [
        {
            "id": company["id"],
            "name": company["name"],
            "byDomain": domain,
            "domainJoining": company.get("domainJoining") or [],
            "codeHostJoining": company.get("codeHostJoining") or [],
            "memberCount": await member_count(app, company),
        }
        for company in found
    ]


async def member_count(app: App, company: Doc) -> int:
    """Registered, active members of all teams of a company (contract 20, 1.1)."""
    member_ids = {
        user_id for team in await teams.get_many(app.mongo, company.get("teamIds") or ()) for user_id in active_member_ids(team)
    }
    return await store.count_registered(app.mongo, member_ids)
