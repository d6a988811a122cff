"""Open cases for the demonstration, by generated businesses and marked so: some new, some overdue, one that waits for a paper,
one with an objection. The same register gives the same cases."""

from datetime import datetime, timedelta

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide, object_to, open_case, request_supplement
from madang.framework.identity.actor import Actor, ActorKind, system_actor
from madang.framework.values import Party
from madang.systems.businesses.models import Business, Establishment, Representative
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.sectors import sectors

# Closures and registrations in turn.
DAYS_AGO = (0, 9, 12, 6, 9, 0, 1, 2)
OBJECTION, SUPPLEMENT = 2, 3
ASKED = "사업장 임대차계약서 사본을 보내 주십시오. / Please send a copy of the lease of the place of business."
REFUSED = "미납 세금 신고가 남아 있습니다. / A tax return is still missing."
OBJECTS = "신고서를 지난달에 냈습니다. / I filed that return last month."
MACHINE = system_actor("businesses.demo")


def open_demo_cases(*, now: datetime) -> int:
    """Applications to register and to close, filed over the last days; how many are open then. Opens them once."""
    if Case.objects.filter(procedure__startswith="businesses.").exists():
        return 0
    trading = Business.objects.filter(status="active").order_by("id")[: len(DAYS_AGO)]
    for place, (business, days) in enumerate(zip(trading, DAYS_AGO, strict=False)):
        filed = now - timedelta(days=days, minutes=7 * place)
        opened = _registration if place % 2 else _closure
        _handle(place, opened(business=business, filed=filed), filed=filed)
    return len(trading)


def _handle(place: int, case: Case, *, filed: datetime) -> None:
    """What happened since: a supplement asked of one; another refused, and its applicant objects."""
    if place == SUPPLEMENT:
        request_supplement(case=case, asked=ASKED, actor=MACHINE, now=filed + timedelta(minutes=25))
    if place == OBJECTION:
        decide(case=case, outcome="refused", reasons=REFUSED, actor=MACHINE, now=filed + timedelta(minutes=30))
        applicant = Actor(kind=ActorKind.RESIDENT, name=case.applicant_name, person=case.applicant_key)
        object_to(case=case, reasons=OBJECTS, actor=applicant, now=filed + timedelta(minutes=50))


def _owner(business: Business) -> tuple[Party, str]:
    found = Representative.objects.filter(business=business).latest("id")
    return Party.person(found.person), found.name


def _closure(*, business: Business, filed: datetime) -> Case:
    owner, name = _owner(business)
    return open_case(
        procedure="businesses.closure",
        applicant=owner,
        subject=Party.business(business.number),
        office=business.office_code,
        data={
            "answers": {
                "business": business.number,
                "closed_on": today_of(filed).isoformat(),
                "reason": "losses",
            },
            "business": business.number,
            "generated": True,
        },
        actor=MACHINE,
        now=filed,
        applicant_name=name,
    )


def _registration(*, business: Business, filed: datetime) -> Case:
    owner, name = _owner(business)
    head = Establishment.objects.get(business=business, serial=0)
    return open_case(
        procedure="businesses.registration",
        applicant=owner,
        subject=owner,
        office=business.office_code,
        data={
            "answers": {
                "name": f"{business.name} 2"[:100],
                "form": "sole_trader",
                "sector": sectors().classes[0].code,
                "opened_on": (today_of(filed) - timedelta(days=3)).isoformat(),
                "address": head.address,
                "address_division": head.division,
            },
            "generated": True,
        },
        actor=MACHINE,
        now=filed,
        applicant_name=name,
    )
