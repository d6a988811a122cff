"""A child of tax_filing.py, in the scratch database: says "ready", waits for a line, files, prints one line of JSON.

python _tax_filing_writer.py prepare COUNT | file FIRST COUNT SECONDS | check FILE | profile COUNT
"""

import json
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

from django.core.management import call_command
from django.db import DatabaseError, connection

from madang.framework.audit import verify as verify_trail
from madang.framework.audit.models import Entry
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.money import books
from madang.framework.money.models import Charge
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Due, Return, Taxpayer
from madang.systems.tax.usecases.returns.file_return import file_return

PATIENCE = 60
NOW = datetime(2026, 5, 20, 3, 0, tzinfo=UTC)


def prepare(count: str) -> dict[str, Any]:
    """A database with so many taxpayers."""
    call_command("migrate", verbosity=0)
    rows = (
        Taxpayer(
            party_kind="person", party_key=f"{one:032x}", name=str(one), roles=["income"], office_code="NTS-101",
            registered_on=date(2020, 1, 1),
        )
        for one in range(int(count))
    )  # fmt: skip
    Taxpayer.objects.bulk_create(rows, batch_size=5000)
    return {"taxpayers": int(count)}


def _file(one: int) -> str:
    payer = Taxpayer.objects.get(party_key=f"{one:032x}")
    actor = Actor(kind=ActorKind.RESIDENT, account_id=7, name="bench", person=payer.party_key)
    facts = {"wages": 60_000_000 + 1000 * one, "wages_withheld": 1_000_000}
    made = file_return(taxpayer=payer, tax=Tax.INCOME, period="2025", facts=facts, sources={}, actor=actor, now=NOW)
    return made.number


def file(first: str, count: str, seconds: str) -> dict[str, Any]:
    """Files one after the other, each in a transaction of its own that waits for the disk; what fell is sent again."""
    numbers = [_file(int(first))]
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    waits, fell, begun, used = [], 0, time.perf_counter(), time.process_time()
    for one in range(int(first) + 1, int(first) + int(count)):
        before, number = time.perf_counter(), ""
        while not number:
            try:
                number = _file(one)
            except DatabaseError:
                if time.perf_counter() - begun > float(seconds) + PATIENCE:
                    raise
                fell += 1
                connection.close()
                time.sleep(0.2)
        numbers.append(number)
        waits.append(time.perf_counter() - before)
        if time.perf_counter() - begun > float(seconds):
            break
    waits.sort()
    return {
        "done": len(waits), "seconds": time.perf_counter() - begun, "cpu": time.process_time() - used,
        "p95": waits[int(len(waits) * 0.95) - 1], "numbers": numbers, "fell": fell,
    }  # fmt: skip


def check(file: str) -> dict[str, Any]:
    """Of the acknowledged returns, how many are not there, there twice, or without their due, charge, entry or job."""
    told = Path(file).read_text().split()
    payable = dict(Return.objects.values_list("number", "payable_minor"))
    owed = {number: minor for number, minor in payable.items() if minor > 0}
    dues = {one.source: one for one in Due.objects.all()}
    charges = dict(Charge.objects.values_list("number", "minor"))
    trail = sorted(Entry.objects.filter(action="tax.file_return").values_list("target", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'number' FROM procrastinate_jobs WHERE task_name LIKE '%seal_receipt%'")
        waiting = sorted(number for (number,) in cursor.fetchall())
    wrong = len(told) - len(set(told)) + len(set(told) - set(payable))
    wrong += Return.objects.count() - Return.objects.values("taxpayer").distinct().count()
    wrong += len(owed.keys() ^ dues.keys()) + sum(dues[one].minor != owed[one] for one in owed.keys() & dues.keys())
    wrong += sum(charges.get(due.charge) != due.minor for due in dues.values())
    wrong += int(trail != sorted(f"return:{number}" for number in payable)) + int(waiting != sorted(payable))
    wrong += int(sum(books.trial_balance().values()) != 0) + int(not verify_trail().holds)
    return {"acknowledged": len(told), "wrong": wrong, "kept": len(payable)}


def profile(count: str) -> dict[str, Any]:
    """Where the time goes: seconds by function, and statements a filing."""
    import cProfile
    import pstats

    from django.test.utils import CaptureQueriesContext

    first = 10**6 - 1
    Taxpayer.objects.filter(party_key=f"{first:032x}").exists()
    held = Return.objects.count()
    with CaptureQueriesContext(connection) as asked:
        _file(held + 40_000)
    profiler = cProfile.Profile()
    profiler.enable()
    for one in range(int(count)):
        _file(held + 40_001 + one)
    profiler.disable()
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumtime").print_stats(60)
    return {"statements": len(asked), "sql": [one["sql"][:110] for one in asked.captured_queries]}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
