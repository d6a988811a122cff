"""What the state may spend and has spent, for everybody."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.ui import charts
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money
from madang.systems.treasury.models import BudgetLine

MOST_BARS = 8


@open_to(ANYONE)
@require_safe
def spending(request: HttpRequest) -> HttpResponseBase:
    """Every budget line with its appropriation, what is committed and what is paid; to take away as CSV or XLSX."""
    years = sorted(set(BudgetLine.objects.values_list("year", flat=True)), reverse=True)
    source = BudgetLine.objects.order_by("-year", "-appropriated", "pk")
    table = Table(
        request=request, columns=_columns(), source=source, filters=_filters(years), caption=_("Budget lines")
    )
    largest = list(source.filter(year=years[0])[:MOST_BARS]) if years else []
    chart = charts.bar(
        title=_("The largest lines: appropriated and paid"),
        labels=[_title(line) for line in largest],
        series=[
            charts.Series(
                title=_("Appropriated"), values=tuple(line.appropriated + line.transferred for line in largest)
            ),
            charts.Series(title=_("Paid"), values=tuple(line.paid for line in largest)),
        ],
    )
    values = {"table": table, "chart": chart, "empty": not years}
    return table.file(name="spending") or render(request, "treasury/spending.html", values)


def _title(line: BudgetLine) -> str:
    titles = line.titles
    return str(titles.get((get_language() or "en")[:2]) or titles.get("en") or line.activity)


def _filters(years: list[int]) -> tuple[Filter, ...]:
    choices = tuple((str(year), str(year)) for year in years)
    return (Filter(name="year", title=_("Fiscal year"), choices=choices, apply=_of_year),)


def _of_year(rows: QuerySet[BudgetLine], value: str) -> QuerySet[BudgetLine]:
    """Where nothing is budgeted yet there are no choices, and an address may say anything."""
    return rows.filter(year=int(value)) if value.isascii() and value.isdigit() and len(value) == 4 else rows.none()


def _columns() -> tuple[Column, ...]:
    def money(name: str, title: str) -> Column:
        return Column(
            name=name,
            title=title,
            kind="money",
            sort=name,
            value=lambda line: Money(
                getattr(line, name) + (line.transferred if name == "appropriated" else 0), line.currency
            ),
        )

    return (
        Column(name="year", title=_("Fiscal year"), sort="year"),
        Column(name="title", title=_("What for"), value=_title),
        Column(name="economic", title=_("Economic class"), sort="economic"),
        Column(name="function", title=_("Function"), sort="function"),
        money("appropriated", _("Appropriated")),
        money("allotted", _("Allotted")),
        money("committed", _("Committed")),
        money("paid", _("Paid")),
    )
