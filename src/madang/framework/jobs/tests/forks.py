"""Processes that tests kill: one reads the whole program, which takes seconds, and those of a test are forked from it.

Nothing of the program ran before, so that each begins as a process of its own does.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

# Each line is what one process does; it says its number first, and "ended" follows what it says.
FORKING = """
import json, os, sys, django
django.setup()
exec(json.loads(sys.stdin.readline()))
for line in sys.stdin:
    child = os.fork()
    if not child:
        print(os.getpid(), flush=True)
        exec(json.loads(line), {})
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


class Forks:
    """What is forked from `process`, one after another."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._told, self._said = process.stdin, process.stdout
        self._number = 0

    def start(self, words: str) -> None:
        """A process that runs `words`."""
        self.tell(words)
        self._number = int(self.line())

    def tell(self, words: str) -> None:
        """What to run."""
        self._told.write(json.dumps(words) + "\n")
        self._told.flush()

    def line(self) -> str:
        """The next line that is said; EOFError where none comes any more."""
        said = self._said.readline()
        if not said:
            raise EOFError
        return said.strip()

    def kill(self) -> None:
        """At once, as `kill -9` does."""
        os.kill(self._number, signal.SIGKILL)

    def rest(self) -> list[str]:
        """What the process still says until it ended or was killed."""
        return list(iter(self.line, "ended"))


@contextmanager
def forks(*, read: str = "", environment: Mapping[str, str] | None = None) -> Iterator[Forks]:
    """Processes with our settings on the test's database, which have run `read`, such as imports."""
    place = connection.settings_dict
    address = f"postgresql://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    own = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "madang.site.settings.test",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", FORKING]
    with subprocess.Popen(
        command, env=os.environ | own | dict(environment or {}), stdin=pipe, stdout=pipe, text=True
    ) as process:
        made = Forks(process)
        made.tell(read)
        try:
            yield made
        finally:
            process.kill()
