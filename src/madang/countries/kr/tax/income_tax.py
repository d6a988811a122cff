"""A year's global income tax (종합소득세), from the kinds of income to what is still to be paid."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic

from madang.countries.kr.tax.credits import Credits, credits_of
from madang.countries.kr.tax.deductions import Deductions, deductions
from madang.countries.kr.tax.employment import employment_credit, employment_deduction
from madang.countries.kr.tax.financial import Calculated, calculated_tax
from madang.countries.kr.tax.incomes import Incomes, incomes, private_pension
from madang.countries.kr.tax.of_year import of_year
from madang.systems.tax.domain.arithmetic import W, cut, excess, greatest, least, proportion, share, some, where
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.income import IncomeFacts

ACT, SPECIAL = "Income Tax Act", "Restriction of Special Taxation Act"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Generic[W]):
    """The tax one way, where the law leaves the taxpayer a choice, with all steps up to it."""

    steps: tuple[Step[W], ...]
    tax: W


def assess(*, facts: IncomeFacts[W], year: int) -> Assessed[W]:
    """The tax on a year's income, the lowest way where the law leaves a choice. Raises ParameterNotYetInForce.

    The choices: the standard credit in place of special deductions and credits (art. 59-4 (9)), and since 2023 private pensions
    apart at a flat rate (art. 64-4). `tax` is whole won; what is paid or refunded leaves out what lies below ten.
    """
    way = _lower(*_ways(facts=facts, year=year, apart=0))
    rate = of_year(name="kinds.pension", year=year)["apart_rate"]
    # Without a private pension the other way is the same.
    if rate > 0 and some(amount=facts.private_pension):
        way = _lower(way, _lower(*_ways(facts=facts, year=year, apart=rate)))
    financial = facts.interest + facts.dividends > of_year(name="kinds.financial", year=year)["threshold"]
    counted = where(condition=financial, then=facts.financial_withheld, otherwise=facts.financial_withheld * 0)
    prepaid = facts.wages_withheld + facts.other_withheld + counted + facts.prepaid
    payable = below_ten_cut(amount=way.tax - prepaid)
    last = (
        Step(code="income.tax", amount=way.tax, cite=f"{ACT} art. 15 no. 2"),
        Step(code="income.prepaid", amount=prepaid, cite=f"{ACT} art. 76 (3)"),
        Step(code="income.payable", amount=payable, cite=f"{ACT} art. 76; National Treasury Funds Act art. 47 (1)"),
        Step(code="income.local_tax", amount=local_income_tax(tax=way.tax), cite="Local Tax Act arts. 92, 103-13"),
    )
    return Assessed(steps=way.steps + last, tax=way.tax, prepaid=prepaid, payable=payable)


def _ways(*, facts: IncomeFacts[W], year: int, apart: int) -> tuple[Way[W], Way[W]]:
    """With special deductions and credits, and with the standard credit; `apart` is the rate of private pensions, if any."""
    joined = private_pension(facts=facts, year=year)
    rest = replace(facts, private_pension=joined * 0) if apart else facts
    income = incomes(facts=rest, year=year)
    flat = share(of=joined, rate=apart)
    before = tuple(_income_steps(facts=facts, income=income, year=year))
    one, other = (_way(facts=rest, income=income, flat=flat, year=year, itemised=kind) for kind in (True, False))
    return Way(steps=before + one.steps, tax=one.tax), Way(steps=before + other.steps, tax=other.tax)


def _lower(one: Way[W], other: Way[W]) -> Way[W]:
    """The way of the lower tax, row by row; the first where both are the same."""
    lower = other.tax < one.tax
    steps = tuple(
        Step(code=ours.code, amount=where(condition=lower, then=theirs.amount, otherwise=ours.amount), cite=ours.cite)
        for ours, theirs in zip(one.steps, other.steps, strict=True)
    )
    return Way(steps=steps, tax=least(of=one.tax, and_=other.tax))


def local_income_tax(*, tax: W) -> W:
    """The municipality's tax on the same income: a tenth, without what lies below ten won (Local Tax Act art. 92)."""
    return cut(amount=tax // 10, unit=10)


def below_ten_cut(*, amount: W) -> W:
    """What is paid or refunded, without what lies below ten won (National Treasury Funds Act art. 47 (1))."""
    return cut(amount=greatest(of=amount, and_=0), unit=10) - cut(amount=greatest(of=-amount, and_=0), unit=10)


def _way(*, facts: IncomeFacts[W], income: Incomes[W], flat: W, year: int, itemised: bool) -> Way[W]:
    deducted = deductions(facts=facts, income=income, year=year, itemised=itemised)
    calculated = calculated_tax(income=income, deductions=deducted.total(), year=year)
    credit = credits_of(facts=facts, income=income, year=year, itemised=itemised)
    on_wages = proportion(of=calculated.tax, part=income.employment, whole=income.total())
    employment = employment_credit(tax=on_wages, wages=facts.wages, year=year)
    taken = tuple(_taken(credit=credit, calculated=calculated, on_wages=on_wages, employment=employment))
    tax = calculated.tax
    for step in taken:
        tax = tax - step.amount
    apart = (Step(code="income.private_pension_apart", amount=flat, cite=f"{ACT} art. 64-4"),)
    return Way(steps=tuple(_deduction_steps(deducted=deducted, calculated=calculated)) + taken + apart, tax=tax + flat)


def _taken(*, credit: Credits[W], calculated: Calculated[W], on_wages: W, employment: W) -> Iterator[Step[W]]:
    """Each credit as far as the limits leave room (art. 61): all within the tax, some within that on wages (1),
    some within that which is not taxed at the flat rate (2).
    """
    left = {
        "all": calculated.tax,
        "wages": on_wages,
        "schedule": excess(of=calculated.tax, over=calculated.at_source_rate),
    }
    for code, amount, limits, cite in (
        ("employment", employment, ("all",), f"{ACT} art. 59"),
        ("dividends", calculated.dividend_credit, ("all",), f"{ACT} art. 56"),
        ("child", credit.child, ("all", "schedule"), f"{ACT} art. 59-2"),
        ("insurance", credit.insurance, ("all", "wages", "schedule"), f"{ACT} art. 59-4 (1)"),
        ("medical", credit.medical, ("all", "wages", "schedule"), f"{ACT} art. 59-4 (2)"),
        ("education", credit.education, ("all", "wages", "schedule"), f"{ACT} art. 59-4 (3)"),
        ("rent", credit.rent, ("all", "wages"), f"{SPECIAL} art. 95-2"),
        ("gifts", credit.gifts, ("all", "schedule"), f"{SPECIAL} arts. 58, 76"),
        ("donations", credit.donations, ("all", "schedule"), f"{ACT} art. 59-4 (4)"),
        ("standard", credit.standard, ("all", "schedule"), f"{ACT} art. 59-4 (9)"),
        ("marriage", credit.marriage, ("all",), f"{SPECIAL} art. 92"),
        ("pension_account", credit.pension_account, ("all", "schedule"), f"{ACT} art. 59-3"),
    ):
        room = amount
        for limit in limits:
            room = least(of=room, and_=left[limit])
        for limit in limits:
            left[limit] = left[limit] - room
        yield Step(code=f"income.credit.{code}", amount=room, cite=cite)


def _income_steps(*, facts: IncomeFacts[W], income: Incomes[W], year: int) -> Iterator[Step[W]]:
    deduction = employment_deduction(wages=facts.wages, year=year)
    yield Step(code="income.employment_deduction", amount=deduction, cite=f"{ACT} art. 47")
    yield Step(code="income.employment", amount=income.employment, cite=f"{ACT} art. 20")
    yield Step(code="income.business", amount=income.business, cite=f"{ACT} arts. 19, 45")
    yield Step(code="income.rent", amount=income.rent, cite=f"{ACT} arts. 19 (1) 12, 45 (2)")
    yield Step(code="income.pension", amount=income.pension, cite=f"{ACT} arts. 20-3, 47-2")
    yield Step(code="income.other", amount=income.other, cite=f"{ACT} art. 21")
    yield Step(code="income.financial", amount=income.financial, cite=f"{ACT} arts. 14 (3) 6, 16, 17")
    yield Step(code="income.gross_up", amount=income.gross_up, cite=f"{ACT} art. 17 (3)")
    yield Step(code="income.total", amount=income.total(), cite=f"{ACT} art. 14 (2)")
    yield Step(code="income.loss_left", amount=income.loss_left, cite=f"{ACT} art. 45 (3)")


def _deduction_steps(*, deducted: Deductions[W], calculated: Calculated[W]) -> Iterator[Step[W]]:
    yield Step(code="income.deduction.personal", amount=deducted.personal, cite=f"{ACT} arts. 50, 51")
    yield Step(code="income.deduction.pension", amount=deducted.pension, cite=f"{ACT} art. 51-3")
    yield Step(code="income.deduction.insurance", amount=deducted.insurance, cite=f"{ACT} art. 52 (1)")
    yield Step(code="income.deduction.housing_loan", amount=deducted.housing_loan, cite=f"{ACT} art. 52 (5)")
    yield Step(code="income.deduction.housing_savings", amount=deducted.housing_savings, cite=f"{SPECIAL} art. 87 (2)")
    yield Step(code="income.deduction.mutual_relief", amount=deducted.mutual_relief, cite=f"{SPECIAL} art. 86-3")
    yield Step(code="income.deduction.cards", amount=deducted.cards, cite=f"{SPECIAL} art. 126-2")
    yield Step(code="income.deduction.beyond_limit", amount=deducted.beyond_limit, cite=f"{SPECIAL} art. 132-2")
    yield Step(code="income.base", amount=calculated.base, cite=f"{ACT} art. 14 (2)")
    yield Step(code="income.calculated", amount=calculated.tax, cite=f"{ACT} arts. 55 (1), 62")
