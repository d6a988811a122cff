"""What the country's law says of filing, as days."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from madang.framework.law import next_working_day, parameter
from madang.framework.law.parameters import ParameterNotYetInForce
from madang.framework.law.slots import SlotNotApplicable, SlotUnfilled
from madang.framework.values import Refusal
from madang.framework.values.months import add_months
from madang.systems.tax.domain import income, vat
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.filing import TaxPeriod
from madang.systems.tax.domain.words import Tax


class NoLawOfPeriod(Refusal):
    """The country's pack holds no law of this tax for the period."""

    code = "tax.no_law_of_period"
    says = _("The period {period} was not assessed: this service holds no law for it. Ask your tax office how to file.")
    status = 422


def opens_on(*, tax: Tax, period: TaxPeriod) -> date:
    """The first day on which a return of the period is taken."""
    if tax is Tax.INCOME:
        return _day(period.year + 1, parameter("tax.returns.income_opens", on=period.until_on))
    return period.until_on + timedelta(days=1)


def due_on(*, tax: Tax, period: TaxPeriod) -> date:
    """The last day for the return; where offices are closed on it, the next on which they work."""
    if tax is Tax.INCOME:
        last = _day(period.year + 1, parameter("tax.returns.income_due", on=period.until_on))
    else:
        last = period.until_on + timedelta(days=parameter("tax.returns.vat_days", on=period.until_on))
    return next_working_day(last)


def claims_until(*, tax: Tax, period: TaxPeriod) -> date:
    """The last day on which a correction may be claimed."""
    years: int = parameter("tax.returns.claim_years", on=period.until_on)
    return add_months(day=due_on(tax=tax, period=period), months=12 * years)


def assessed(*, tax: Tax, period: TaxPeriod, facts: dict[str, int]) -> Assessed[int]:
    """What the law makes of the facts. Raises NoLawOfPeriod."""
    try:
        if tax is Tax.INCOME:
            return income.assess_income(facts=income.from_amounts(facts), year=period.year)
        return vat.assess_vat(facts=vat.from_amounts(facts), until=period.until_on)
    except (ParameterNotYetInForce, SlotUnfilled, SlotNotApplicable) as error:
        raise NoLawOfPeriod(period=period.code) from error


def _day(year: int, month_day: str) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, day)
