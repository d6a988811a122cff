"""A child of customs_declarations.py, in the scratch database. Prints one line of JSON.

python _customs_declarations_work.py prepare FILES EACH | work NUMBER | bare COUNT | rates COUNT | count | profile NUMBER
"""

import cProfile
import json
import os
import pstats
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.bench")

import django

django.setup()

import msgspec
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madang.framework.audit import verify
from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty, system_actor
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.money import books
from madang.framework.money.models import Charge
from madang.framework.values import Money, Party, clock
from madang.systems.customs.domain import declaration as d
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.domain.words import Adjustment, Direction, Lane
from madang.systems.customs.formats.edifact import cusdec
from madang.systems.customs.models import CustomsDeclaration, LodgedBatch, MessageAnswer, Selected
from madang.systems.customs.usecases.batches import lodge_batch as door
from madang.systems.customs.usecases.batches.work_batch import work_batch
from madang.systems.customs.usecases.permissions import ANALYST
from madang.systems.customs.usecases.selectivity.rules import decide_rule, propose_rule

TRADERS = ("1018100001", "1018100002", "1018100003", "1018100004")
AT = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - an interchange's own clock
RULES = 20


def prepare(files: str, each: str) -> dict[str, Any]:
    """A database with rules and a model's worth of history, and files that wait to be answered."""
    call_command("migrate", verbosity=0)
    _rules()
    numbers = []
    door.AT_ONCE = 0
    for place in range(int(files)):
        data = _interchange(place, int(each))
        trader = TRADERS[place % len(TRADERS)]
        made = door.lodge_batch(data=data, name="bench.edi", channel="api", actor=_acting(trader), now=clock.now())
        numbers.append(made.number)
    return {"numbers": numbers, "megabytes": len(data) / 1e6}


def _acting(trader: str) -> Actor:
    person = f"person-{trader}"
    mandate = grant_mandate(
        grantor=Party.business(trader),
        holder=Party.person(person),
        scope=["*"],
        valid_from=clock.now().date() - timedelta(days=1),
        valid_until=clock.now().date() + timedelta(days=300),
        grantor_name="Bench",
        kind="company_representative",
        evidence="bench",
        actor=system_actor("bench"),
        now=clock.now(),
    )
    behalf = ActingFor(Party.business(trader), str(mandate.key), ("*",), name="Bench")
    return Actor(kind=ActorKind.RESIDENT, person=person, name="bench", acting_for=behalf)


def _rules() -> None:
    """Twenty rules in force, two of which hold for something."""
    first, second = (
        Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty("KCS-020", "KCS-020", ANALYST),)) for name in ("a", "b")
    )
    for place in range(RULES):
        condition = f"commodity starts {9000 + place}\norigin is CN VN\nprice_per_kg below {place + 1}"
        made = propose_rule(
            title="bench",
            condition="commodity starts 8471\nprice from 4900" if place == 0 else condition,
            lane=Lane.YELLOW,
            reason="bench",
            valid_from=timezone.localdate(),
            valid_until=None,
            actor=first,
            now=clock.now(),
        )
        decide_rule(code=made.code, approve=True, actor=second, now=clock.now())


def _interchange(place: int, each: int) -> bytes:
    found = [_declaration(f"B{place}-{one}", one) for one in range(each)]
    return cusdec.write(declarations=found, sender="BENCH", recipient="KCS", reference=f"B{place}", at=AT)


def _declaration(reference: str, place: int) -> d.Declaration:
    """Three imports in four, of one to three items, one in fifty faulty; the fourth is an export."""
    arriving = place % 4 != 3
    lines = tuple(_item(one, place + one) for one in range(1, 2 + place % 3))
    seller = d.Trader(name=f"Seller {place % 97}", country="US")
    return d.Declaration(
        direction=Direction.IMPORT if arriving else Direction.EXPORT,
        reference=reference,
        office="XYZ" if place % 50 == 49 else "",
        items=lines,
        incoterm=d.Incoterm(code="CIF" if arriving else "FOB", place="KRPUS"),
        export_country="US" if arriving else "KR",
        destination_country="KR" if arriving else "US",
        seller=seller if arriving else None,
        exporter=seller if arriving else None,
        invoice_number=f"INV-{reference}",
        charges=(d.Charge(kind=Adjustment.FREIGHT, amount=Money(10_000, "USD")),),
    )


