"""What published examples are held against: assessments by plain names and numbers."""

from collections.abc import Mapping

from madang.systems.tax.domain.income import assess_income, from_amounts


def assessed(*, year: int, **amounts: int) -> Mapping[str, int]:
    """Every step of a year's assessment by the end of its code, and `tax`, `prepaid` and `payable`."""
    outcome = assess_income(facts=from_amounts(amounts), year=year)
    steps = {step.code.removeprefix("income."): step.amount for step in outcome.steps}
    return {**steps, "tax": outcome.tax, "prepaid": outcome.prepaid, "payable": outcome.payable}
