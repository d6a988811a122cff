"""The state's financial statements for everybody, and the way down from a figure to its entries for those who check."""

from collections.abc import Callable
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.money.models import Line
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Money, clock
from madang.systems.treasury.domain.chart import Account
from madang.systems.treasury.domain.statements import Row, Statement
from madang.systems.treasury.usecases.accounting_rules import STATEMENTS, account, all_accounts, year_days, year_of
from madang.systems.treasury.usecases.draw_statements import NAMES, compare_budget, consolidate, draw, home_sums
from madang.systems.treasury.usecases.export_gfs import export_gfs
from madang.systems.treasury.usecases.inspect import look
from madang.systems.treasury.usecases.permissions import ACCOUNTANT, AUDITOR
from madang.systems.treasury.usecases.print_statements import print_statements, titled

BUDGET = "budget"
AUDITORS = officials(AUDITOR)
CHECKERS = officials(AUDITOR, ACCOUNTANT)
FIRST_YEAR = 2000


def asked_year(request: ActorRequest) -> int:
    """The fiscal year of the address, by default today's."""
    today = year_of(day=timezone.localdate(clock.now()))
    asked = request.GET.get("year", "")
    sound = asked.isascii() and asked.isdigit() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= today
    return int(asked) if sound else today


def _won(minor: int) -> Money:
    return Money(minor, pack().currency)


@open_to(ANYONE)
@require_safe
def statements(request: ActorRequest, name: str = "position") -> HttpResponseBase:
    """One statement of a year beside the year before; as page, CSV, XLSX, and all of them as PDF."""
    if name not in (*NAMES, BUDGET):
        raise Http404
    year = asked_year(request)
    funds = request.GET.get("view") == "funds" and name != BUDGET
    table = _budget(request, year) if name == BUDGET else _table(request, name, year, funds=funds)
    values = {"table": table, "tabs": _tabs(name, year), "year": year, "name": name, "funds": funds}
    values |= {"back": year - 1 if year > FIRST_YEAR else 0, "ahead": _ahead(year), "can_split": name != BUDGET}
    values["auditor"] = AUDITORS.allows(request.actor)
    values["cite"] = "IPSAS 24.14" if name == BUDGET else pack().data(STATEMENTS)[name]["cite"]
    return table.file(name=f"{name}-{year}") or render(request, "treasury/statements.html", values)


def _ahead(year: int) -> int:
    return year + 1 if year < year_of(day=timezone.localdate(clock.now())) else 0


def _tabs(name: str, year: int) -> list[dict[str, Any]]:
    titles = {one: titled(pack().data(STATEMENTS)[one]["title"]) for one in NAMES}
    titles[BUDGET] = _("Budget and actual")
    return [
        {"url": f"{reverse('treasury:statement', args=[one])}?year={year}", "title": title, "current": one == name}
        for one, title in titles.items()
    ]


def _table(request: ActorRequest, name: str, year: int, *, funds: bool) -> Table:
    statement = consolidate(name=name, year=year) if funds else draw(name=name, year=year)
    checks = CHECKERS.allows(request.actor)
    first = Column(
        name="item",
        title=_("Item"),
        value=lambda row: titled(row.titles),
        link=(lambda row: _line_address(name, row, year)) if checks else None,
    )
    rest = [
        Column(name=f"c{index}", title=_head(column), kind="money", value=_figure(index))
        for index, column in enumerate(statement.columns)
    ]
    return Table(request=request, columns=[first, *rest], source=statement.rows, size=100, caption=_caption(statement))


def _line_address(name: str, row: Row, year: int) -> str:
    return "" if row.total else f"{reverse('treasury:statement_line', args=[name, row.code])}?year={year}"


def _caption(statement: Statement) -> str:
    return f"{titled(statement.titles)} ({pack().currency})"


def _figure(index: int) -> Callable[[Row], Money]:
    return lambda row: _won(row.figures[index])


def _head(column: str) -> str:
    names = {"": _("General account"), "eliminations": _("Eliminated"), "total": _("Total")}
    fund = pack().data("treasury/classification")["fund"].get(column)
    return str(names.get(column) or (titled(fund) if isinstance(fund, dict) else fund) or column)


def _budget(request: ActorRequest, year: int) -> Table:
    columns = [Column(name="activity", title=_("Activity"), value=lambda row: titled(row.titles) or row.code)]
    for name, title in (
        ("original", _("Original")),
        ("final", _("Final")),
        ("actual", _("Actual")),
        ("difference", _("Difference")),
    ):
        columns.append(Column(name=name, title=title, kind="money", value=_amount(name)))
    rows = compare_budget(year=year)
    return Table(request=request, columns=columns, source=rows, size=500, caption=_("Budget and actual"))


