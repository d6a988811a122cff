"""Ask to vote by post because one cannot come: a case that a manager decides (Korea: Public Official Election Act art. 38)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import citation
from madang.framework.ui import written
from madang.framework.values import Fault, Party, Refusal
from madang.systems.elections.domain.words import AbsenteeGround, State
from madang.systems.elections.models import Election, PostalVoter, Voter
from madang.systems.elections.usecases.permissions import MANAGER

PROCEDURE = "elections.postal"
LAW = "elections.absentee.application_days"
# The law names no days: the list of postal voters is made as soon as the days of applying are over (art. 38 (5)).
DECIDED_IN = 2

GROUNDS = {
    AbsenteeGround.SERVICE: _("I serve in a barrack or on a ship too far from any polling station."),
    AbsenteeGround.INSTITUTION: _("I live in a hospital, a care home, a prison or a remand centre."),
    AbsenteeGround.DISABILITY: _("I cannot move because of a grave disability."),
    AbsenteeGround.ISLAND: _("I live on an island from which a polling station is hard to reach."),
    AbsenteeGround.REMOTE: _("I stay for long where no polling station can be set up."),
    AbsenteeGround.ISOLATION: _("I am isolated because of an infectious disease."),
}
"""What the voter says, by ground."""


class NoApplicationNow(Refusal):
    """Too early, too late, or never."""

    code = "elections.postal_not_now"
    says = _(
        "Your application was not taken: to vote by post one applies until {until}, after the election is announced."
    )


class NoVotingByPost(Refusal):
    """The election takes no ballots by post, or not this voter's."""

    code = "elections.no_voting_by_post"
    says = _("Your application was not taken: in this election your vote cannot come by post. Vote online.")


class ApplicationUnfit(Refusal):
    """Ground or address is missing."""

    code = "elections.postal_unfit"
    says = _("Your application was not taken. Fill in what is marked and send it again.")
    status = 422


class NotOnThisRoll(Refusal):
    """Nobody votes who is not on the roll."""

    code = "elections.postal_not_on_roll"
    says = _("Your application was not taken: you are not on the roll. Object to the roll first, if you should be.")
    status = 403


class TooLateForPost(Refusal):
    """The voter voted, or voting began."""

    code = "elections.postal_too_late"
    says = _("The application was not granted: the voting has begun or is over.")


def apply_by_post(*, election: Election, ground: str, address: str, actor: Actor, now: datetime) -> Case:
    """A voter asks for a ballot by post, to `address`. The same voter asking again gets the same case.

    Raises Forbidden, NoVotingByPost, NoApplicationNow, NotOnThisRoll, ApplicationUnfit.
    """
    require(actor, "elections.vote", election.uuid)
    until, today = election.absentee_until, timezone.localdate(now)
    if until is None:
        raise NoVotingByPost
    if election.state not in {State.ANNOUNCED, State.ROLL_FROZEN} or today > until:
        raise NoApplicationNow(until=written.day(until))
    voter = Voter.objects.filter(election=election, person=actor.person or "").first()
    if voter is None:
        raise NotOnThisRoll
    if voter.weight != 1:
        raise NoVotingByPost
    faults = _faults(ground, address)
    if faults:
        raise ApplicationUnfit(faults=faults)
    data = {"election": election.uuid, "person": voter.person, "ground": ground, "address": address.strip()[:300]}
    party = Party.person(voter.person)
    with transaction.atomic():
        case = open_case(
            procedure=PROCEDURE,
            applicant=party,
            subject=party,
            office=election.office,
            data=data,
            actor=actor,
            now=now,
            application=f"elections:postal:{election.uuid}:{party.key}",
            applicant_name=actor.name,
        )
        detail = {"case": case.number}
        record(
            actor=actor, action="elections.apply_by_post", target=f"election:{election.uuid}", detail=detail, now=now
        )
    return case


def _faults(ground: str, address: str) -> tuple[Fault, ...]:
    faults = []
    if ground not in {one.value for one in AbsenteeGround}:
        faults.append(Fault("ground", str(_("Choose why you cannot come.")), "elections.postal_ground"))
    if not address.strip():
        faults.append(Fault("address", str(_("Write where the ballot is to be sent.")), "elections.postal_address"))
    return tuple(faults)


def register_postal_procedure() -> None:
    """Applications to vote by post, decided by the managers of the office."""
    procedures.register(
        Procedure(
            code=PROCEDURE,
            title=_("Application to vote by post"),
            decided_by=MANAGER,
            days=DECIDED_IN,
            describe=_described,
            legal_text=lambda case: citation(LAW, on=timezone.localdate(case.filed_at)),
            on_decision=_decided,
        )
    )


def _described(case: Case) -> Iterable[tuple[object, object]]:
    election = Election.objects.get(uuid=case.data["election"])
    yield _("Election"), election.title
    voter = Voter.objects.filter(election=election, person=case.data["person"]).first()
    yield _("Number on the roll"), voter.number if voter else "–"
    yield _("Ground"), GROUNDS[AbsenteeGround(case.data["ground"])]
    yield _("The ballot goes to"), case.data["address"]


def _decided(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted: from now on the voter votes by post alone."""
    if decision.outcome != Outcome.GRANTED:
        return
    election = Election.objects.get(uuid=case.data["election"])
    voter = Voter.objects.select_for_update().filter(election=election, person=case.data["person"]).first()
    too_late = now >= election.opens_at or election.state not in {State.ANNOUNCED, State.ROLL_FROZEN, State.READY}
    if voter is None or voter.channel or too_late:
        raise TooLateForPost
    PostalVoter.objects.get_or_create(
        voter=voter,
        defaults={"ground": case.data["ground"], "sent_to": case.data["address"], "admitted_at": now},
    )
    detail = {"case": case.number, "number": voter.number}
    record(actor=actor, action="elections.admit_to_post", target=f"election:{election.uuid}", detail=detail, now=now)
