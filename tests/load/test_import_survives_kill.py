"""A worker killed with -9 in the middle of a register import: it goes on where it stood, no row twice, none lost."""

import random
import time
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from madang.countries.kr.population.law import issue_resident_number
from madang.framework.audit import verify
from madang.framework.bulk.models import Import
from madang.framework.bulk.usecases import start_import
from madang.framework.identity.actor import system_actor
from madang.framework.jobs.stalled import retry_stalled
from madang.framework.values import clock
from madang.systems.population.domain.people import Sex
from madang.systems.population.formats.register_csv import write_rows
from madang.systems.population.models import Household, Membership, Person, Residence
from madang.systems.population.usecases.import_register import KIND
from madang.systems.population.usecases.numbers import indexes_of
from tests.load.nursery import begin, said

ROWS = 6000
KILLS = 3
PATIENCE = 60
# Every tenth household's number is in no form that the law knows; every fifteenth row tries to enter somebody twice.
WRONG, DOUBLE = 10, 15

# The real worker, with blocks so small that a kill finds it between them as well as inside one.
WORKER = """
from madang.framework.jobs.worker import run_worker
from madang.systems.population.formats import lines
lines.read_blocks.__kwdefaults__["size"] = 12_000
run_worker(concurrency=1, wait=False, queues=("bulk",))
"""


def number(place: int) -> str:
    born = date(1950 + place % 50, 1 + place % 12, 1 + place // 600 % 28)
    return issue_resident_number(birth_on=born, sex=Sex.FEMALE, issued_on=born, below=lambda n: place % n)


def row(place: int) -> dict[str, str]:
    return {
        "number": "12345" if place % WRONG == 0 else number(place - 1 if place % DOUBLE == 1 else place),
        "name": "홍길순",
        "sex": "여",
        "household": str(place),
        "relation": "세대주",
        "division": "1111000000",
        "address": f"서울특별시 종로구 세종대로 {place % 700}",
        "moved_in_on": "2022-01-01",
    } | {"birth_on": birth_of(place - 1 if place % DOUBLE == 1 else place)}


def birth_of(place: int) -> str:
    return date(1950 + place % 50, 1 + place % 12, 1 + place // 600 % 28).isoformat()


def refused_lines(rows: list[dict[str, str]]) -> list[int]:
    """What must be refused, worked out from the rows alone: line 1 is the heading."""
    seen: set[str] = set()
    lines = []
    for line, each in enumerate(rows, start=2):
        if each["number"] == "12345" or each["number"] in seen:
            lines.append(line)
        seen.add(each["number"])
    return lines


def wait_until(imported: Import, *, beyond: int, running: BaseProcess, words: Connection) -> None:
    """Until the import has got further than `beyond`."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        imported.refresh_from_db()
        if imported.position > beyond:
            return
        assert running.is_alive(), said(words)
        time.sleep(0.005)
    pytest.fail("The import does not move.")


def kill_in_the_middle(imported: Import, chance: random.Random) -> None:
    """A worker begins where the last one died, and dies too."""
    before = imported.position
    running, words = begin(program=WORKER)
    wait_until(imported, beyond=before, running=running, words=words)
    time.sleep(chance.random() * 0.08)
    running.kill()
    running.join()
    retry_stalled(silent_seconds=0)


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_resumes_and_takes_each_row_once(tmp_path: Path) -> None:
    rows = [row(place) for place in range(1, ROWS + 1)]
    path = tmp_path / "register.csv"
    path.write_bytes(write_rows(rows).encode("utf-8-sig"))
    started = start_import(
        kind=KIND, source=f"file:{path}", name="register.csv", actor=system_actor("test"), now=clock.now()
    )
    chance, places = random.Random(20261122), []
    for _kill in range(KILLS):
        kill_in_the_middle(started, chance)
        started.refresh_from_db()
        places.append(started.position)
        assert (started.state, started.accepted) == ("running", Person.objects.count())
    assert places == sorted(set(places))
    assert 0 < places[-1] < started.size
    last, words = begin(program=WORKER)
    last.join(timeout=PATIENCE)
    assert last.exitcode == 0, said(words)
    started.refresh_from_db()
    expected = refused_lines(rows)
    assert (started.state, started.position, started.percent) == ("done", started.size, 100)
    assert list(started.refused_rows.order_by("line").values_list("line", flat=True)) == expected
    assert (started.accepted, started.refused) == (ROWS - len(expected), len(expected))
    the_register_holds_each_row_once(rows, started)
    assert verify().holds


def the_register_holds_each_row_once(rows: list[dict[str, str]], imported: Import) -> None:
    good = {each["number"] for each in rows} - {"12345"}
    assert len(good) == imported.accepted
    kept = [bytes(one) for one in Person.objects.values_list("number_index", flat=True)]
    assert sorted(kept) == sorted(indexes_of(number=each)[0] for each in good)
    counts = {model: model.objects.count() for model in (Household, Membership, Residence)}
    assert set(counts.values()) == {imported.accepted}
