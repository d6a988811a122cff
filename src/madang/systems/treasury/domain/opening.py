"""Opening balances of a first adoption, judged.

IPSAS 33: the first statements begin with a statement of financial position on the date of adoption; what the balances sum to is
accumulated surplus. Each book balances by itself, in each fund and currency, and the cash book holds what the accrual
book has at the bank.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from madang.framework.money.domain.journal import ACCRUAL, CASH
from madang.systems.treasury.domain.chart import Account
from madang.systems.treasury.domain.classification import Problem

# Lines of the statements in which each book shows the money at the bank.
AT_BANK = {ACCRUAL: "cash", CASH: "cash_held"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The balance of an account in a fund and a currency, debits positive, and the line of the file that tells it."""

    account: str
    fund: str
    currency: str
    minor: int
    place: str


def book_of(*, account: Account) -> str:
    """In which book an account stands."""
    return CASH if account.cash_book else ACCRUAL


def problems(
    *, balances: Sequence[Balance], account: Callable[[str], Account | None], funds: Iterable[str], home: str
) -> Iterator[Problem]:
    """Every fault of the balances, line by line and then of the whole."""
    known_funds = {"", *funds}
    seen: dict[tuple[str, str, str], str] = {}
    for one in balances:
        yield from _of_line(one, account(one.account), known_funds, home)
        key = (one.account, one.fund, one.currency)
        if key in seen:
            yield Problem("twice", one.place, {"account": one.account, "other": seen[key]})
        seen.setdefault(key, one.place)
    yield from _of_whole(balances, account)


def _of_line(one: Balance, found: Account | None, funds: set[str], home: str) -> Iterator[Problem]:
    if found is None:
        yield Problem("account_unknown", one.place, {"account": one.account})
    elif found.temporary:
        yield Problem("temporary", one.place, {"account": one.account})
    elif one.currency != home and not found.monetary:
        yield Problem("not_monetary", one.place, {"account": one.account, "home": home})
    if one.fund not in funds:
        yield Problem("fund_unknown", one.place, {"fund": one.fund})


def _of_whole(balances: Sequence[Balance], account: Callable[[str], Account | None]) -> Iterator[Problem]:
    totals: dict[tuple[str, str, str], int] = {}
    at_bank: dict[tuple[str, str], dict[str, int]] = {}
    for one in balances:
        found = account(one.account)
        if found is None:
            continue
        book = book_of(account=found)
        totals[book, one.fund, one.currency] = totals.get((book, one.fund, one.currency), 0) + one.minor
        if found.line == AT_BANK[book]:
            sides = at_bank.setdefault((one.fund, one.currency), dict.fromkeys(AT_BANK, 0))
            sides[book] += one.minor
    for (book, fund, currency), minor in sorted(totals.items()):
        if minor:
            yield Problem("unbalanced", "", {"book": book, "fund": fund, "currency": currency, "minor": minor})
    for (fund, currency), sides in sorted(at_bank.items()):
        if sides[ACCRUAL] != sides[CASH]:
            both = {"accrual": sides[ACCRUAL], "cash": sides[CASH]}
            yield Problem("cash_differs", "", {"fund": fund, "currency": currency, **both})
