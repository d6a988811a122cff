"""Book an event by the pack's posting rules."""

from datetime import date, datetime

from madang.framework.law import pack
from madang.framework.money import books
from madang.systems.treasury.domain.posting import Event, entries


def book(*, event: Event, reference: str, on: date, now: datetime, memo: str = "") -> None:
    """One event gives an entry in each book that a rule names, in the caller's transaction.

    Raises RuleMissing, PeriodLocked.
    """
    rules = pack().data("treasury/posting_rules")
    for name, postings in entries(rules=rules, event=event).items():
        books.post(kind=event.name, reference=reference, postings=postings, now=now, on=on, book=name, memo=memo)
