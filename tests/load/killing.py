"""Child processes that work on the test database until they are killed with -9."""

import random
import threading
import time
from multiprocessing.connection import Connection

from django.db import connection
from django.test import TransactionTestCase

from tests.load.nursery import begin

PATIENCE = 90


def _backends() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


class KilledChildren(TransactionTestCase):
    """Real processes, real commits, SIGKILL. A child prints "ready", then "done NAME" for each thing that it acknowledged."""

    def setUp(self) -> None:
        """Nothing acknowledged yet."""
        self.acknowledged: list[str] = []
        self.said: list[str] = []
        self.chance = random.Random(20261122)

    def kill(self, *programs: str, after: float, within: float) -> None:
        """The programs begin at once and are killed at a moment of chance between `after` and `after + within` seconds. The
        server rolls back what they left open as soon as it notices; then this returns."""
        before = _backends()
        children = [begin(program=program) for program in programs]
        for process, _words in children:
            self.addCleanup(process.kill)
        events = [threading.Event() for _child in children]
        listeners = [
            threading.Thread(target=self._listen, args=(words, ready), daemon=True)
            for (_process, words), ready in zip(children, events, strict=True)
        ]
        for listener in listeners:
            listener.start()
        for event in events:
            assert event.wait(timeout=PATIENCE), "\n".join(self.said)
        time.sleep(after + self.chance.random() * within)
        for process, _words in children:
            process.kill()
        for (process, _words), listener in zip(children, listeners, strict=True):
            process.join()
            listener.join(timeout=PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while _backends() - before:
            assert time.monotonic() < deadline, "the server still works for a killed process"
            time.sleep(0.1)

    def _listen(self, words: Connection, ready: threading.Event) -> None:
        with open(words.fileno(), closefd=False) as lines:
            for line in lines:
                if line == "ready\n":
                    ready.set()
                elif line.startswith("done ") and line.endswith("\n"):
                    self.acknowledged.append(line.split()[1])
                else:
                    self.said.append(line.rstrip())
        words.close()
