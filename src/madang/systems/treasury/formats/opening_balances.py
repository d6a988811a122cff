"""Opening balances as a table: one line an account, fund and currency, with a debit or a credit (CSV in UTF-8)."""

from collections.abc import Callable, Mapping

from madang.systems.treasury.domain.classification import Problem
from madang.systems.treasury.domain.opening import Balance
from madang.systems.treasury.formats.csv_rows import minor_of, read_rows

COLUMNS = ("account", "fund", "currency", "debit", "credit")
MOST_ROWS = 5000


def read(*, data: bytes, digits: Callable[[str], int | None]) -> tuple[list[Balance], list[Problem]]:
    """The balances of a file, and every fault of its lines; `digits` says how many decimals a currency has, None where there
    is no such currency. A file that cannot be read as a table has one fault and no balances."""
    rows, unfit = read_rows(data=data, columns=COLUMNS, most=MOST_ROWS)
    if unfit:
        return [], unfit
    if not rows:
        return [], [Problem("empty", "2")]
    balances, faults = [], []
    for place, row in rows:
        found = _balance(row, place, digits)
        if isinstance(found, Problem):
            faults.append(found)
        else:
            balances.append(found)
    return balances, faults


def _balance(row: Mapping[str, str], place: str, digits: Callable[[str], int | None]) -> Balance | Problem:
    currency = row.get("currency", "")
    decimals = digits(currency)
    if decimals is None:
        return Problem("currency_unknown", place, {"currency": currency[:10]})
    debit, credit = row.get("debit", ""), row.get("credit", "")
    if bool(debit) == bool(credit):
        return Problem("one_side", place)
    minor = minor_of(written=debit or credit, digits=decimals)
    if minor is None:
        return Problem("amount_unfit", place, {"amount": (debit or credit)[:40], "digits": decimals})
    account, fund = row.get("account", "")[:64], row.get("fund", "")[:32]
    return Balance(account=account, fund=fund, currency=currency, minor=minor if debit else -minor, place=place)
