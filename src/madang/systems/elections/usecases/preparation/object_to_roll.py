"""Object to the roll while it lies open: a case that a manager decides (Korea: Public Official Election Act art. 41)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.contracts.envelope import own_request
from madang.contracts.population_v1 import GetPerson, Person
from madang.exchange import Asking, ask
from madang.framework.audit import record
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.ui import written
from madang.framework.values import Fault, Party, Refusal
from madang.systems.elections.domain.words import State
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases.name import SYSTEM
from madang.systems.elections.usecases.permissions import MANAGER
from madang.systems.elections.usecases.preparation.draw_roll import PURPOSE

PROCEDURE = "elections.objection"
DECIDED_IN = "elections.roll.objection_days"


class InspectionOver(Refusal):
    """The roll does not lie open today."""

    code = "elections.inspection_over"
    says = _("Your objection was not taken: the roll lies open from {begins} to {ends}.")


class RollSettled(Refusal):
    """The roll is frozen."""

    code = "elections.roll_settled"
    says = _("The objection was not granted: the roll is frozen and changes no more.")


class SayWhy(Refusal):
    """Nothing was written."""

    code = "elections.objection_empty"
    says = _("Your objection was not taken: write what is wrong with the roll.")
    status = 422


def object_to_roll(*, election: Election, ground: str, actor: Actor, now: datetime) -> Case:
    """Whoever is missing from the roll, or stands on it wrongly, objects for themselves.

    Raises Forbidden, InspectionOver, SayWhy.
    """
    require(actor, "elections.vote", election.uuid)
    if not election.lies_open(timezone.localdate(now)):
        begins, ends = written.day(election.inspection_from), written.day(election.inspection_until)
        raise InspectionOver(begins=begins, ends=ends)
    if not ground.strip():
        raise SayWhy(faults=(Fault("ground", str(_("Write at least a sentence.")), SayWhy.code),))
    party = Party.person(actor.person or "")
    asking = Asking(system=SYSTEM, actor=actor, purpose=PURPOSE, basis=own_request(), subject=party)
    person = ask(GetPerson(person=party.key), asking)
    with transaction.atomic():
        case = open_case(
            procedure=PROCEDURE,
            applicant=party,
            subject=party,
            office=election.office,
            data={"election": election.uuid, "ground": ground.strip()[:2000], "person": _facts(party.key, person)},
            actor=actor,
            now=now,
            application=f"elections:objection:{election.uuid}:{party.key}",
            applicant_name=actor.name,
        )
        detail = {"case": case.number}
        record(actor=actor, action="elections.object", target=f"election:{election.uuid}", detail=detail, now=now)
    return case


def _facts(key: str, person: Person) -> dict[str, str]:
    return {
        "key": key,
        "name": person.name or "",
        "birth_on": person.birth_on.isoformat() if person.birth_on else "",
        "address": (person.address.text or "") if person.address else "",
    }


def open_objections(*, election: Election) -> int:
    """How many objections to the election's roll wait for a decision."""
    waiting = Case.objects.filter(procedure=PROCEDURE, data__election=election.uuid, decided_at=None, closed_at=None)
    return waiting.count()


def register_procedures() -> None:
    """Objections, decided by the managers of the office."""
    procedures.register(
        Procedure(
            code=PROCEDURE,
            title=_("Objection to the roll of an election"),
            decided_by=MANAGER,
            days=DECIDED_IN,
            describe=_described,
            on_decision=_decided,
        )
    )


def _described(case: Case) -> Iterable[tuple[object, object]]:
    election = Election.objects.get(uuid=case.data["election"])
    on_roll = Voter.objects.filter(election=election, person=case.data["person"]["key"]).exists()
    yield _("Election"), election.title
    yield _("Objector"), case.data["person"]["name"]
    yield _("Date of birth"), case.data["person"]["birth_on"]
    yield _("On the roll"), _("yes") if on_roll else _("no")
    yield _("What is said to be wrong"), case.data["ground"]


def _decided(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted: who was missing is entered, who was there wrongly is corrected to what the register says."""
    if decision.outcome != Outcome.GRANTED:
        return
    said = case.data["person"]
    election = Election.objects.select_for_update(no_key=True).get(uuid=case.data["election"])
    if election.state != State.ANNOUNCED:
        raise RollSettled
    last = Voter.objects.filter(election=election).order_by("-number").values_list("number", flat=True).first() or 0
    facts = {"name": said["name"], "birth_on": said["birth_on"], "address": said["address"]}
    Voter.objects.update_or_create(
        election=election, person=said["key"], defaults=facts, create_defaults=facts | {"number": last + 1}
    )
    detail = {"case": case.number}
    record(actor=actor, action="elections.correct_roll", target=f"election:{election.uuid}", detail=detail, now=now)
