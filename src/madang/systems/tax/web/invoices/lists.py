"""A business's invoices: what it issued and received, with filters, sums and months."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.exchange.own_businesses import own_businesses
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import charts
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, PartyKind, clock
from madang.framework.values.months import add_months
from madang.systems.tax.models import InvoiceUpload, TaxInvoice
from madang.systems.tax.usecases.invoices.find_invoice import invoices_of
from madang.systems.tax.usecases.invoices.find_party import PURPOSE, bare
from madang.systems.tax.usecases.invoices.wording import CATEGORIES, PARTS, REASONS
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.web.invoices.duty import duty_sentence

MONTHS = 12
YEARS = 6


@open_to(RESIDENTS)
@require_safe
def front(request: ActorRequest) -> HttpResponse:
    """What a business can do here; others are led to acting for one."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        found = own_businesses(system=SYSTEM, purpose=PURPOSE, actor=request.actor)
        own = party is not None and invoices_of(actor=request.actor, side="buyer").exists()
        return render(request, "tax/invoices/whose.html", {"businesses": found, "own": own})
    sold, bought = invoices_of(actor=request.actor, side="seller"), invoices_of(actor=request.actor, side="buyer")
    acting = request.actor.acting_for
    values = {
        "name": acting.name_in(request.actor.language) if acting else party.key,
        "figures": _year(sold, bought),
        "chart": _chart(sold, bought) if sold.exists() or bought.exists() else "",
        "uploads": _uploads(party.key),
        "duty": duty_sentence(seller=party.key),
    }
    return render(request, "tax/invoices/front.html", values)


def _uploads(seller: str) -> list[dict[str, Any]]:
    rows = InvoiceUpload.objects.filter(seller=seller).order_by("-pk")[:5]
    return [
        {"number": one.number, "name": one.name, "at": one.uploaded_at, "kept": one.kept, "wrong": one.wrong_rows}
        for one in rows
    ]


def _year(sold: QuerySet[TaxInvoice], bought: QuerySet[TaxInvoice]) -> list[tuple[str, Money]]:
    year = timezone.localdate(clock.now()).year
    words = (
        (sold, _("Sold in {year}").format(year=year), "net_minor"),
        (sold, _("Tax on sales"), "tax_minor"),
        (bought, _("Bought in {year}").format(year=year), "net_minor"),
        (bought, _("Tax on purchases"), "tax_minor"),
    )
    return [(title, _money(_sum(rows.filter(written_on__year=year), column))) for rows, title, column in words]


def _sum(rows: QuerySet[TaxInvoice], column: str) -> int:
    return int(rows.order_by().aggregate(total=Sum(column))["total"] or 0)


def _money(minor: int) -> Money:
    return Money(minor, pack().currency)


def _chart(sold: QuerySet[TaxInvoice], bought: QuerySet[TaxInvoice] | None = None) -> str:
    """The taxable value of the last twelve months."""
    last = timezone.localdate(clock.now()).replace(day=1)
    months = [add_months(day=last, months=-back) for back in reversed(range(MONTHS))]
    series = [
        charts.Series(title=_("Sold") if bought is not None else _("Taxable value"), values=_by_month(sold, months))
    ]
    if bought is not None:
        series.append(charts.Series(title=_("Bought"), values=_by_month(bought, months)))
    labels = [f"{month:%Y-%m}" for month in months]
    below = any((value or 0) < 0 for one in series for value in one.values)
    draw: Callable[..., str] = charts.line if below else charts.bar
    return draw(
        title=_("Taxable value by month, in {currency}").format(currency=pack().currency),
        labels=labels,
        series=tuple(series),
        **({"near": True} if below else {}),
    )


def _by_month(rows: QuerySet[TaxInvoice], months: list[date]) -> tuple[float, ...]:
    found = (
        rows.filter(written_on__gte=months[0])
        .order_by()
        .annotate(month=TruncMonth("written_on"))
        .values("month")
        .annotate(net=Sum("net_minor"))
    )
    by_month = {row["month"]: row["net"] for row in found}
    unit = 10 ** pack().currency_digits
    return tuple(by_month.get(month, 0) / unit for month in months)


