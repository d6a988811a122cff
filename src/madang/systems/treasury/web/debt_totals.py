"""What the state owes in all, in its own currency: other currencies at the latest rate."""

from collections.abc import Iterable, Sequence

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.treasury.domain.debt import Service, due_by
from madang.systems.treasury.domain.foreign import converted
from madang.systems.treasury.models import Debt, DebtService
from madang.systems.treasury.usecases.accounting_rules import year_of
from madang.systems.treasury.usecases.set_rate import rate_of
from madang.systems.treasury.web.accounting import stacked, today
from madang.systems.treasury.web.showing import money


def maturity(*, services: Sequence[DebtService], title: str) -> str:
    """Principal and interest by the fiscal year in which they fall due, without gaps between the years; what is in another
    currency at the latest rate."""
    rates = {currency: rate_of(currency=currency, on=today()) for currency in {one.debt.currency for one in services}}

    def turned(minor: int, currency: str) -> int:
        return converted(amount=Money(minor, currency), rate=rates[currency]).minor

    rows = [
        Service(
            due_on=one.due_on,
            principal=turned(one.principal, one.debt.currency),
            interest=turned(one.interest, one.debt.currency),
        )
        for one in services
    ]
    found = due_by(services=rows, place=lambda day: year_of(day=day))
    if not found:
        return ""
    years = range(min(found), max(found) + 1)
    sums = [found.get(year, (0, 0)) for year in years]
    return stacked(
        title=title,
        labels=[str(year) for year in years],
        parts={
            _("Principal"): [one for one, _cost in sums],
            pgettext("accounts", "Interest"): [cost for _one, cost in sums],
        },
    )


def owed(*, unpaid: Sequence[DebtService]) -> list[tuple[str, str]]:
    """What is owed in the state's currency; other currencies at the latest rate."""
    year = year_of(day=today())
    late = [one for one in unpaid if one.due_on < today()]
    this_year = [one for one in unpaid if year_of(day=one.due_on) == year]
    told = [
        (_("Principal still owed"), _at_home((one.debt.currency, one.principal) for one in unpaid)),
        (_("Interest accrued and not paid"), _at_home(_unpaid_interest())),
        (_("Due in fiscal year {year}").format(year=year), _due_at_home(this_year)),
        (pgettext("accounts", "Overdue"), _due_at_home(late)),
    ]
    first, *others = [(label, written.money(money(minor))) for label, minor in told]
    foreign: dict[str, int] = {}
    for one in unpaid:
        if one.debt.currency != pack().currency:
            foreign[one.debt.currency] = foreign.get(one.debt.currency, 0) + one.principal
    said = _("of it in {currency}")
    parts = [(said.format(currency=one), written.money(Money(minor, one))) for one, minor in foreign.items()]
    return [first, *parts, *others]


def _unpaid_interest() -> list[tuple[str, int]]:
    served = dict(
        DebtService.objects.exclude(paid_on=None)
        .values_list("debt__currency")
        .annotate(total=Sum("interest", default=0))
    )
    booked = Debt.objects.values_list("currency").annotate(total=Sum("accrued", default=0))
    return [(currency, total - served.get(currency, 0)) for currency, total in booked]


def _due_at_home(services: Sequence[DebtService]) -> int:
    return _at_home((one.debt.currency, one.principal + one.interest) for one in services)


def _at_home(amounts: Iterable[tuple[str, int]]) -> int:
    sums: dict[str, int] = {}
    for currency, minor in amounts:
        sums[currency] = sums.get(currency, 0) + minor
    return sum(home(minor=minor, currency=currency).minor for currency, minor in sums.items())


def home(*, minor: int, currency: str) -> Money:
    """The amount in the state's currency at the latest rate. Raises RateMissing."""
    return converted(amount=Money(minor, currency), rate=rate_of(currency=currency, on=today()))
