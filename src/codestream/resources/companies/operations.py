"""Operations on companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.kit.ids import new_id
from codestream.kit.work import Late
from codestream.resources.companies import rules
from codestream.resources.companies.model import Company
from codestream.resources.streams.model import Stream
from codestream.resources.streams.rules import new_team_stream
from codestream.resources.teams.model import Team
from codestream.resources.teams.rules import new_everyone_team
from codestream.resources.teams.views import full_team
from codestream.resources.users.events import user_channel
from codestream.resources.users.model import User
from codestream.resources.users.store import get as get_user

if TYPE_CHECKING:
    from codestream.app import Call
    from codestream.kit.model import Model
    from codestream.kit.work import Insert


async def create_company(call: Call, accepted: dict[str, Any]) -> dict[str, Any]:
    """Create a company with its team of everybody and that team's stream (contract 20, 2.1 and 3.3)."""
    work, settings = call.work, call.app.settings
    user = await get_user(call.app.mongo, call.user_id) or {}
    company_id, team_id, stream_id = new_id(), new_id(), new_id()
    values = {
        **accepted,
        **rules.plan_of_new_company(work.now_ms, on_prem=settings.is_on_prem),
        "hasBeenMigratedToCompanyCentric": True,
        "everyoneTeamId": team_id,
        "teamIds": [team_id],
    }

    def new(model: type[Model], fields: dict[str, Any], doc_id: str) -> Insert:
        return work.insert(model, model.new(fields, now_ms=work.now_ms, creator_id=call.user_id, doc_id=doc_id))

    company = new(Company, values, company_id)
    first_team = not user.get("teamIds")
    everyone = new_everyone_team(company_id, call.user_id, first_team=first_team)
    team = new(Team, everyone, team_id)
    stream = new(Stream, new_team_stream(team_id, stream_id), stream_id)
    creator = work.update(
        User,
        call.user_id,
        User.companyIds.add_to_set(company_id),
        User.teamIds.add_to_set(team_id),
        User.companyName.unset(),
    )
    if first_team:
        first = (User.joinMethod.set("Created Team"), User.primaryReferral.set("external"), User.originTeamId.set(team_id))
        creator.add(*(op for op in first if user.get(op.path) is None))
    shown_team = Late(lambda: full_team(team.stored, settings, companyMemberCount=1))
    work.tell(user_channel(call.user_id), {"company": company, "team": shown_team, "user": creator.for_me})
    return {"company": company, "team": shown_team, "streams": [stream]}
