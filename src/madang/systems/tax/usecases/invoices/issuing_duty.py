"""Who must issue tax invoices electronically: checked when one is issued, and shown to the business."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from madang.framework.law import NoSuchParameter, citation, parameter
from madang.framework.values import Money, Party, PartyKind
from madang.systems.tax.domain.einvoicing import in_duty_year, must_issue
from madang.systems.tax.domain.words import Role, Tax
from madang.systems.tax.models import Return, TaxInvoice, Taxpayer
from madang.systems.tax.usecases.dues.arrears import of_party
from madang.systems.tax.usecases.invoices.law import KEY
from madang.systems.tax.usecases.returns.in_force import in_force

SALES = ("sales_invoiced", "sales_card", "sales_other", "sales_zero_rated", "sales_reduced", "sales_exempt")


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Whether a business must, since when it was reckoned, from what, and by which article. Amounts in smallest units."""

    bound: bool
    corporation: bool
    year: int
    supplied: int
    threshold: int
    cite: str


def issuing_duty(*, seller: str, on: date) -> Duty | None:
    """The duty of a business on that day; None where the country's law says nothing of it."""
    try:
        limit: Money = parameter(f"{KEY}.sole_trader_from", on=on)
        month = int(parameter(f"{KEY}.duty_month", on=on))
    except NoSuchParameter:
        return None
    held = Taxpayer.objects.filter(party_kind=PartyKind.BUSINESS.value, party_key=seller).first()
    corporation = held is not None and Role.CORPORATE.value in held.roles
    year = in_duty_year(on=on, month=month) - 1
    supplied = supplied_in(seller=seller, year=year)
    return Duty(
        bound=must_issue(corporation=corporation, supplied=supplied, threshold=limit.minor),
        corporation=corporation,
        year=year,
        supplied=supplied,
        threshold=limit.minor,
        cite=citation(f"{KEY}.sole_trader_from", on=on),
    )


def supplied_in(*, seller: str, year: int) -> int:
    """What it supplied in a calendar year, exempt supplies with it: by its returns, or by its invoices where those say more."""
    issued = TaxInvoice.objects.filter(seller=seller, written_on__year=year).aggregate(net=Sum("net_minor"))["net"] or 0
    of_year = Return.objects.filter(of_party(Party.business(seller)), tax=Tax.VAT.value, period_from__year=year)
    returned = sum(int(one.facts.get(name, 0)) for one in in_force(returns=of_year).values() for name in SALES)
    return max(int(issued), returned)
