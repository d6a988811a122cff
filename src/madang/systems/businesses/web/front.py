"""The register in figures, and the look-up by number that anyone may use."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.law import pack
from madang.framework.protect import limit
from madang.framework.ui import charts, maps
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Refusal, clock
from madang.systems.businesses.domain.numbers import WRITE_NUMBER
from madang.systems.businesses.models import Business
from madang.systems.businesses.usecases.count_figures import Figures, count_figures
from madang.systems.businesses.usecases.find_business import find_business
from madang.systems.businesses.usecases.sectors import sectors
from madang.systems.businesses.web.words import TONES, division_title, sector_title, status_title

YEARS = 10


def _figures() -> Figures:
    year = timezone.localtime(clock.now()).year
    return count_figures(first_year=year - YEARS + 1, last_year=year)


@open_to(ANYONE)
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """How many businesses there are, of what sort and where; look one up by its number."""
    figures = _figures()
    sections = [(sector.code, figures.by_section.get(sector.code, 0)) for sector in sectors().sections]
    held = [(code, count) for code, count in sections if count]
    values: dict[str, Any] = {
        "empty": not figures.total,
        "cards": [
            (status_title(status), figures.by_status.get(status, 0)) for status in ("active", "suspended", "closed")
        ],
        "years": charts.bar(
            title=_("Openings and closures by year"),
            labels=[str(year) for year in figures.opened],
            series=(
                charts.Series(title=pgettext("business", "Opened"), values=tuple(figures.opened.values())),
                charts.Series(title=pgettext("business", "Closed"), values=tuple(figures.closed.values())),
            ),
        ),
        "sections": charts.bar(
            title=_("Businesses by sector"),
            labels=[code for code, _count in held],
            series=(charts.Series(title=_("Businesses"), values=tuple(count for _code, count in held)),),
        ),
        "legend": [(code, sector_title(code), count) for code, count in held],
        "map": maps.tile_map(
            title=_("Businesses by region"), unit=_("businesses"), tiles=_tiles(), values=figures.by_division
        ),
    }
    return render(request, "businesses/front.html", values)


def _tiles() -> list[maps.Tile]:
    top = [division for division in pack().divisions if division.level == 1]
    if not all(division.tile for division in top):
        return maps.arranged(divisions=[(division.code, division_title(division.code)) for division in top])
    return [
        maps.Tile(code=one.code, name=division_title(one.code), column=one.tile[0], row=one.tile[1])
        for one in top
        if one.tile
    ]


@open_to(ANYONE)
@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Whether a business trades: its name and status, nothing of its people."""
    typed = request.GET.get("number", "").strip()[:40]
    values: dict[str, Any] = {"typed": typed}
    if typed:
        limit(f"businesses.lookup:{request.META.get('REMOTE_ADDR', '')}", times=60, per_seconds=60)
        try:
            values["found"] = _public(find_business(number=typed))
        except Refusal as refusal:
            values["sentence"] = str(refusal)
    return render(request, "businesses/lookup.html", values)


def _public(business: Business) -> dict[str, Any]:
    return {
        "number": WRITE_NUMBER.filled(number=business.number),
        "name": business.name,
        "status": status_title(business.status),
        "tone": TONES[business.status],
        "sector": sector_title(business.section),
        "closed_on": business.closed_on,
        "suspended_until": business.suspended_until,
    }


@open_to(ANYONE)
@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """Trading businesses by section and by region, as a table and as open data."""
    figures = _figures()
    rows = [
        {"by": _("sector"), "code": code, "title": sector_title(code), "count": count}
        for code, count in figures.by_section.items()
    ]
    rows += [
        {"by": _("region"), "code": code, "title": division_title(code), "count": count}
        for code, count in figures.by_division.items()
    ]
    columns = (
        Column(name="by", title=_("Counted by")),
        Column(name="code", title=_("Code"), sort=True),
        Column(name="title", title=pgettext("business", "Title"), sort=True),
        Column(name="count", title=_("Businesses"), kind="number", sort=True),
    )
    table = Table(request=request, columns=columns, source=rows, caption=_("Trading businesses"), size=100)
    file = table.file(name="businesses")
    return file or render(request, "businesses/statistics.html", {"table": table})