@open_to(RESIDENTS)
@require_safe
def issued(request: ActorRequest) -> HttpResponseBase:
    """What the business issued."""
    return _list(request, side="seller", other="buyer")


@open_to(RESIDENTS)
@require_safe
def received(request: ActorRequest) -> HttpResponseBase:
    """What the business received."""
    return _list(request, side="buyer", other="seller")


def _list(request: ActorRequest, *, side: str, other: str) -> HttpResponseBase:
    party, sold = request.actor.party, side == "seller"
    if party is None or (party.kind is not PartyKind.BUSINESS and sold):
        return redirect("tax:invoices")
    source = invoices_of(actor=request.actor, side=side)
    table = Table(
        request=request,
        columns=_columns(other),
        source=source,
        filters=_filters(other),
        caption=_("Issued invoices") if sold else _("Received invoices"),
    )
    told: Any = table.source
    values = {
        "sold": sold,
        "table": table,
        "any": source.exists(),
        "chart": _chart(told),
        "sums": [
            (_("Taxable value"), _money(_sum(told, "net_minor"))),
            (pgettext("amount", "Tax"), _money(_sum(told, "tax_minor"))),
        ],
    }
    return table.file(name="invoices") or render(request, "tax/invoices/list.html", values)


def kind_of(invoice: TaxInvoice) -> str:
    """What an invoice is to the one before it."""
    if not invoice.part:
        return pgettext("tax invoice", "First")
    return f"{PARTS[invoice.part]} ({REASONS[invoice.reason]})"


def _columns(other: str) -> tuple[Column, ...]:
    def money(name: str, title: str) -> Column:
        return Column(
            name=name,
            title=title,
            kind="money",
            sort=name,
            value=lambda one: Money(getattr(one, name), one.currency),
        )

    return (
        Column(
            name="number",
            title=_("Approval number"),
            sort="number",
            link=lambda one: reverse("tax:invoice", args=[one.number]),
        ),
        Column(name="written_on", title=_("Written on"), kind="day", sort="written_on"),
        Column(name=f"{other}_name", title=_("Buyer") if other == "buyer" else _("Seller"), sort=f"{other}_name"),
        Column(name="title", title=_("Goods or service")),
        money("net_minor", _("Taxable value")),
        money("tax_minor", pgettext("amount", "Tax")),
        Column(name="category", title=_("Category"), value=lambda one: CATEGORIES[one.category]),
        Column(name="part", title=_("Kind"), value=kind_of),
    )


def _filters(other: str) -> tuple[Filter, ...]:
    def named(rows: Any, text: str) -> Any:
        return rows.filter(
            Q(**{f"{other}_name__icontains": text[:80]})
            | Q(**{other: bare(number=text)})
            | Q(number=text[:24])
            | Q(title__icontains=text[:80])
        )

    return (
        Filter(name="q", title=_("Name, number or goods"), apply=named),
        Filter(name="period", title=_("Taxable period"), choices=_periods(), apply=_in_period),
        Filter(
            name="category",
            title=_("Category"),
            choices=tuple(CATEGORIES.items()),
            apply=lambda rows, value: rows.filter(category=value),
        ),
        Filter(
            name="kind",
            title=_("Kind"),
            choices=(("first", _("Not amending")), ("amending", _("Amending"))),
            apply=lambda rows, value: rows.filter(part="") if value == "first" else rows.exclude(part=""),
        ),
    )


def _periods() -> tuple[tuple[str, str], ...]:
    """Years and their quarters and halves, the newest first."""
    this = timezone.localdate(clock.now()).year
    return tuple(
        (f"{year}{part}", f"{year}{part}")
        for year in range(this, this - YEARS, -1)
        for part in ("", "-H2", "-H1", "-Q4", "-Q3", "-Q2", "-Q1")
    )


def _in_period(rows: Any, value: str) -> Any:
    year, part = int(value[:4]), value[5:]
    months = {"H": 6, "Q": 3}.get(part[:1], 12)
    begins = add_months(day=date(year, 1, 1), months=(int(part[1:]) - 1) * months if part else 0)
    return rows.filter(written_on__gte=begins, written_on__lt=add_months(day=begins, months=months))
