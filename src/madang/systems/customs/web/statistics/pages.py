"""Trade statistics for everybody: two years at a glance, a month by goods and by partner, the same as a file."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import charts, treemap
from madang.framework.values.months import add_months
from madang.systems.customs.domain.disclosure_control import TOTAL
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import TradeMonth
from madang.systems.customs.usecases.statistics.publish_months import secrecy
from madang.systems.customs.web.statistics.reading import Published, Row, country, told

SHOWN = 25
_DIRECTIONS = (Direction.IMPORT.value, Direction.EXPORT.value)


@open_to(ANYONE)
@require_safe
def front(request: ActorRequest) -> HttpResponse:
    """The newest month in figures, the months before as a chart."""
    held = {(one.month, one.direction): Published(one) for one in TradeMonth.objects.order_by("-month")[: 2 * SHOWN]}
    months = sorted({month for month, _direction in held})[-SHOWN:]
    values: dict[str, Any] = {"month": months[-1] if months else None}
    if months:
        newest, before = months[-1], add_months(day=months[-1], months=-12)
        values["cards"] = [
            _card(one, newest, _whole(held, newest, one), _whole(held, before, one)) for one in _DIRECTIONS
        ]
        values["balance"] = _balance(held, newest)
        values["chart"] = _chart(held, months)
        values["months"] = [(one, [(each, _named(each)) for each in _DIRECTIONS]) for one in reversed(months)]
    return render(request, "customs/statistics/front.html", values)


@open_to(ANYONE)
@require_safe
def month(request: ActorRequest, direction: str, month: str) -> HttpResponse:
    """One month: goods by chapter and partners; `chapter` or `partner` looks closer."""
    one = _published(direction, month)
    chapter, partner = request.GET.get("chapter", TOTAL), request.GET.get("partner", TOTAL)
    if not one.knows(chapter=chapter) or not one.knows(partner=partner) or (chapter and partner):
        raise Http404
    chapters = one.chapters(partner=partner) if not chapter else []
    partners = one.partners(chapter=chapter) if not partner else []
    values = {
        "direction": direction,
        "named": _named(direction),
        "month": one.held.month,
        "held": one.held,
        "chapter": chapter,
        "partner": country(code=partner) if partner else "",
        "chapters": chapters,
        "partners": partners,
        "below": one.subheadings(chapter=chapter) if chapter else [],
        "goods": next((row for row in one.chapters() if row.code == chapter), None),
        "whole": told(minor=one.whole),
        "map": "" if chapter or partner else _map(direction, month, chapters),
        "secrecy": secrecy(on=one.held.month),
    }
    return render(request, "customs/statistics/month.html", values)


@open_to(ANYONE)
@require_safe
def table(request: ActorRequest, direction: str, month: str) -> HttpResponse:
    """The month's cells as CSV; what is confidential is flagged C (code list CL_CONF_STATUS of SDMX), public F."""
    one = _published(direction, month)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["TIME_PERIOD", "FLOW", "COMMODITY", "PARTNER", "VALUE", "CURRENCY", "NET_KG", "CONF_STATUS"])
    flow = "M" if direction == Direction.IMPORT.value else "X"
    rows = [*one.held.cells, *([code, TOTAL, value, grams] for code, value, grams in one.held.below)]
    for code, partner, value, grams in rows:
        figures = ["", one.held.currency, "", "C"]
        if value is not None:
            figures = [_amount(value), one.held.currency, f"{grams / 1000:.3f}", "F"]
        writer.writerow([f"{one.held.month:%Y-%m}", flow, code or "TOTAL", partner or "W00", *figures])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="trade-{direction}-{month}.csv"'
    return answer


def _published(direction: str, month: str) -> Published:
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Http404 from None
    return Published(get_object_or_404(TradeMonth, direction=direction, month=day))


def _amount(minor: int) -> str:
    digits = pack().currency_digits
    return f"{minor / 10**digits:.{digits}f}" if digits else str(minor)


def _named(direction: str) -> str:
    return pgettext("trade", "Imports") if direction == Direction.IMPORT.value else pgettext("trade", "Exports")


def _whole(held: dict[tuple[date, str], Published], month: date, direction: str) -> int | None:
    one = held.get((month, direction))
    return one.whole if one else None


def _card(direction: str, month: date, value: int | None, before: int | None) -> dict[str, Any]:
    change = "" if value is None or not before else f"{100 * (value - before) / before:+.1f} %"
    url = reverse("customs:trade_month", args=[direction, f"{month:%Y-%m}"])
    return {"title": _named(direction), "told": told(minor=value), "change": change, "url": url}


def _balance(held: dict[tuple[date, str], Published], month: date) -> str:
    into, out = (_whole(held, month, one) for one in _DIRECTIONS)
    return told(minor=None if into is None or out is None else out - into)


def _chart(held: dict[tuple[date, str], Published], months: list[date]) -> str:
    unit = 10 ** (pack().currency_digits + 6)

    def millions(direction: str) -> tuple[float | None, ...]:
        values = [_whole(held, one, direction) for one in months]
        return tuple(None if value is None else round(value / unit, 1) for value in values)

    return charts.line(
        title=_("Trade by month, in millions of {currency}").format(currency=pack().currency),
        labels=[f"{one:%y-%m}" for one in months],
        series=[charts.Series(title=_named(one), values=millions(one)) for one in _DIRECTIONS],
    )


def _map(direction: str, month: str, rows: list[Row]) -> str:
    where = reverse("customs:trade_month", args=[direction, month])
    cells = [
        treemap.Cell(title=f"{row.code} {row.name}", value=row.value, told=row.told, url=f"{where}?chapter={row.code}")
        for row in rows
        if row.value
    ]
    return treemap.treemap(title=_("Goods by chapter"), cells=cells, unit=pack().currency) if cells else ""
