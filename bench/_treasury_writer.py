"""A child of treasury.py: does one kind of work in the scratch database and prints how many of it and in how many seconds.

python _treasury_writer.py prepare | commit N CLIENT SIZE | verify N CLIENT SIZE | pay N CLIENT SIZE | post N | post_many N
python _treasury_writer.py fill YEAR N | close YEAR | statements YEAR
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.framework.money import accounts, books
from madang.framework.money.domain.journal import Posting
from madang.framework.values import Money
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.control import LARGEST
from madang.systems.treasury.formats import camt053
from madang.systems.treasury.models import BudgetLine, Commitment, Obligation, PaymentBatch
from madang.systems.treasury.usecases import permissions
from madang.systems.treasury.usecases.close_year import close_year
from madang.systems.treasury.usecases.draw_statements import NAMES, compare_budget, draw
from madang.systems.treasury.usecases.import_statement import import_statement
from madang.systems.treasury.usecases.open_line import allot, open_line
from madang.systems.treasury.usecases.pay import approve, prepare, write_batch
from madang.systems.treasury.usecases.spend import commit, verify
from madang.systems.treasury.usecases.spend_many import Claim, Promise, commit_all, verify_all

NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
LINES = 64
CLIENTS = 4
Row = TypeVar("Row")
DUTIES = (
    permissions.BUDGET,
    permissions.UNIT,
    permissions.OFFICER,
    permissions.APPROVER,
    permissions.ACCOUNTANT,
)


def _officer(name: str) -> Actor:
    office = str(pack().data("offices")[0]["code"])
    return Actor(kind=ActorKind.OFFICIAL, name=name, duties=tuple(Duty(office, office, one) for one in DUTIES))


def _prepare() -> int:
    call_command("migrate", verbosity=0)
    classes = pack().data("treasury/classification")
    # So many that a list of one client seldom waits for the line of another's.
    for index in range(LINES):
        codes = {
            "office": str(pack().data("offices")[0]["code"]),
            "activity": next(iter(classes["activity"])),
            "economic": "22",
            "function": "01.3",
            "region": f"R{index}",
        }
        line = open_line(year=2026, codes=codes, titles={"en": "x"}, minor=LARGEST, actor=_officer("budget"), now=NOW)
        allot(line=line, minor=LARGEST, actor=_officer("budget"), now=NOW)
    return LINES


def _lists(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _purpose(client: int, size: int) -> str:
    """By which the rows of one client's lists of one size are found again."""
    return f"Deliveries of {client}, {size} a list"


