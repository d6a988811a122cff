"""What the state may spend and has spent, for everybody."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.law import pack
from madang.framework.ui import charts, treemap
from madang.framework.ui.tables import Column, Filter, Table
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.function_codes import division_of
from madang.systems.treasury.models import BudgetLine, Commitment
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.export_package import public_payee
from madang.systems.treasury.usecases.wording import line_title, title_in
from madang.systems.treasury.web.showing import amounts_of, bar, money, office_names, region_name, short

YEARS = 10
PAGE = 25
_BUDGET = F("appropriated") + F("transferred") + F("carried")


@open_to(ANYONE)
@require_safe
def spending(request: HttpRequest) -> HttpResponseBase:
    """A year's budget as areas, by function or office, then deeper; the years beside each other; every line to take away."""
    years = sorted(set(BudgetLine.objects.values_list("year", flat=True)), reverse=True)
    year = _year(request, years)
    source = _narrowed(request, BudgetLine.objects.filter(year=year))
    table = Table(
        request=request,
        columns=_columns(),
        source=source.order_by("-appropriated", "pk"),
        filters=(Filter(name="q", title=_("Search"), apply=_search),),
        size=PAGE,
        caption=_("Budget lines"),
    )
    if found := table.file(name=f"spending-{year}"):
        return found
    values = {
        "empty": not years,
        "years": [(one, _address(request, year=one)) for one in years],
        "year": year,
        "table": table,
        "path": _path(request, year),
        "treemap": _treemap(request, source, year) if years else "",
        "series": _series(years[:YEARS][::-1]) if years else "",
        "figures": _figures(source),
        "views": _views(request),
    }
    return render(request, "treasury/spending.html", values)


@open_to(ANYONE)
@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what it may spend, has promised and paid, and to whom."""
    held = get_object_or_404(BudgetLine, pk=pk)
    year = held.year
    values = {
        "title": line_title(line=held),
        "bar": bar(held),
        "facts": [
            (pgettext("budget", "Office"), office_names().get(held.office, held.office)),
            (_("Fiscal year"), str(year)),
            (_("Economic class"), _told(Dimension.ECONOMIC, year, held.economic)),
            (_("Function"), _told(Dimension.FUNCTION, year, held.function)),
            (_("Fund"), _told(Dimension.FUND, year, held.fund)),
            *amounts_of(held),
        ],
        "table": _contract_table(request, held.commitments.all()),
    }
    return render(request, "treasury/line.html", values)


@open_to(ANYONE)
@require_safe
def contracts(request: HttpRequest) -> HttpResponseBase:
    """Every promise of money down to the single contract; names that may be a person's are masked."""
    table = _contract_table(request, Commitment.objects.all())
    return table.file(name="contracts") or render(request, "treasury/contracts.html", {"table": table})


def _year(request: HttpRequest, years: list[int]) -> int:
    told = request.GET.get("year", "")
    chosen = int(told) if told.isascii() and told.isdigit() and len(told) == 4 else 0
    return chosen if chosen in years else (years[0] if years else 0)


def _by_office(request: HttpRequest) -> bool:
    return request.GET.get("by") == "office"


def _narrowed(request: HttpRequest, rows: QuerySet[BudgetLine]) -> QuerySet[BudgetLine]:
    """What the address asks for: an office or a division of functions, then a programme."""
    within, programme = request.GET.get("in", "")[:32], request.GET.get("programme", "")[:32]
    if within:
        own = {"office": within} if _by_office(request) else {"function__startswith": within}
        rows = rows.filter(**own)
    return rows.filter(Q(activity=programme) | Q(activity__startswith=f"{programme}-")) if programme else rows


def _search(rows: QuerySet[BudgetLine], text: str) -> QuerySet[BudgetLine]:
    titles = Q(titles__ko__icontains=text[:60]) | Q(titles__en__icontains=text[:60])
    return rows.filter(titles | Q(activity__startswith=text[:32]))


def _address(request: HttpRequest, **other: Any) -> str:
    kept = {name: request.GET[name] for name in ("year", "by", "in", "programme") if request.GET.get(name)}
    asked = {name: value for name, value in {**kept, **other}.items() if value}
    return f"?{urlencode(asked)}"


def _treemap(request: HttpRequest, source: QuerySet[BudgetLine], year: int) -> str:
    """The next level below what is chosen: divisions or offices, programmes, activities."""
    rows = source.values_list("office", "function", "activity").annotate(total=Sum(_BUDGET))
    sums: dict[str, int] = {}
    for office, function, activity, total in rows:
        key = _part(request, office, function, activity)
        sums[key] = sums.get(key, 0) + total
    titles = _part_titles(request, year)
    cells = [
        treemap.Cell(
            title=titles.get(key, key),
            value=total,
            told=short(total),
            url=_deeper(request, key),
        )
        for key, total in sums.items()
    ]
    title = _("Budget of {year} by area").format(year=year)
    return treemap.treemap(title=title, cells=cells, unit=pack().currency)


def _part(request: HttpRequest, office: str, function: str, activity: str) -> str:
    if request.GET.get("programme"):
        return activity
    if request.GET.get("in"):
        return activity.partition("-")[0]
    return office if _by_office(request) else division_of(code=function) or function


