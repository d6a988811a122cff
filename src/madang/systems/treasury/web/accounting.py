"""What the accountant's pages share: who sees them, their tabs, funds by name, charts in millions."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.access import officials
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.money.models import Line
from madang.framework.ui import charts, written
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Money, clock
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.usecases.accounting_rules import account
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.permissions import ACCOUNTANT, AUDITOR
from madang.systems.treasury.usecases.print_statements import titled
from madang.systems.treasury.usecases.wording import title_in

# Accountants act, auditors look.
SEEN_BY = officials(ACCOUNTANT, AUDITOR)
KEPT_BY = officials(ACCOUNTANT)
MILLION = 1_000_000
EVENTS = {
    "asset_capitalised": gettext_lazy("taken in as an asset"),
    "asset_depreciated": gettext_lazy("depreciated"),
    "asset_impaired": gettext_lazy("impaired"),
    "asset_disposed": gettext_lazy("disposed of"),
    "debt_issued": gettext_lazy("bond issued"),
    "loan_drawn": gettext_lazy("loan drawn"),
    "interest_accrued": gettext_lazy("interest accrued"),
    "debt_serviced": gettext_lazy("bond served"),
    "loan_serviced": gettext_lazy("loan served"),
}


def tabs(current: str) -> list[dict[str, object]]:
    """The rooms of the state's accounts."""
    rooms = {
        "rates": _("Exchange rates"),
        "assets": _("Assets"),
        "debts": _("Debt"),
        "openings": _("Opening balances"),
        "periods": _("Locked books"),
        "statements": _("Financial statements of the state"),
    }
    return [
        {"url": reverse(f"treasury:{name}"), "title": title, "current": name == current}
        for name, title in rooms.items()
    ]


def today() -> date:
    """Today, by the country's clock."""
    return timezone.localdate(clock.now())


def fund_names() -> dict[str, str]:
    """The name of each fund in the reader's language."""
    titles = titles_of(dimension=Dimension.FUND, year=today().year)
    return {"": _("General account")} | {code: title_in(titles=one, otherwise=code) for code, one in titles.items()}


class FundField(forms.ChoiceField):
    """One of the year's funds; the general account has no code of its own, so the form gives it one."""

    GENERAL = "general"

    def __init__(self) -> None:
        names = [(code or self.GENERAL, name) for code, name in fund_names().items()]
        super().__init__(label=gettext_lazy("Fund"), choices=names)

    def clean(self, value: Any) -> Any:
        """The code of the fund."""
        chosen = super().clean(value)
        return "" if chosen == self.GENERAL else chosen


class PastDay:
    """A day that is not to come, for forms of what happened."""

    def __call__(self, value: date) -> None:
        """Raises ValidationError."""
        if value > today():
            raise forms.ValidationError(_("This day is still to come."))


def unit(figures: Sequence[int]) -> tuple[int, str]:
    """By what minor units are divided so that a chart's axis stays readable, and how the unit is called."""
    whole: int = 10 ** pack().currency_digits
    if max((abs(one) for one in figures), default=0) >= 10 * MILLION * whole:
        return MILLION * whole, _("in millions of {currency}").format(currency=pack().currency)
    return whole, _("in {currency}").format(currency=pack().currency)


def stacked(*, title: str, labels: Sequence[str], parts: Mapping[str, Sequence[int]]) -> str:
    """Bars of amounts in minor units, part upon part."""
    by, named = unit([sum(column) for column in zip(*parts.values(), strict=True)])
    series = [
        charts.Series(title=name, values=tuple(round(one / by, 2) for one in figures))
        for name, figures in parts.items()
    ]
    return charts.stacked(title=f"{title} ({named})", labels=labels, series=series)


def curve(*, title: str, labels: Sequence[str], figures: Sequence[int]) -> str:
    """Amounts in minor units over time."""
    by, named = unit(figures)
    series = [charts.Series(title=title, values=tuple(round(one / by, 2) for one in figures))]
    return charts.line(title=f"{title} ({named})", labels=labels, series=series)


def tidy(value: Decimal) -> Decimal:
    """The number without the noughts that its column adds, and never with an exponent."""
    return Decimal(f"{value.normalize():f}")


def percent(rate: Decimal) -> str:
    """A rate as people write it."""
    return f"{written.number(tidy(rate * 100))} %"


def _account_title(row: Line) -> str:
    return titled(account(code=row.account_id).titles) or row.account_id


def entries_of(request: ActorRequest, *, number: str) -> Table:
    """What the books say of a document: every line of the entries that name it, the newest first."""
    lines = Line.objects.filter(Q(entry__reference=number) | Q(entry__reference__startswith=f"{number}/"))
    return Table(
        request=request,
        columns=(
            Column(name="day", title=_("Day"), kind="day", value=lambda row: row.entry.booked_on),
            Column(name="event", title=_("Event"), value=lambda row: EVENTS.get(row.entry.kind, row.entry.kind)),
            Column(name="account", title=_("Account"), value=_account_title),
            Column(name="minor", title=_("Amount"), kind="money", value=lambda row: Money(row.minor, row.currency)),
        ),
        source=lines.select_related("entry").order_by("-entry__booked_on", "-entry_id", "pk"),
        caption=_("Entries"),
    )
