"""The market in charts."""

from decimal import Decimal

from babel.numbers import format_compact_currency
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import charts, treemap, written
from madang.systems.procurement.domain.words import Method
from madang.systems.procurement.usecases.disclosure.count_market import (
    MONTHS,
    Market,
    buyers,
    count_market,
    years_of_market,
)
from madang.systems.procurement.usecases.market.law import classes
from madang.systems.procurement.usecases.market.wording import METHODS
from madang.systems.procurement.usecases.office_names import office_names


@open_to(ANYONE)
@require_safe
def statistics(request: ActorRequest) -> HttpResponse:
    """A year's market, of all buyers or one."""
    known, codes = years_of_market(), buyers()
    told = request.GET.get("year", "")
    year = int(told) if told.isascii() and told.isdigit() and int(told[:4]) in known else (known[0] if known else 0)
    buyer = request.GET.get("buyer", "")
    buyer = buyer if buyer in codes else ""
    market = count_market(year=year, buyer=buyer) if known else Market()
    values = {
        "years": known,
        "year": year,
        "buyer": buyer,
        "buyers": list(office_names(codes=codes).items()),
        "figures": _figures(market),
        "charts": _charts(market) if market.tenders else [],
        "treemap": _treemap(market) if market.segments else "",
    }
    return render(request, "procurement/disclosure/statistics.html", values)


def _told(minor: int) -> str:
    """An amount in few signs, as people speak of large sums."""
    amount = Decimal(minor).scaleb(-pack().currency_digits)
    return format_compact_currency(amount, pack().currency, fraction_digits=1, locale=written.locale())


def _figures(market: Market) -> list[tuple[str, str]]:
    lots = sum(market.bidders.values())
    single = market.bidders.get("1", 0)
    found = [
        (_("Tenders"), written.number(market.tenders)),
        (_("Estimated"), _told(sum(market.estimated.values()))),
        (_("Awarded"), _told(sum(market.awarded.values()))),
    ]
    if market.saved_percent is not None:
        found.append((_("Below the estimate"), f"{written.number(market.saved_percent)} %"))
    if lots:
        found.append((_("Lots with one bid"), f"{written.number(round(100 * single / lots, 1))} %"))
    return found


def _charts(market: Market) -> list[str]:
    unit = 10 ** (pack().currency_digits + 6)

    def millions(sums: dict[int, int]) -> tuple[float, ...]:
        return tuple(round(sums.get(month, 0) / unit, 1) for month in MONTHS)

    volume = charts.bar(
        title=_("By month of the notice, in millions of {currency}").format(currency=pack().currency),
        labels=[str(month) for month in MONTHS],
        series=[
            charts.Series(title=_("Estimated"), values=millions(market.estimated)),
            charts.Series(title=_("Awarded"), values=millions(market.awarded)),
        ],
    )
    methods = charts.bar(
        title=_("Tenders by method"),
        labels=[str(METHODS[Method(one)]) for one in market.by_method],
        series=[charts.Series(title=_("Tenders"), values=tuple(market.by_method.values()))],
    )
    drawn = [volume, methods]
    if market.bidders:
        lots = charts.Series(title=_("Lots"), values=tuple(market.bidders.values()))
        drawn.append(charts.bar(title=_("Lots by number of bids"), labels=list(market.bidders), series=[lots]))
    return drawn


def _segment_title(segment: str) -> str:
    """As the country's excerpt of UNSPSC names it, else by its code."""
    titles = classes().get(f"{segment}000000", {})
    return titles.get(get_language() or "en") or titles.get("en") or _("UNSPSC segment {code}").format(code=segment)


def _treemap(market: Market) -> str:
    cells = [
        treemap.Cell(
            title=_segment_title(segment) if segment else _("Others"),
            value=total,
            told=_told(total),
        )
        for segment, total in market.segments.items()
    ]
    return treemap.treemap(title=_("What is bought, by estimated price"), cells=cells, unit=pack().currency)