def _part_titles(request: HttpRequest, year: int) -> dict[str, str]:
    if not request.GET.get("programme") and not request.GET.get("in") and _by_office(request):
        return office_names()
    inner = request.GET.get("programme") or request.GET.get("in")
    dimension = Dimension.PROGRAMME if inner else Dimension.FUNCTION
    spoken = titles_of(dimension=dimension, year=year)
    return {code: title_in(titles=titles, otherwise=code) for code, titles in spoken.items()}


def _deeper(request: HttpRequest, key: str) -> str:
    if request.GET.get("programme"):
        return ""
    return _address(request, programme=key) if request.GET.get("in") else _address(request, **{"in": key})


def _path(request: HttpRequest, year: int) -> list[tuple[str, str]]:
    """The way back up from where the reader is."""
    within, programme = request.GET.get("in", "")[:32], request.GET.get("programme", "")[:32]
    found = [(_("All of {year}").format(year=year), _address(request, **{"in": "", "programme": ""}))] if within else []
    if within:
        names = office_names() if _by_office(request) else None
        named = names.get(within, within) if names is not None else _told(Dimension.FUNCTION, year, within)
        found.append((named, _address(request, programme="")))
    if programme:
        found.append((_told(Dimension.PROGRAMME, year, programme), _address(request)))
    return found


def _views(request: HttpRequest) -> list[tuple[str, str, bool]]:
    away = {"in": "", "programme": ""}
    by_office = _by_office(request)
    return [
        (pgettext("budget", "What for"), _address(request, by="", **away), not by_office),
        (_("Which office"), _address(request, by="office", **away), by_office),
    ]


def _figures(source: QuerySet[BudgetLine]) -> list[tuple[str, str]]:
    sums = source.aggregate(budget=Sum(_BUDGET), promised=Sum("committed"), spent=Sum("paid"))
    return [
        (_("May be spent"), short(sums["budget"] or 0)),
        (_("Promised"), short(sums["promised"] or 0)),
        (pgettext("budget", "Paid"), short(sums["spent"] or 0)),
    ]


def _series(years: list[int]) -> str:
    """Years beside each other, in a unit that the axis can show."""
    rows = BudgetLine.objects.filter(year__in=years).values_list("year").annotate(total=Sum(_BUDGET), spent=Sum("paid"))
    sums: dict[int, tuple[int, int]] = {year: (total, spent) for year, total, spent in rows}
    # An axis has room for six figures.
    billions = max((total for total, _spent in sums.values()), default=0) >= 10 ** (pack().currency_digits + 12)
    unit = 10 ** (pack().currency_digits + (9 if billions else 6))

    def told(place: int) -> tuple[float, ...]:
        return tuple(round(sums[year][place] / unit, 1) for year in years)

    in_millions = _("Budget and payments by year, in millions of {currency}")
    told_in = _("Budget and payments by year, in billions of {currency}") if billions else in_millions
    return charts.bar(
        title=told_in.format(currency=pack().currency),
        labels=[str(year) for year in years],
        series=[
            charts.Series(title=_("May be spent"), values=told(0)),
            charts.Series(title=pgettext("budget", "Paid"), values=told(1)),
        ],
    )


def _told(dimension: Dimension, year: int, code: str) -> str:
    titles = titles_of(dimension=dimension, year=year).get(code, {})
    return f"{code} {title_in(titles=titles, otherwise='')}".strip()


def _columns() -> tuple[Column, ...]:
    def of(name: str, title: str) -> Column:
        return Column(name=name, title=title, kind="money", sort=name, value=lambda one: money(getattr(one, name)))

    return (
        Column(
            name="title",
            title=pgettext("budget", "What for"),
            value=lambda one: line_title(line=one),
            link=lambda one: reverse("treasury:line", args=[one.pk]),
        ),
        Column(name="economic", title=_("Economic class"), sort="economic"),
        Column(name="region", title=_("Region"), value=lambda one: region_name(one.region)),
        Column(name="budget", title=_("May be spent"), kind="money", value=lambda one: money(one.budget)),
        of("committed", _("Promised")),
        of("paid", pgettext("budget", "Paid")),
    )


def _contract_table(request: HttpRequest, source: QuerySet[Commitment]) -> Table:
    return Table(
        request=request,
        columns=(
            Column(name="committed_at", title=_("Day"), kind="day", sort="committed_at"),
            Column(name="number", title=pgettext("budget", "Number")),
            Column(name="purpose", title=pgettext("budget", "What for")),
            Column(name="payee", title=_("Payee"), value=lambda one: public_payee(name=one.payee)),
            Column(name="minor", title=_("Amount"), kind="money", sort="minor", value=lambda one: money(one.minor)),
        ),
        source=source.order_by("-committed_at", "-pk"),
        filters=(
            Filter(
                name="q",
                title=_("What for, or number"),
                apply=lambda rows, text: rows.filter(Q(purpose__icontains=text[:60]) | Q(number=text[:32])),
            ),
        ),
        size=PAGE,
        caption=_("Contracts and other promises"),
    )