def _commit(count: int, client: int, size: int) -> int:
    """Lists of SIZE commitments on one line each; each alone where SIZE is 1."""
    lines, clerk = list(BudgetLine.objects.order_by("pk")), _officer("clerk")
    given = {"payee": "Supplier", "account": "20000000000001", "purpose": _purpose(client, size)}
    for turn, places in enumerate(_lists(range(count), size)):
        line = lines[(client * LINES // CLIENTS + turn) % LINES]
        if size == 1:
            commit(line=line, minor=1000, actor=clerk, now=NOW, **given)
        else:
            rows = [Promise(place=str(place), line=line, minor=1000, **given) for place in places]
            commit_all(promises=rows, actor=clerk, now=NOW)
    return count


def _verify(count: int, client: int, size: int) -> int:
    checker, promised = _officer("checker"), Commitment.objects.select_related("line").order_by("pk")
    for some in _lists(list(promised.filter(purpose=_purpose(client, size))[:count]), size):
        if size == 1:
            verify(commitment=some[0], invoice="1", minor=1000, actor=checker, now=NOW)
        else:
            rows = [Claim(place=one.number, commitment=one, invoice="1", minor=1000) for one in some]
            verify_all(claims=rows, actor=checker, now=NOW)
    return count


def _pay(count: int, client: int, size: int) -> int:
    """Batches of SIZE: ordered, approved twice, written for the bank, and booked from the bank's statement."""
    account = f"1000000000{client:04d}"
    owed = Obligation.objects.order_by("pk")
    for claims in _lists(list(owed.filter(commitment__purpose=_purpose(client, size))[:count]), size):
        batch = prepare(obligations=claims, actor=_officer("treasurer"), now=NOW)
        for name in ("first", "second"):
            batch = approve(batch=batch, actor=_officer(name), now=NOW)
        write_batch(batch=batch, debtor="Treasury", account=account, now=NOW)
        effects = import_statement(
            data=_statement(batch, account), account=account, actor=_officer("treasurer"), now=NOW
        )
        if effects != {"paid": len(claims)}:
            raise RuntimeError(f"The bank's statement had other effects: {effects}")
    return count


def _statement(batch: PaymentBatch, account: str) -> bytes:
    """What the bank tells of a batch that it paid."""
    entries = tuple(
        camt053.Entry(
            reference=f"R{one.number}",
            booked_on=NOW.date(),
            minor=-one.minor,
            currency=batch.currency,
            end_to_end=one.number,
        )
        for one in batch.orders.all()
    )
    statement = camt053.Statement(number=f"S{random_symbols(count=10)}", account=account, entries=entries)
    return camt053.write(
        statement=statement,
        created_at=NOW,
        opening=10**14,
        iban=False,
        currency=batch.currency,
        digits=pack().currency_digits,
    )


def _draft(index: int, mark: str) -> books.Draft:
    amount = Money(1000 + index, pack().currency)
    postings = (Posting("bank", amount), Posting("payables", -amount))
    return books.Draft(kind="bench", reference=f"{mark}{index}", on=NOW.date(), postings=postings)


def _post(count: int) -> int:
    mark = random_symbols(count=8)
    for index in range(count):
        one = _draft(index, mark)
        books.post(kind=one.kind, reference=one.reference, postings=one.postings, now=NOW, on=one.on)
    return count


def _post_many(count: int) -> int:
    from django.db import transaction

    mark = random_symbols(count=8)
    with transaction.atomic():
        books.post_many(drafts=[_draft(index, mark) for index in range(count)], now=NOW)
    return count


_ENTRIES = """
INSERT INTO money_entry (at, booked_on, book, kind, reference, memo)
SELECT %(at)s, make_date(%(year)s, 1, 1) + (number %% 365), CASE number %% 2 WHEN 0 THEN 'accrual' ELSE 'cash' END,
    'bench', %(year)s || ':' || number, '' FROM generate_series(1, %(count)s) AS number
"""
_LINES = """
INSERT INTO money_line (entry_id, account_id, minor, currency, fund, coding)
SELECT entry.id,
    CASE WHEN side > 0 AND entry.book = 'cash' THEN 'cash.goods' WHEN side > 0 THEN 'expense.goods'
         WHEN entry.book = 'cash' THEN 'cash.bank' ELSE 'payables' END,
    side * (entry.id %% 100000 + 1), %(currency)s, CASE entry.id %% 3 WHEN 0 THEN 'road' ELSE '' END, 'x'
FROM money_entry entry CROSS JOIN (VALUES (1), (-1)) AS sides(side)
WHERE entry.kind = 'bench' AND entry.booked_on BETWEEN make_date(%(year)s, 1, 1) AND make_date(%(year)s, 12, 31)
"""


def _fill(year: int, count: int) -> int:
    """Balanced entries by plain SQL, with the triggers off: loading is not what is measured."""
    for code in ("expense.goods", "payables", "cash.goods", "cash.bank", "bank"):
        accounts.row(code)
    asked = {"year": year, "count": count, "at": NOW, "currency": pack().currency}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(_ENTRIES, asked)
        cursor.execute(_LINES, asked)
    return count


def _close(year: int) -> int:
    close_year(year=year, actor=_officer("accountant"), now=NOW, today=date(2026, 6, 8))
    return 1


def _statements(year: int) -> int:
    for name in NAMES:
        draw(name=name, year=year)
    compare_budget(year=year)
    return len(NAMES) + 1


WORK = {
    "prepare": _prepare,
    "commit": _commit,
    "verify": _verify,
    "pay": _pay,
    "post": _post,
    "post_many": _post_many,
    "fill": _fill,
    "close": _close,
    "statements": _statements,
}


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """One kind of work, timed from the first row to the last; the parent says when to begin."""
    work, numbers = WORK[sys.argv[1]], [int(one) for one in sys.argv[2:]]
    connection.ensure_connection()
    _say("ready")
    sys.stdin.readline()
    began, spent = time.perf_counter(), time.process_time()
    done = work(*numbers)
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - spent}
    _say(json.dumps({"done": done} | took))


if __name__ == "__main__":
    main()
