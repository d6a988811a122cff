"""What the country's pack says of electronic invoices: terms, rates, and what each reason of an amendment makes."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.framework.law import next_working_day, pack, parameter
from madang.framework.values import Refusal
from madang.framework.values.months import add_months
from madang.systems.tax.domain.amendment import Dated, Reason, Rule
from madang.systems.tax.domain.einvoicing import Part
from madang.systems.tax.domain.lateness import LateRates, Terms, period_of

KEY = "tax.einvoice"
ONE_DAY = timedelta(days=1)


class NoElectronicInvoices(Refusal):
    """The pack says nothing of them."""

    code = "tax.invoice.not_here"
    says = _("This country has no electronic tax invoices yet. Nothing was issued.")
    status = 404


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """How an invoice of a day is numbered and taxed."""

    issuer: str
    rate: Decimal
    """In percent."""


def numbering(*, on: date) -> Numbering:
    """The issuing system's digits and the standard rate on that day."""
    return Numbering(
        issuer=str(parameter(f"{KEY}.issuer", on=on)), rate=Decimal(_whole("standard_rate", on)).scaleb(-2)
    )


def issue_terms(*, written_on: date) -> Terms:
    """Until when an invoice of that day is to be issued, and from when on it counts as not issued."""
    following = add_months(day=written_on.replace(day=1), months=1)
    due = next_working_day(following.replace(day=_whole("issue_day", written_on)))
    return Terms(due_on=due, final_on=return_day(supplied_on=written_on))


def issue_rates(*, on: date) -> LateRates:
    """What late issue costs."""
    return LateRates(late=_whole("late_issue", on), never=_whole("no_issue", on))


def transmission_terms(*, issued_on: date, written_on: date) -> Terms:
    """Until when an invoice that was issued that day is to be sent on, and from when on it counts as not sent."""
    due = next_working_day(issued_on + timedelta(days=_whole("transmit_days", issued_on)))
    return Terms(due_on=due, final_on=return_day(supplied_on=written_on))


def transmission_rates(*, on: date) -> LateRates:
    """What late transmission costs."""
    return LateRates(late=_whole("late_transmission", on), never=_whole("no_transmission", on))


def return_day(*, supplied_on: date) -> date:
    """The last day of the final return for the taxable period of a supply."""
    return _after_period(supplied_on, "return_day")


def last_day(*, rule: Rule, supplied_on: date) -> date | None:
    """Until when an invoice of that day can be amended for this reason; None where the law sets no term."""
    if rule.until == "days_after_period":
        return _after_period(supplied_on, "letter_of_credit_days")
    if rule.until == "year_after_return":
        return add_months(day=return_day(supplied_on=supplied_on), months=12)
    return None


def _after_period(day: date, key: str) -> date:
    _first, after = period_of(day=day, months=_whole("period_months", day))
    return next_working_day(after + timedelta(days=_whole(key, day)) - ONE_DAY)


def rules() -> dict[Reason, Rule]:
    """What each reason makes here. Raises NoElectronicInvoices."""
    found: dict[str, Any] | None = pack().data("tax/amendments")
    if not found:
        raise NoElectronicInvoices
    return {
        reason: Rule(
            reason=reason,
            makes=tuple(Part(one) for one in row["makes"]),
            dated=Dated(row["dated"]),
            until=str(row.get("until", "")),
            cite=str(row["cite"]),
        )
        for reason in Reason
        if (row := found["reasons"].get(reason.value))
    }


def _whole(key: str, on: date) -> int:
    return int(parameter(f"{KEY}.{key}", on=on))
