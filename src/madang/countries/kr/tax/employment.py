"""Income from employment: what is deducted from wages, and the credit on the tax on them."""

from madang.countries.kr.tax.of_year import constant, of_year
from madang.systems.tax.domain.arithmetic import TEN_THOUSAND, W, excess, greatest, least, progressive


def employment_deduction(*, wages: W, year: int) -> W:
    """What is deducted from a year's gross wages (Income Tax Act art. 47 (1)); from 2020 on with a ceiling."""
    law = of_year(name="employment.deduction", year=year)
    deduction = progressive(base=wages, brackets=law.brackets("brackets"))
    ceiling = law.or_none("ceiling")
    return deduction if ceiling is None else least(of=deduction, and_=ceiling)


def employment_income(*, wages: W, year: int) -> W:
    """Gross wages less their deduction (Income Tax Act art. 20 (2))."""
    return wages - employment_deduction(wages=wages, year=year)


def employment_credit(*, tax: W, wages: W, year: int) -> W:
    """The credit on the part of the calculated tax that falls on wages (Income Tax Act art. 59 (1), (2))."""
    law = of_year(name="employment.credit", year=year)
    credit = progressive(base=tax, brackets=law.brackets("brackets"))
    # The ceiling falls in sections; each keeps a floor, where the next one starts. Kept in ten-thousandths till the end.
    ceiling = constant(like=wages, value=law["ceiling"] * TEN_THOUSAND)
    for section in law.rows("falls"):
        fallen = ceiling - excess(of=wages, over=int(section["above"])) * int(section["rate"])
        ceiling = least(of=ceiling, and_=greatest(of=fallen, and_=int(section["floor"]) * TEN_THOUSAND))
    return least(of=credit, and_=ceiling // TEN_THOUSAND)
