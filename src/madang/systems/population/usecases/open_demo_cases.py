"""Open reports for the demonstration's registrar, by generated people and marked so: new ones, overdue ones, one that waits
for a paper, one with an objection. The same register gives the same reports."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide, object_to, open_case, request_supplement, take
from madang.framework.identity.actor import Actor, ActorKind, system_actor
from madang.framework.identity.models import DutyAssignment
from madang.framework.identity.who import actor_of
from madang.framework.values import Party
from madang.systems.population.models import Person, Residence
from madang.systems.population.usecases.correct_name import names_of
from madang.systems.population.usecases.permissions import REGISTRAR

ADULT = timedelta(days=20 * 366)
MACHINE = system_actor("population.demo")
Answers = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report: which matter, filed how many days ago, and what became of it: a supplement asked, or refused and objected."""

    matter: str
    days_ago: int
    supplement: str = ""
    refused: str = ""
    objection: str = ""


REPORTS = (
    Report(matter="move_in", days_ago=0),
    Report(matter="birth", days_ago=0),
    Report(matter="name_correction", days_ago=2),
    Report(matter="move_in", days_ago=3),
    Report(
        matter="move_in",
        days_ago=1,
        supplement="전입한 집의 임대차계약서 사본을 보내 주십시오. / Please send a copy of the lease of the new home.",
    ),
    Report(matter="birth", days_ago=9),
    Report(matter="name_correction", days_ago=16),
    Report(
        matter="name_correction",
        days_ago=8,
        refused="허가 결정 등본이 제출되지 않았습니다. / The court's permission was not sent in.",
        objection="등본을 신고할 때 함께 냈습니다. / I sent the permission with the report.",
    ),
)


def open_demo_cases(*, now: datetime) -> int:
    """The reports at the first registrar's office; how many. Opens them once, and none where there is no registrar."""
    held = DutyAssignment.objects.filter(duty=REGISTRAR, assigned_until=None).select_related("account", "office")
    duty = held.order_by("id").first()
    if duty is None or Case.objects.filter(procedure__startswith="population.").exists():
        return 0
    official = actor_of(account=duty.account, now=now)
    people = _people(region=duty.office.region, today=timezone.localdate(now))
    for place, (report, home) in enumerate(zip(REPORTS, people, strict=False)):
        filed = now - timedelta(days=report.days_ago, minutes=11 * place)
        case = _open(report, home, office=duty.office_id, filed=filed)
        _handle(report, case, applicant=home.person, official=official, filed=filed)
    return min(len(REPORTS), len(people))


def _people(*, region: str, today: date) -> list[Residence]:
    """Grown-up generated people of the office's district with where they live, by their keys."""
    homes = Residence.objects.filter(
        until_on=None, person__source="generated", person__died_on=None, person__birth_on__lt=today - ADULT
    ).select_related("person", "address")
    near = homes.filter(address__division=region) if region else homes
    return list((near if near.count() >= len(REPORTS) else homes).order_by("person__key")[: len(REPORTS)])


def _open(report: Report, home: Residence, *, office: str, filed: datetime) -> Case:
    party = Party.person(home.person.key)
    answers = _ANSWERS[report.matter](home, timezone.localdate(filed))
    return open_case(
        procedure=f"population.{report.matter}",
        applicant=party,
        subject=party,
        office=office,
        data={"answers": answers, "filed_by": party.key, "generated": True},
        actor=MACHINE,
        now=filed,
        applicant_name=home.person.name,
    )


def _handle(report: Report, case: Case, *, applicant: Person, official: Actor, filed: datetime) -> None:
    """What happened since, within the hour: a supplement asked; or refused by a colleague, and the applicant objects."""
    if report.supplement:
        case = take(case=case, actor=official, now=filed + timedelta(minutes=20))
        request_supplement(case=case, asked=report.supplement, actor=official, now=filed + timedelta(minutes=25))
    if report.refused:
        decide(case=case, outcome="refused", reasons=report.refused, actor=MACHINE, now=filed + timedelta(minutes=30))
        objector = Actor(kind=ActorKind.RESIDENT, name=applicant.name, person=applicant.key)
        object_to(case=case, reasons=report.objection, actor=objector, now=filed + timedelta(minutes=50))


def _move_in(home: Residence, day: date) -> Answers:
    return {
        "address": f"{home.address.text} 201",
        "address_division": home.address.division,
        "postcode": home.address.postcode,
        "moved_on": (day - timedelta(days=4)).isoformat(),
        "movers": home.person.key,
    }


def _birth(home: Residence, day: date) -> Answers:
    family, given = names_of(person=home.person)
    born = (day - timedelta(days=12)).isoformat()
    return {"family_name": family, "given_name": given, "born_on": born, "sex": "female"}


def _name_correction(home: Residence, day: date) -> Answers:
    family, given = names_of(person=home.person)
    decided = (day - timedelta(days=20)).isoformat()
    return {
        "family_name": family,
        "given_name": given[::-1],
        "court": "서울가정법원 / Family Court",
        "decision_number": f"{day.year}-{home.person.pk % 9000 + 1000}",
        "decided_on": decided,
    }


_ANSWERS: Mapping[str, Callable[[Residence, date], Answers]] = {
    "move_in": _move_in,
    "birth": _birth,
    "name_correction": _name_correction,
}
