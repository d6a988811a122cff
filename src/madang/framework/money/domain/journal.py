"""Double entry: what each happening posts. Debits are positive, credits negative; every entry sums to zero."""

from dataclasses import dataclass

from madang.framework.values import Money

BANK = "bank"
RECEIVABLE = "receivable"
SUSPENSE = "suspense"
REFUNDS_PAYABLE = "refunds_payable"
# Received for several charges at once and not yet shared out among them.
TRANSIT = "transit"
# Given as security: it stays its giver's until a claim is paid out of it, or it goes back.
DEPOSITS = "deposits"
# Accounts of money that is nobody's claim.
HELD = frozenset({TRANSIT, DEPOSITS})
# The two sets of books, and the kind of entry that closes a year.
ACCRUAL = "accrual"
CASH = "cash"
CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: minor units on an account, debit positive; whose fund, and what for."""

    account: str
    amount: Money
    fund: str = ""
    coding: str = ""


class Unbalanced(ValueError):
    """The postings of an entry do not sum to zero, or there are fewer than two."""


def _pair(debit: str, credit: str, amount: Money) -> tuple[Posting, ...]:
    """Nothing where both sides are one account: no money moves."""
    return (Posting(debit, amount), Posting(credit, -amount)) if debit != credit else ()


def _owed_on(revenue: str) -> str:
    """The account on which a charge is owed until it is paid. What gathers other charges, or is a deposit, is no claim of its
    own: the books have nothing of it before its money comes, which then stays on that account.
    """
    return revenue if revenue in HELD else RECEIVABLE


def charged(*, amount: Money, revenue: str) -> tuple[Posting, ...]:
    """The state is owed a fee; no postings where the charge gathers others."""
    return _pair(_owed_on(revenue), revenue, amount)


def charge_dropped(*, amount: Money, revenue: str) -> tuple[Posting, ...]:
    """An open charge is waived or cancelled; no postings where it gathers others."""
    return _pair(revenue, _owed_on(revenue), amount)


def settled(*, amount: Money, revenue: str, came_to: str = BANK) -> tuple[Posting, ...]:
    """The payer's money came; a transfer that was found later stood in suspense."""
    return _pair(came_to, _owed_on(revenue), amount)


def surplus_came(*, amount: Money) -> tuple[Posting, ...]:
    """Money came that nobody owed."""
    return _pair(BANK, SUSPENSE, amount)


def refund_owed(*, amount: Money, revenue: str) -> tuple[Posting, ...]:
    """A paid fee is to be given back."""
    return _pair(revenue, REFUNDS_PAYABLE, amount)


def surplus_owed(*, amount: Money) -> tuple[Posting, ...]:
    """Money that nobody owed is to be given back."""
    return _pair(SUSPENSE, REFUNDS_PAYABLE, amount)


def refund_sent(*, amount: Money) -> tuple[Posting, ...]:
    """The bank sent a refund."""
    return _pair(REFUNDS_PAYABLE, BANK, amount)


def check(*, postings: tuple[Posting, ...]) -> None:
    """Raises Unbalanced."""
    totals: dict[tuple[str, str], int] = {}
    for posting in postings:
        whose = (posting.fund, posting.amount.currency)
        totals[whose] = totals.get(whose, 0) + posting.amount.minor
    if len(postings) < 2 or any(totals.values()):
        raise Unbalanced(f"An entry of {len(postings)} postings sums to {totals}.")