def _amount(name: str) -> Callable[[Any], Money]:
    return lambda row: _won(getattr(row, name))


@open_to(ANYONE)
@require_safe
def statements_pdf(request: ActorRequest) -> HttpResponse:
    """All statements of a year on paper."""
    year = asked_year(request)
    data = print_statements(year=year, language=get_language() or "en")
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="statements-{year}.pdf"'
    return response


@open_to(ANYONE)
@require_safe
def gfs(request: ActorRequest) -> HttpResponse:
    """The GFS tables of a year and the year before for the IMF, as SDMX-ML 2.1."""
    year = asked_year(request)
    data = export_gfs(year=year, years=2, now=clock.now())
    response = HttpResponse(data, content_type="application/vnd.sdmx.genericdata+xml;version=2.1")
    response["Content-Disposition"] = f'attachment; filename="gfs-{year}.xml"'
    return response


@open_to(CHECKERS)
@require_safe
def statement_line(request: ActorRequest, name: str, line: str) -> HttpResponseBase:
    """The accounts behind a line of a statement."""
    if name not in NAMES:
        raise Http404
    year = asked_year(request)
    look(target=f"line:{name}/{line}/{year}", actor=request.actor, now=clock.now())
    first, last = year_days(year=year)
    flow: dict[str, Any] = {} if name == "position" else {"since": first, "with_closing": False}
    book = "cash" if name == "cash_flow" else "accrual"
    sums: dict[str, int] = {}
    for (code, _fund), minor in home_sums(until=last, book=book, **flow).items():
        sums[code] = sums.get(code, 0) + minor
    rows = [(one, sums[one.code]) for one in all_accounts().values() if one.code in sums and _behind(one, line)]
    columns = [
        Column(name="code", title=_("Account"), value=lambda row: row[0].code, link=lambda row: _entries(row[0], year)),
        Column(name="title", title=_("Title"), value=lambda row: titled(row[0].titles)),
        Column(name="gfs", title=_("GFS class"), value=lambda row: row[0].gfs),
        Column(name="balance", title=_("Debits less credits"), kind="money", value=lambda row: _won(row[1])),
    ]
    table = Table(request=request, columns=columns, source=rows, caption=_("Accounts of this line"))
    values = {"table": table, "year": year, "name": name, "heading": _title_of(name, line)}
    return table.file(name=f"{line}-{year}") or render(request, "treasury/statement_line.html", values)


def _title_of(name: str, line: str) -> str:
    lines = pack().data(STATEMENTS)[name]["lines"]
    return next((titled(one["title"]) for one in lines if one["code"] == line), line)


def _behind(one: Account, line: str) -> bool:
    return one.line == line or (line in ("surplus", "result") and one.temporary and not one.cash_book)


def _entries(one: Account, year: int) -> str:
    return f"{reverse('treasury:account', args=[one.code])}?year={year}"


@open_to(CHECKERS)
@require_safe
def account_entries(request: ActorRequest, code: str) -> HttpResponseBase:
    """The entries of an account in a year, each leading to its documents."""
    if code not in all_accounts():
        raise Http404
    year = asked_year(request)
    look(target=f"account:{code}/{year}", actor=request.actor, now=clock.now())
    first, last = year_days(year=year)
    source = Line.objects.filter(account_id=code, entry__booked_on__range=(first, last)).select_related("entry")
    columns = [
        Column(name="day", title=_("Day"), kind="day", sort="entry__booked_on", value=lambda row: row.entry.booked_on),
        Column(name="event", title=_("Event"), value=lambda row: row.entry.kind),
        Column(
            name="reference",
            title=_("Document"),
            value=lambda row: row.entry.reference,
            link=lambda row: reverse("treasury:trail") + f"?number={row.entry.reference}",
        ),
        Column(name="memo", title=_("Purpose"), value=lambda row: row.entry.memo),
        Column(name="fund", title=_("Fund"), sort="fund"),
        Column(name="minor", title=_("Amount"), kind="money", sort="minor", value=_of_line),
    ]
    table = Table(
        request=request, columns=columns, source=source.order_by("-entry__booked_on", "-pk"), caption=_("Entries")
    )
    total = source.filter(currency=pack().currency).aggregate(total=Sum("minor"))["total"] or 0
    values = {"table": table, "year": year, "account": titled(account(code=code).titles), "code": code}
    values["total"] = _won(int(total))
    return table.file(name=f"{code}-{year}") or render(request, "treasury/account_entries.html", values)


def _of_line(row: Line) -> Money:
    return Money(row.minor, row.currency)
