"""Book an event by the pack's posting rules."""

from datetime import date, datetime

from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.money.domain.journal import Posting
from madang.systems.treasury.domain.foreign import across
from madang.systems.treasury.domain.posting import Event, entries
from madang.systems.treasury.usecases.accounting_rules import account, rules, year_of
from madang.systems.treasury.usecases.set_rate import rate_of


def book(*, event: Event, reference: str, on: date, now: datetime, memo: str = "") -> None:
    """One event gives an entry in each book that a rule of its fiscal year names, in the caller's transaction.

    Raises RuleMissing, AmountMissing, RateMissing, PeriodLocked.
    """
    made = entries(rules=rules(), event=event, year=year_of(day=on))
    books.post_all(
        drafts=[
            books.Draft(kind=event.name, reference=reference, postings=_home(postings, on), on=on, book=name, memo=memo)
            for name, postings in made.items()
        ],
        now=now,
    )


def _home(postings: tuple[Posting, ...], on: date) -> tuple[Posting, ...]:
    """Amounts of another currency at the rate of the day."""
    home = pack().currency
    foreign = {one.amount.currency for one in postings} - {home}
    for currency in sorted(foreign):
        rate = rate_of(currency=currency, on=on)
        postings = across(postings=postings, rate=rate, monetary=lambda code: account(code=code).monetary)
    return postings
