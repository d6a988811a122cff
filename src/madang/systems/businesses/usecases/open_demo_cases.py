"""Open cases for the demonstration: some new, some nearly due, one overdue."""

from datetime import datetime, timedelta

from madang.framework.cases.models import Case
from madang.framework.cases.usecases.open_case import open_case
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party
from madang.systems.businesses.models import Business, Establishment, Representative
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.sectors import sectors

DAYS_AGO = (0, 0, 1, 1, 2, 9)


def open_demo_cases(*, now: datetime) -> int:
    """Applications to register and to close, filed over the last days; how many are open then. Opens them once."""
    if Case.objects.filter(procedure__startswith="businesses.").exists():
        return 0
    trading = Business.objects.filter(status="active").order_by("id")[: len(DAYS_AGO)]
    for place, (business, days) in enumerate(zip(trading, DAYS_AGO, strict=False)):
        filed = now - timedelta(days=days, minutes=7 * place)
        if place % 2:
            _registration(business=business, filed=filed)
        else:
            _closure(business=business, filed=filed)
    return len(trading)


def _owner(business: Business) -> Party:
    return Party.person(Representative.objects.filter(business=business).latest("id").person)


def _closure(*, business: Business, filed: datetime) -> None:
    owner = _owner(business)
    open_case(
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
        },
        actor=system_actor("businesses.demo"),
        now=filed,
    )


def _registration(*, business: Business, filed: datetime) -> None:
    owner = _owner(business)
    head = Establishment.objects.get(business=business, serial=0)
    open_case(
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
            }
        },
        actor=system_actor("businesses.demo"),
        now=filed,
    )
