"""The statement of operations of GFSM 2014 (chapter 4), from the changes of accounts in a year. Plain Python.

Net operating balance: revenue less expense (par. 4.17). Net lending: that balance less the net acquisition of non-financial
assets, which is what was acquired of financial assets less what was incurred of liabilities. Both ways must agree.
"""

from collections.abc import Mapping

# What only revalues is no transaction (GFSM 2014 chapter 10): holding gains on non-financial and on financial assets. They are
# taken out of what was acquired.
HOLDING = {"41": "31", "42": "32"}
NONFINANCIAL, FINANCIAL, LIABILITIES = "61", "62", "63"
BALANCE, LENDING, FINANCING = "GOB", "NLB", "NFB"


class Inconsistent(ValueError):
    """Net lending from above the line is not that from below it."""


def operations(*, changes: Mapping[str, int]) -> dict[str, int]:
    """Codes of GFSM 2014 with their amounts, from debits less credits by class in a year (revenue and expense as they flowed,
    balance sheet accounts as they changed). Raises Inconsistent."""
    found: dict[str, int] = {}
    for code, minor in changes.items():
        name, sign = _line(code)
        for length in range(1, len(name) + 1):
            found[name[:length]] = found.get(name[:length], 0) + sign * minor
    found.pop("3", None)
    found[BALANCE] = found.get("1", 0) - found.get("2", 0)
    found[LENDING] = found[BALANCE] - found.get("31", 0)
    found[FINANCING] = found.get("32", 0) - found.get("33", 0)
    if found[LENDING] != found[FINANCING]:
        raise Inconsistent(f"Net lending is {found[LENDING]} above the line and {found[FINANCING]} below it.")
    return dict(sorted(found.items()))


# Where a class of the chart stands in the statement, and whether a credit is shown positive.
LINES = {"1": ("1", -1), "2": ("2", 1), NONFINANCIAL: ("31", 1), FINANCIAL: ("32", 1), LIABILITIES: ("33", -1)}


def _line(code: str) -> tuple[str, int]:
    if code in HOLDING:
        return HOLDING[code], 1
    start = next(start for start in LINES if code.startswith(start))
    line, sign = LINES[start]
    return line + code[len(start) :], sign
