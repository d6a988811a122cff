"""The country's chart of accounts, posting rules and fiscal year, judged when the program starts."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from madang.framework.law import LawFault, PackFaulty, load_pack, pack
from madang.framework.money import accounts
from madang.framework.money.models import LedgerAccount
from madang.systems.treasury.domain import chart, rule_faults
from madang.systems.treasury.domain.chart import Account

CHART, RULES, STATEMENTS = "treasury/accounts", "treasury/posting_rules", "treasury/statements"


def rules() -> Mapping[str, Any]:
    """The posting rules of the country."""
    found: Mapping[str, Any] = pack().data(RULES)
    return found


@cache
def _placed(code: str) -> Mapping[str, Account]:
    return chart.accounts(data=load_pack(code).data(CHART))


def account(*, code: str) -> Account:
    """The account as the chart places it; one that only a system declared stands among the others of its kind."""
    placed = _placed(pack().code).get(code)
    if placed is not None:
        return placed
    declared = accounts.find(code)
    return chart.unlisted(code=code, kind=declared.kind, title=str(declared.title))


def all_accounts() -> dict[str, Account]:
    """Every account of the chart and every other one that was ever posted to."""
    used = LedgerAccount.objects.values_list("code", flat=True)
    return {code: account(code=code) for code in sorted({*used, *_placed(pack().code)})}


def year_days(*, year: int) -> tuple[date, date]:
    """First and last day of the fiscal year."""
    return chart.fiscal_year(year=year, begins=str(pack().data(CHART)["year_begins"]))


def year_of(*, day: date) -> int:
    """The fiscal year of a day, named by the calendar year in which it begins."""
    return day.year if day >= year_days(year=day.year)[0] else day.year - 1


def check_rules(*, code: str = "") -> None:
    """Raises PackFaulty with every fault of the chart, the statements' lines and the posting rules."""
    country = load_pack(code) if code else pack()
    data = {name: country.data(name) for name in (CHART, RULES, STATEMENTS)}
    missing = [LawFault(f"{name}.yaml", "", "is missing") for name, content in data.items() if not content]
    if missing:
        raise PackFaulty(code=country.code, faults=missing)
    listed = data[CHART]["accounts"]
    found = [
        LawFault(f"{CHART}.yaml", place, says)
        for place, says in chart.faults(data=data[CHART], statements=data[STATEMENTS])
    ]
    found += [
        LawFault(f"{RULES}.yaml", place, says)
        for place, says in rule_faults.faults(rules=data[RULES], known=lambda one: one in listed or accounts.known(one))
    ]
    if found:
        raise PackFaulty(code=country.code, faults=found)
