"""The register as registrars see it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.reasons import for_a_reason, stated_reason
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.businesses.domain.numbers import WRITE_NUMBER, bare
from madang.systems.businesses.models import Amendment, Business, Establishment, Representative, StatusChange
from madang.systems.businesses.usecases.open_business import open_business
from madang.systems.businesses.usecases.permissions import REGISTRAR
from madang.systems.businesses.usecases.sectors import sectors
from madang.systems.businesses.web.words import (
    TONES,
    division_title,
    field_title,
    form_title,
    sector_title,
    status_title,
)


def _search(source: QuerySet[Business], text: str) -> QuerySet[Business]:
    number = bare(number=text)
    found = Q(name__istartswith=text) | Q(latin_name__istartswith=text)
    return source.filter(found | Q(number__startswith=number) if number else found)


def _filters() -> tuple[Filter, ...]:
    statuses = tuple((status, status_title(status)) for status in ("active", "suspended", "closed"))
    sections = tuple((sector.code, f"{sector.code} {sector_title(sector.code)}") for sector in sectors().sections)
    return (
        Filter(name="q", title=_("Number or name"), apply=_search),
        Filter(
            name="status", title=_("Status"), choices=statuses, apply=lambda source, value: source.filter(status=value)
        ),
        Filter(
            name="section",
            title=_("Sector"),
            choices=sections,
            apply=lambda source, value: source.filter(section=value),
        ),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            name="number",
            title=_("Number"),
            value=lambda row: WRITE_NUMBER.filled(number=row.number),
            link=lambda row: reverse("businesses:entry", args=[row.number]),
            sort="number",
        ),
        Column(name="name", title=_("Trade name"), sort="name"),
        Column(name="form", title=pgettext("business", "Form"), value=lambda row: form_title(row.form)),
        Column(name="status", title=_("Status"), value=lambda row: status_title(row.status), sort="status"),
        Column(name="sector", title=_("Sector"), value=lambda row: sector_title(row.sector), sort="sector"),
        Column(name="opened_on", title=pgettext("business", "Opened on"), kind="day", sort="opened_on"),
        Column(name="closed_on", title=pgettext("business", "Closed on"), kind="day", sort="closed_on"),
    )


@open_to(officials(REGISTRAR))
@require_safe
def register(request: ActorRequest) -> HttpResponseBase:
    """Every business: search, filter, sort, take away."""
    source = Business.objects.order_by("-registered_on", "-id")
    table = Table(
        request=request, columns=_columns(), source=source, filters=_filters(), caption=_("Registered businesses")
    )
    return table.file(name="businesses") or render(request, "businesses/register.html", {"table": table})


@open_to(officials(REGISTRAR))
@for_a_reason
@require_safe
def entry(request: ActorRequest, number: str) -> HttpResponse:
    """One business with its people and history; each of them sees the look."""
    why = stated_reason(request)
    business = open_business(number=number, reason=why, actor=request.actor, now=clock.now())
    values: dict[str, Any] = {
        "name": business.name,
        "status": status_title(business.status),
        "tone": TONES[business.status],
        "facts": _facts(business),
        "people": _people(business),
        "places": list(
            Establishment.objects.filter(business=business).order_by("serial").values("serial", "address", "closed_on")
        ),
        "history": _history(business),
        "case": business.case,
        "why": why,
        "number": business.number,
    }
    return render(request, "businesses/entry.html", values)


def _facts(business: Business) -> list[tuple[str, object]]:
    head = Establishment.objects.filter(business=business, serial=0).first()
    facts: list[tuple[str, object]] = [
        (_("Registration number"), WRITE_NUMBER.filled(number=business.number)),
        (pgettext("business", "Form"), form_title(business.form)),
        (_("Corporation's number"), business.corporate_number),
        (_("Sector"), f"{sector_title(business.sector)} ({business.sector})"),
        (_("Region"), division_title(head.division) if head else ""),
        (_("Place of business"), head.address if head else ""),
        (pgettext("business", "Opened on"), business.opened_on),
        (pgettext("business", "Closed on"), business.closed_on),
        (_("Registered on"), business.registered_on),
    ]
    return [(label, value) for label, value in facts if value]


def _people(business: Business) -> list[dict[str, object]]:
    found = Representative.objects.filter(business=business).order_by("until_on", "id")
    return [{"name": one.name or "–", "from_on": one.from_on, "until_on": one.until_on} for one in found]


def _history(business: Business) -> list[dict[str, object]]:
    changes: list[dict[str, object]] = [
        {
            "at": one.recorded_at,
            "day": one.since,
            "what": status_title(one.status),
            "by": one.recorded_by,
            "case": one.case,
        }
        for one in StatusChange.objects.filter(business=business)
    ]
    changes += [
        {
            "at": one.recorded_at,
            "day": one.changed_on,
            "what": f"{field_title(one.field)}: {one.before} → {one.after}",
            "by": one.recorded_by,
            "case": one.case,
        }
        for one in Amendment.objects.filter(business=business).exclude(field="representatives")
    ]
    return sorted(changes, key=lambda change: str(change["at"]), reverse=True)
