"""Child processes that work on the test database until they are killed with -9."""

import random
import subprocess
import sys
import threading
import time

from django.db import connection
from django.test import TransactionTestCase

PATIENCE = 90
HEAD = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.test")
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database!r}
import django; django.setup()
"""


def _backends() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


class KilledChildren(TransactionTestCase):
    """Real processes, real commits, SIGKILL. A child prints "ready", then "done NAME" for each thing that it acknowledged."""

    def setUp(self) -> None:
        """Nothing acknowledged yet."""
        self.acknowledged: list[str] = []
        self.chance = random.Random(20261122)

    def kill(self, *programs: str, after: float, within: float) -> None:
        """The programs begin at once and are killed at a moment of chance between `after` and `after + within` seconds. The
        server rolls back what they left open as soon as it notices; then this returns."""
        before = _backends()
        children = [self._child(program) for program in programs]
        events = [threading.Event() for _child in children]
        listeners = [
            threading.Thread(target=self._listen, args=pair, daemon=True) for pair in zip(children, events, strict=True)
        ]
        for listener in listeners:
            listener.start()
        for event in events:
            assert event.wait(timeout=PATIENCE)
        time.sleep(after + self.chance.random() * within)
        for process in children:
            process.kill()
        for process, listener in zip(children, listeners, strict=True):
            process.wait()
            listener.join(timeout=PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while _backends() - before:
            assert time.monotonic() < deadline, "the server still works for a killed process"
            time.sleep(0.1)

    def _child(self, program: str) -> "subprocess.Popen[str]":
        head = HEAD.format(database=connection.settings_dict["NAME"])
        process = subprocess.Popen([sys.executable, "-c", head + program], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def _listen(self, process: "subprocess.Popen[str]", ready: threading.Event) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line == "ready\n":
                ready.set()
            elif line.startswith("done ") and line.endswith("\n"):
                self.acknowledged.append(line.split()[1])
