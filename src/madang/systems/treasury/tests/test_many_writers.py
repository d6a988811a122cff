"""Many real connections at once on the same lines: the limits hold, and no money is made or lost."""

import random
import threading

import psycopg
from django.db import connection
from django.test import TransactionTestCase

from madang.systems.treasury.models import Commitment
from madang.systems.treasury.tests.conftest import CLERK, NOW, open_demo_line
from madang.systems.treasury.tests.test_control import promise
from madang.systems.treasury.tests.test_lists import promises
from madang.systems.treasury.tests.test_transfers import another
from madang.systems.treasury.usecases.move import LimitExceeded
from madang.systems.treasury.usecases.spend_many import commit_all

WRITERS, TURNS = 32, 6


def _run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class ManyPromises(TransactionTestCase):
    """32 real connections on one line."""

    def test_32_connections_never_overspend_the_allotment(self) -> None:
        line = open_demo_line(appropriated=10_000, allotted=1_000)
        given = connection.settings_dict
        where = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
        gate, outcomes = threading.Barrier(WRITERS), []

        def write(writer: int) -> None:
            # Past every use case: the movement alone, as a program with a bug would write it.
            with psycopg.connect(dbname=given["NAME"], autocommit=True, **where) as mine:
                gate.wait()
                for turn in range(10):
                    try:
                        mine.execute(
                            "INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)"
                            " VALUES (%s, 'commitment', 7, %s, now(), 'x')",
                            [line.pk, f"{writer}-{turn}"],
                        )
                        outcomes.append(True)
                    except psycopg.errors.CheckViolation:
                        outcomes.append(False)

        threads = [threading.Thread(target=write, args=[writer]) for writer in range(WRITERS)]
        _run_all(threads)
        line.refresh_from_db()
        assert len(outcomes) == WRITERS * 10
        # 320 tries of 7 on 1,000: 142 fit, not one more and not one fewer.
        assert sum(outcomes) == 142
        assert line.committed == 994

    def test_32_officials_never_overspend_the_allotment(self) -> None:
        line = open_demo_line(appropriated=10_000, allotted=1_000)
        gate, outcomes = threading.Barrier(WRITERS), []

        def write(writer: int) -> None:
            try:
                gate.wait()
                for _turn in range(10):
                    try:
                        promise(line, 7)
                        outcomes.append("")
                    except LimitExceeded:
                        outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=write, args=[writer]) for writer in range(WRITERS)]
        _run_all(threads)
        line.refresh_from_db()
        assert (outcomes.count(""), outcomes.count("refused")) == (142, 178)
        assert line.committed == 994 == sum(one.minor for one in Commitment.objects.filter(line=line))


class ManyLists(TransactionTestCase):
    """32 officials send lists to one line at once."""

    def test_lists_of_32_officials_never_overspend_the_allotment(self) -> None:
        line = open_demo_line(appropriated=10_000, allotted=1_000)
        gate, outcomes = threading.Barrier(WRITERS), []

        def write() -> None:
            try:
                gate.wait()
                made, faults = commit_all(promises=promises(line, *[7] * 10), actor=CLERK, now=NOW, keep_fitting=True)
                outcomes.append((len(made), len(faults)))
            finally:
                connection.close()

        threads = [threading.Thread(target=write) for _writer in range(WRITERS)]
        _run_all(threads)
        line.refresh_from_db()
        # 320 rows of 7 on 1,000: 142 fit, not one more and not one fewer.
        assert (sum(made for made, _faults in outcomes), sum(faults for _made, faults in outcomes)) == (142, 178)
        assert line.committed == 994 == sum(one.minor for one in Commitment.objects.filter(line=line))


class ManyTransfers(TransactionTestCase):
    """32 real connections that move money both ways between two lines and promise it."""

    def test_32_connections_lose_nothing_and_never_wait_for_each_other_in_a_ring(self) -> None:
        first = open_demo_line(appropriated=1000, allotted=600)
        second = another(minor=1000)
        given = connection.settings_dict
        where = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
        gate, outcomes = threading.Barrier(WRITERS), []

        def write(writer: int) -> None:
            dice = random.Random(writer)
            with psycopg.connect(dbname=given["NAME"], autocommit=True, **where) as mine:
                gate.wait()
                for turn in range(TURNS):
                    pair = (first.pk, second.pk) if dice.random() < 0.5 else (second.pk, first.pk)
                    outcomes.append(_try(mine, pair, f"{writer}-{turn}", dice.randint(1, 200), dice.random() < 0.3))

        threads = [threading.Thread(target=write, args=[writer]) for writer in range(WRITERS)]
        _run_all(threads)
        first.refresh_from_db()
        second.refresh_from_db()
        assert len(outcomes) == WRITERS * TURNS
        assert set(outcomes) <= {"done", "refused"}
        assert first.budget + second.budget == 2000
        assert first.transferred == -second.transferred
        for line in (first, second):
            assert line.committed <= line.allotted <= line.budget


def _try(mine: "psycopg.Connection[object]", pair: tuple[int, int], document: str, minor: int, promised: bool) -> str:
    """A transfer or a promise straight into the tables; both lines locked in the order of their keys, as `lock_all` does."""
    rows = (
        [(pair[0], "commitment", minor)] if promised else [(pair[0], "transfer", -minor), (pair[1], "transfer", minor)]
    )
    try:
        with mine.transaction():
            mine.execute("SELECT 1 FROM treasury_budgetline WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(pair)])
            for line, stage, amount in rows:
                mine.execute(
                    "INSERT INTO treasury_movement (line_id, stage, minor, document, at, by)"
                    " VALUES (%s, %s, %s, %s, now(), 'x')",
                    [line, stage, amount, document],
                )
    except psycopg.errors.CheckViolation:
        return "refused"
    except psycopg.errors.DeadlockDetected:
        return "deadlock"
    return "done"
