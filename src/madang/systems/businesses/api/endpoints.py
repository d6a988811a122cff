"""Whether a business trades, and the register's statistics, for programs."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from madang.framework.identity.access import ANYONE, officials
from madang.framework.identity.endpoints import Problem, ProblemAPI, endpoint_open_to
from madang.framework.protect import limit
from madang.framework.values import clock
from madang.systems.businesses.domain.numbers import WRITE_NUMBER
from madang.systems.businesses.models import Business, Establishment
from madang.systems.businesses.usecases.count_figures import count_figures
from madang.systems.businesses.usecases.find_business import find_business
from madang.systems.businesses.usecases.permissions import REGISTRAR

FIRST_YEAR = 1950

api = ProblemAPI(
    title="Business register",
    version="1",
    urls_namespace="businesses_api",
    description="Whether a business trades, by its registration number; the register in figures.",
)


class Standing(Schema):
    """What anyone may know of a business."""

    number: str
    written: str
    name: str
    status: str
    section: str
    closed_on: date | None
    suspended_until: date | None


class Entry(Standing):
    """What registrars see besides."""

    form: str
    corporate_number: str
    sector: str
    opened_on: date
    registered_on: date
    office: str
    address: str
    division: str


class Statistics(Schema):
    """Businesses by status; trading ones by section and first-level division; openings and closures by year."""

    by_status: dict[str, int]
    by_section: dict[str, int]
    by_division: dict[str, int]
    opened: dict[int, int]
    closed: dict[int, int]


NOES = {404: Problem, 422: Problem, 429: Problem}


@api.get(
    "/status/{number}",
    response={200: Standing, **NOES},
    auth=endpoint_open_to(ANYONE),
    operation_id="businesses_status",
)
def status(request: HttpRequest, number: str) -> dict[str, object]:
    """Does the business with this number trade?"""
    limit(f"businesses.api:{request.META.get('REMOTE_ADDR', '')}", times=300, per_seconds=60)
    return _standing(find_business(number=number))


@api.get("/statistics", response=Statistics, auth=endpoint_open_to(ANYONE), operation_id="businesses_statistics")
def statistics(request: HttpRequest, first_year: int = 0, last_year: int = 0) -> dict[str, object]:
    """The register in figures; the last ten years unless others are asked for."""
    this_year = timezone.localtime(clock.now()).year
    last = min(max(last_year or this_year, FIRST_YEAR), this_year)
    first = min(max(first_year or last - 9, FIRST_YEAR), last)
    figures = count_figures(first_year=first, last_year=last)
    return {
        "by_status": figures.by_status,
        "by_section": figures.by_section,
        "by_division": figures.by_division,
        "opened": figures.opened,
        "closed": figures.closed,
    }


@api.get(
    "/register/{number}",
    response={200: Entry, **NOES},
    auth=endpoint_open_to(officials(REGISTRAR)),
    operation_id="businesses_entry",
)
def entry(request: HttpRequest, number: str) -> dict[str, object]:
    """The entry, for registrars."""
    business = find_business(number=number)
    head = Establishment.objects.filter(business=business, serial=0).first()
    return _standing(business) | {
        "form": business.form,
        "corporate_number": business.corporate_number,
        "sector": business.sector,
        "opened_on": business.opened_on,
        "registered_on": business.registered_on,
        "office": business.office_code,
        "address": head.address if head else "",
        "division": head.division if head else "",
    }


def _standing(business: Business) -> dict[str, object]:
    return {
        "number": business.number,
        "written": WRITE_NUMBER.filled(number=business.number),
        "name": business.name,
        "status": business.status,
        "section": business.section,
        "closed_on": business.closed_on,
        "suspended_until": business.suspended_until,
    }
