"""Book an event by the pack's posting rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from madang.framework.law import pack
from madang.framework.money import books
from madang.framework.money.domain.journal import Posting, check
from madang.systems.treasury.domain.foreign import across
from madang.systems.treasury.domain.posting import Event, entries
from madang.systems.treasury.usecases.accounting_rules import account, rules, year_of
from madang.systems.treasury.usecases.set_rate import rate_of


def book(*, event: Event, reference: str, on: date, now: datetime, memo: str = "") -> None:
    """One event gives an entry in each book that a rule of its fiscal year names, in the caller's transaction.

    Raises RuleMissing, AmountMissing, RateMissing, PeriodLocked.
    """
    books.post_all(drafts=drafts_of(event=event, reference=reference, on=on, memo=memo), now=now)


def drafts_of(*, event: Event, reference: str, on: date, memo: str = "") -> list[books.Draft]:
    """The entries of an event, one a book, not yet posted. Raises RuleMissing, AmountMissing, RateMissing."""
    return [
        books.Draft(kind=event.name, reference=reference, postings=postings, on=on, book=name, memo=memo)
        for name, postings in postings_of(event=event, on=on).items()
    ]


def postings_of(*, event: Event, on: date) -> Mapping[str, tuple[Posting, ...]]:
    """What the event posts in each book, in currencies that the books hold. Raises RuleMissing, AmountMissing, RateMissing."""
    made = entries(rules=rules(), event=event, year=year_of(day=on))
    return {name: _home(postings, on) for name, postings in made.items()}


def columns_of(*, made: Mapping[str, tuple[Posting, ...]]) -> tuple[list[Any], ...]:
    """The postings as the database's `money_book` takes them: a list each of books, accounts, amounts, currencies, funds and
    codings. Raises Unbalanced."""
    for postings in made.values():
        check(postings=postings)
    rows = [
        (name, one.account, one.amount.minor, one.amount.currency, one.fund, one.coding)
        for name, postings in made.items()
        for one in postings
    ]
    return tuple([list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(6)])


def _home(postings: tuple[Posting, ...], on: date) -> tuple[Posting, ...]:
    """Amounts of another currency at the rate of the day."""
    home = pack().currency
    foreign = {one.amount.currency for one in postings} - {home}
    for currency in sorted(foreign):
        rate = rate_of(currency=currency, on=on)
        postings = across(postings=postings, rate=rate, monetary=lambda code: account(code=code).monetary)
    return postings