def _item(sequence: int, place: int) -> d.Item:
    codes = ("6109101000", "8471300000", "8516710000", "4202221090", "6203421000", "9004100000")
    return d.Item(
        sequence=sequence,
        commodity=codes[place % len(codes)],
        description=f"Goods no. {place}",
        origin="US" if place % 2 else "CN",
        net_mass=Decimal(20 + place % 50),
        quantities=(d.Quantity(value=Decimal(100), unit="H87"),),
        price=Money(100_000 + 100 * (place % 4_000), "USD"),
    )


def work(number: str) -> dict[str, Any]:
    """Answer one file: read, judge, select, store. How long, and the processor's time of this process."""
    sys.stdout.write("{}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began, used, served = time.perf_counter(), time.process_time(), _served()
    made = work_batch(number=number)
    return {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - used,
        "database_cpu": _served() - served,
        "answered": made.answered,
        "accepted": made.accepted,
    }


def _served() -> float:
    """The processor's seconds of our session at the server, which runs on this machine."""
    connection.ensure_connection()
    said = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def bare(count: str) -> dict[str, Any]:
    """The limit: the same without control: parsed, and their content stored; nothing judged, selected or charged."""
    data = _interchange(999, int(count))
    began, used = time.perf_counter(), time.process_time()
    received = cusdec.read_all(data=data)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id bigint PRIMARY KEY, reference text UNIQUE, content jsonb)")
        with connection.connection.cursor() as raw, raw.copy("COPY bench_bare FROM STDIN") as copy:
            for place, one in enumerate(received.results):
                content = msgspec.json.encode(one.content).decode()
                copy.write_row((place, one.content.reference if one.content else "", content))
    return {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used}


def rates(count: str) -> dict[str, Any]:
    """Rates in force looked up a second: in the tariff that is held, and by a plain indexed query."""
    lines = list(tariff().lines)
    rows = [
        (line, rate.regime, rate.period.start, rate.period.end, rate.cite)
        for line in lines
        for rate in tariff().lines[line].rates
    ]
    day = date(2026, 11, 23)
    began = time.perf_counter()
    found = [len(tariff().lines[lines[one % len(lines)]].on(day=day)) for one in range(int(count))]
    ours = int(count) / (time.perf_counter() - began)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_rate (code text, regime text, since date, until date, cite text)")
        cursor.executemany("INSERT INTO bench_rate VALUES (%s, %s, %s, %s, %s)", rows)
        cursor.execute("CREATE INDEX ON bench_rate (code); ANALYZE bench_rate")
        began = time.perf_counter()
        peer = []
        for one in range(int(count) // 100):
            cursor.execute(
                "SELECT * FROM bench_rate WHERE code = %s AND since <= %s AND (until IS NULL OR %s < until)",
                [lines[one % len(lines)], day, day],
            )
            peer.append(len(cursor.fetchall()))
        query = len(peer) / (time.perf_counter() - began)
    return {"ours": ours, "query": query, "same": found[: len(peer)] == peer}


def count() -> dict[str, Any]:
    """What is there, and whether it agrees with itself."""
    told = MessageAnswer.objects.exclude(declaration="")
    return {
        "answered": sum(LodgedBatch.objects.values_list("answered", flat=True)),
        "answers": MessageAnswer.objects.count(),
        "accepted": told.count(),
        "numbers": told.values("declaration").distinct().count(),
        "declarations": CustomsDeclaration.objects.count(),
        "selected": Selected.objects.count(),
        "charged": Charge.objects.filter(reference__in=CustomsDeclaration.objects.values("number")).count(),
        "balance": sum(books.trial_balance().values()),
        "trail": verify().holds,
    }


def profile(number: str) -> dict[str, Any]:
    """Where the time goes, and how many statements a declaration costs."""
    profiler = cProfile.Profile()
    with CaptureQueriesContext(connection) as asked:
        profiler.enable()
        made = work_batch(number=number)
        profiler.disable()
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumtime").print_stats(70)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(30)
    kinds = Counter(one["sql"][:90] for one in asked.captured_queries)
    spent: Counter[str] = Counter()
    for one in asked.captured_queries:
        spent[one["sql"][:90]] += float(one["time"])
    for sql, seconds in spent.most_common(25):
        sys.stderr.write(f"{seconds:8.2f} s {kinds[sql]:6} {sql}\n")
    return {"statements": len(asked) / made.answered, "answered": made.answered}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))  # noqa: T201
