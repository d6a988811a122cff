"""What the import of a register costs beside a raw COPY of the same rows into the same tables.

Ours reads the CSV, checks every row by the country's law, seals and indexes the resident numbers, links households
and addresses, writes, and notes how far it came. The peer is COPY of the ready rows, which ours made, into the same
tables with the same indexes and constraints. Both take turns in transactions that are rolled back, with all
constraints checked at the end.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PEOPLE = 40_000
ROUNDS = 3
GOAL = 0.25
OF_IMPORT = {
    "population_person": "source = %(source)s",
    "population_address": "id IN (SELECT r.address_id FROM population_residence r"
    " JOIN population_person p ON p.id = r.person_id WHERE p.source = %(source)s)",
    "population_household": "id IN (SELECT m.household_id FROM population_membership m"
    " JOIN population_person p ON p.id = m.person_id WHERE p.source = %(source)s)",
    "population_membership": "person_id IN (SELECT id FROM population_person WHERE source = %(source)s)",
    "population_residence": "person_id IN (SELECT id FROM population_person WHERE source = %(source)s)",
}


class _RolledBack(Exception):
    """Ends a round."""


def _round(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds, this process's CPU seconds and the answer of `work`, undone afterwards."""
    from django.db import connection, transaction

    answer: Any = None
    try:
        with transaction.atomic():
            began, cpu = time.perf_counter(), time.process_time()
            answer = work()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds, spent = time.perf_counter() - began, time.process_time() - cpu
            raise _RolledBack
    except _RolledBack:
        return seconds, spent, answer


def _import(path: Path) -> Any:
    from madang.framework.bulk.usecases import run_import, start_import
    from madang.framework.identity.actor import system_actor
    from madang.framework.values import clock
    from madang.systems.population.usecases.import_register import KIND

    started = start_import(
        kind=KIND, source=f"file:{path}", name=path.name, actor=system_actor("bench"), now=clock.now(), run=False
    )
    return run_import(key=started.key)


def _ready_rows(path: Path) -> dict[str, bytes]:
    """The rows that an import makes, as COPY writes them."""
    from django.db import connection

    kept: dict[str, bytes] = {}

    def work() -> None:
        imported = _import(path)
        with connection.cursor() as cursor:
            for table, mine in OF_IMPORT.items():
                select = f"SELECT * FROM {table} WHERE {mine}"
                made = f"CREATE TEMP TABLE bench_rows ON COMMIT DROP AS {select}"
                cursor.execute(made, {"source": f"import:{imported.key}"})
                with cursor.cursor.copy("COPY bench_rows TO STDOUT (FORMAT binary)") as copy:
                    kept[table] = b"".join(bytes(part) for part in copy)
                cursor.execute("DROP TABLE bench_rows")

    _round(work)
    return kept


def _raw_copy(rows: dict[str, bytes]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table, data in rows.items():
            with cursor.cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(data)


def figures() -> list[dict[str, Any]]:
    """Rows a second, ours and raw; and rows a CPU second of the importing process."""
    from _register_export import write_export
    from django.utils import timezone

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        people = write_export(path=path, people=PEOPLE, today=timezone.localdate())
        rows = _ready_rows(path)
        ours, raw, cpu = [], [], []
        for _round_number in range(ROUNDS):
            seconds, spent, imported = _round(lambda: _import(path))
            if imported.accepted != people:
                raise RuntimeError(f"The import took {imported.accepted} of {people} rows.")
            ours.append(people / seconds)
            cpu.append(people / spent)
            raw.append(people / _round(lambda: _raw_copy(rows))[0])
    rate, limit = statistics.median(ours), statistics.median(raw)
    return [
        {
            "figure": f"persons imported a second, with checks and encryption ({people:,} persons)",
            "ours": round(rate),
            "peer": f"{limit:.0f} by raw COPY of ready rows",
            "limit": round(limit),
            "ratio": round(rate / limit, 2),
            "goal": f"at least {GOAL} of raw COPY",
            "met": rate / limit >= GOAL,
        },
        {
            "figure": "persons imported a CPU second of the importing process",
            "ours": round(statistics.median(cpu)),
            "peer": "",
            "limit": "",
            "ratio": "",
            "goal": "told",
            "met": True,
        },
    ]
