"""A year of 200,000 postings, read by hledger: its trial balance is ours, to the last unit."""

import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from madang.framework.money import books
from madang.framework.money.domain.journal import Posting, Unbalanced
from madang.framework.values import Money
from madang.systems.treasury.domain.posting import Event, entries
from madang.systems.treasury.tests.conftest import NOW
from madang.systems.treasury.usecases.accounting_rules import rules
from madang.systems.treasury.usecases.export_journal import balances, journal

FIRST, DAYS = date(2025, 1, 1), 365
POSTINGS = 200_000
NAMES = (
    "obligation_verified",
    "payment_booked",
    "payment_returned",
    "unknown_receipt",
    "debt_issued",
    "fund_transfer_paid",
)


def drafts(random: Random) -> Iterator[books.Draft]:
    """Entries by the country's rules, of random events, amounts, funds, classes and days."""
    number = 0
    while True:
        number += 1
        event = Event(
            name=random.choice(NAMES),
            amount=Money(random.randrange(1, 10**12), random.choice(("KRW", "KRW", "KRW", "USD"))),
            fund=random.choice(("", "road")),
            other_fund="harbour",
            economic=random.choice(("21", "22", "26", "27", "311")),
        )
        on = FIRST + timedelta(days=random.randrange(DAYS))
        for book, postings in entries(rules=rules(), event=event).items():
            yield books.Draft(kind=event.name, reference=f"Y{number}", postings=postings, on=on, book=book)


@pytest.mark.django_db
def test_hledger_finds_the_same_trial_balance_over_a_year(tmp_path: Path) -> None:
    made: list[books.Draft] = []
    count = 0
    for draft in drafts(Random(20251231)):
        made.append(draft)
        count += len(draft.postings)
        if count >= POSTINGS:
            break
    assert books.post_many(drafts=made, now=NOW) == len(made)
    connection.check_constraints()

    days = {"since": FIRST, "until": FIRST + timedelta(days=DAYS - 1)}
    file = tmp_path / "journal.hledger"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(journal(**days))
    read = subprocess.run(
        ["hledger", "-f", str(file), "balance", "-N", "--flat", "--layout=bare", "-O", "csv"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    theirs = sorted(tuple(line.strip('"').split('","')) for line in islice(read, 1, None))
    ours = sorted((account, currency, str(minor)) for account, currency, minor in balances(**days))
    assert len(ours) > 20
    assert theirs == ours


@pytest.mark.django_db
def test_many_entries_are_refused_whole() -> None:
    fine = books.Draft(kind="x", reference="1", on=FIRST, postings=_pair(1, 1))
    with pytest.raises(Unbalanced):
        books.post_many(drafts=[fine, books.Draft(kind="x", reference="2", on=FIRST, postings=_pair(1, 2))], now=NOW)
    assert not books.trial_balance()


def _pair(debit: int, credit: int) -> tuple[Posting, ...]:
    return (Posting("bank", Money(debit, "KRW")), Posting("payables", Money(-credit, "KRW")))
