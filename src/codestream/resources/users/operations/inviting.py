"""Inviting somebody to a team (contract 10, 8.4; 20, 2.2 and 4.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codestream.kit.errors import CREATE_AUTH, NOT_FOUND, PARAMETER_REQUIRED
from codestream.kit.work import Late, resolved
from codestream.resources.companies import store as companies
from codestream.resources.companies.model import Company
from codestream.resources.repos import store as repos
from codestream.resources.repos.model import Repo
from codestream.resources.teams import rules as team_rules
from codestream.resources.teams import store as teams
from codestream.resources.teams.model import Team
from codestream.resources.teams.views import full_team
from codestream.resources.users import events, rules, store
from codestream.resources.users.model import User

if TYPE_CHECKING:
    from codestream.app import Call
    from codestream.kit.directives import Op
    from codestream.kit.documents import Doc
    from codestream.kit.work import Insert, Update


async def team_for_inviting(call: Call) -> Doc:
    """The team that somebody is to be invited to, if the caller may (contract 20, 4.12).

    Raises:
        Refusal: RAPI-1001, RAPI-1011, RAPI-1003.
    """
    team_id = call.body.get("teamId") if isinstance(call.body, dict) else None
    if not team_id:
        raise PARAMETER_REQUIRED(info="teamId")
    if team_id not in call.team_ids:
        raise CREATE_AUTH()
    team = await teams.get(call.app.mongo, team_id)
    if team is None:
        raise NOT_FOUND(info="team")
    if (team.get("settings") or {}).get("onlyAdminsCanInvite") and not team_rules.is_admin(team, call.user_id):
        raise CREATE_AUTH(reason="only admins can invite users to this team")
    return team


async def invite(call: Call, team: Doc, accepted: dict[str, Any]) -> dict[str, Any]:
    """Put the user of an address on a team, creating an unregistered one if there is none."""
    work = call.work
    work.lane = team["id"]
    accepted["email"] = accepted["email"].strip()
    rules.check_identity({"email": accepted["email"]})
    known = await store.find_by_email(call.app.mongo, accepted["email"])
    is_registered = bool(known and known.get("isRegistered"))
    was_on_team = bool(known and team["id"] in (known.get("teamIds") or ()))
    mails = not accepted.get("dontSendEmail")

    values, new_code = _invitee(known, accepted, mails=mails)
    if known is None:
        values |= {"teamIds": [team["id"]], "companyIds": [team["companyId"]]}
        user: Insert | Update = work.insert(User, User.new(values, now_ms=work.now_ms, creator_id=call.user_id))
    else:
        User.check(values)
        origin = await _origin_team_id(call, team)
        ops: list[Op] = [User.fields[name].set(value) for name, value in values.items()]
        ops += [User.companyIds.add_to_set(team["companyId"]), User.teamIds.add_to_set(team["id"])]
        if is_registered and not (known.get("teamIds") and known.get("joinMethod")):
            ops += rules.joined(origin)
        user = work.update(User, known["id"], *ops)
    team_update = work.update(Team, team["id"], *team_rules.added_members([user.doc_id]))
    if new_code:
        expires_in = rules.shortened(rules.INVITE_CODE_EXPIRATION_MS, accepted.get("_inviteCodeExpiresIn"))
        fields = {"userId": user.doc_id, "teamId": team["id"], "isInviteCode": True, "expiresAt": work.now_ms + expires_in}
        work.write(store.replace_signup_token(new_code, fields))
    if not is_registered and mails:
        _note_invitation(call, user.doc_id, team, is_new=known is None)

    shown = user.after()
    work.tell(events.team_channel(team["id"]), {"users": [shown], "team": team_update})
    if is_registered:
        await tell_added(call, team_update, [user])
    if not was_on_team:
        raised = work.update(User, call.user_id, User.numUsersInvited.count())
        events.tell_me(work, raised)
    if mails and not (is_registered and was_on_team):
        fields = {"inviterId": call.user_id, "teamId": team["id"], "teamName": team["name"], "isReinvite": known is not None}
        events.mail(work, "invite", user.doc_id, delay_ms=int(accepted.get("_delayEmail", 0)), **fields)
    answer: dict[str, Any] = {"user": shown}
    if new_code and call.app.hooks.reveals(call.body, "_confirmationCheat"):
        answer["inviteCode"] = new_code
    return answer


def _invitee(known: Doc | None, accepted: dict[str, Any], *, mails: bool) -> tuple[dict[str, Any], str | None]:
    """What an invitation sets on the invited user, and the invite code if a new one was made."""
    if known is not None and known.get("isRegistered"):
        return {}, None
    values: dict[str, Any] = {name: accepted[name] for name in ("email", "fullName", "_pubnubUuid") if name in accepted}
    if known is not None:
        values.pop("_pubnubUuid", None)
    values |= {"searchableEmail": accepted["email"].lower(), "username": rules.username_for(accepted["email"])}
    code = None
    if known is None or not known.get("inviteCode"):
        code = values["inviteCode"] = rules.new_invite_code(accepted.get("inviteInfo"))
    if mails:
        kind = rules.invite_type(known, accepted.get("inviteType"), None)
        values["lastInviteType"] = kind
        if known is None or not known.get("firstInviteType"):
            values["firstInviteType"] = kind
    return values, code


async def _origin_team_id(call: Call, team: Doc) -> str | None:
    creator = await store.get(call.app.mongo, team["creatorId"])
    return creator.get("originTeamId") if creator else None


def _note_invitation(call: Call, user_id: str, team: Doc, *, is_new: bool) -> None:
    """Count an invitation, and plan its repetitions if the invitee is new: unversioned, unpublished."""
    ops = [
        User.internalMethod.set("invitation"),
        User.internalMethodDetail.set(call.user_id),
        User.lastInviteSentAt.set(call.now_ms),
        User.numInvites.inc(),
    ]
    if is_new:
        info = {"inviterId": call.user_id, "teamId": team["id"], "teamName": team["name"], "isReinvite": True}
        ops += [User.needsAutoReinvites.set(rules.AUTO_REINVITES), User.autoReinviteInfo.set(info)]
    call.work.note(User, user_id, *ops)


async def tell_added(call: Call, team: Update, users: list[Insert | Update]) -> None:
    """Give users who were put on a team all that they need of it, each on the own channel (contract 20, 2.2)."""
    settings = call.app.settings
    stored = await teams.get(call.app.mongo, team.doc_id) or {}
    company = await companies.get(call.app.mongo, stored["companyId"]) or {}
    added = {user.doc_id: user for user in users}
    member_ids = [user_id for user_id in team_rules.active_member_ids(stored) if user_id not in added]
    members = [User.visible(member) for member in await store.get_many(call.app.mongo, member_ids)]
    found_repos = [Repo.visible(repo) for repo in await repos.of_teams(call.app.mongo, [team.doc_id])]
    after = team.whole()

    def shown_team() -> Doc:
        whole: Doc = resolved(after)
        return full_team(whole, settings, **team_rules.without_joined(whole, added))

    for user_id, user in added.items():
        payload = {
            "user": user.for_me,
            "team": Late(shown_team),
            "company": Company.visible(company),
            "users": [*members, *(other.after() for other in users)],
            "repos": found_repos,
        }
        call.work.tell(events.user_channel(user_id), payload)
