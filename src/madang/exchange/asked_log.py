"""The asking side's own entries, written shortly after: many at a time by one thread of the process.

The answering side's entry is written before the answer leaves, so that no look goes unlogged. The asker's entry is a second
witness; a process that is killed loses at most what it asked in the last moment, and the neighbour's log still has it.
"""

import atexit
import os
import threading
import time
from collections import deque
from collections.abc import Callable

import structlog
from django.db import connection

from madang.exchange import log

# Each batch wakes a thread and crosses to the database once; a process that is killed loses this much of the second witness.
LONGEST_WAIT = 0.2
BATCH = 500
IDLE = 2.0
LAST_WAIT = 10.0
ROOM = 20_000
Entry = Callable[[], log.Row]
"""Writes the entry's record: many in a row by the thread that writes them cost a third of one after each ask."""
_logger = structlog.get_logger(__name__)


class Writer:
    """What waits to be written in a process, and the thread that writes it."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._waiting: deque[Entry] = deque()
        self._idle = False
        self._called = threading.Event()
        self._progress = threading.Condition()
        threading.Thread(target=self._run, name="exchange-asked-log", daemon=True).start()

    def put(self, entry: Entry) -> None:
        """Hand over one entry; waits where the database is too slow to take more."""
        if len(self._waiting) >= ROOM:
            with self._progress:
                self._progress.wait_for(lambda: len(self._waiting) < ROOM)
        self._waiting.append(entry)
        if self._idle:
            self._called.set()

    def drain(self, *, seconds: float | None = None) -> bool:
        """Wait until everything handed over so far is written; False where `seconds` were not enough."""
        with self._progress:
            return self._progress.wait_for(lambda: not self._waiting, timeout=seconds)

    def _run(self) -> None:
        while True:
            self._rest()
            if len(self._waiting) < BATCH:
                time.sleep(LONGEST_WAIT)
            batch = [self._waiting[place] for place in range(min(len(self._waiting), BATCH))]
            self._write([entry() for entry in batch])
            # An entry leaves when it is written: whoever drains may rely on it.
            for _ in batch:
                self._waiting.popleft()
            with self._progress:
                self._progress.notify_all()

    def _rest(self) -> None:
        """Until there is something to write; the connection is given back meanwhile."""
        self._idle = True
        while not self._waiting:
            if not self._called.wait(IDLE):
                connection.close()
            self._called.clear()
        self._idle = False

    def _write(self, rows: list[log.Row]) -> None:
        """Write until it is written: an outage of the database delays the entries, and does not lose them."""
        while True:
            try:
                log.append_all(rows)
            except Exception as error:
                # Whatever it was, the thread must live on: without it every later ask would go unwritten.
                _logger.warning("exchange.asked_log_waits", rows=len(rows), error=str(error))
                connection.close()
                time.sleep(1.0)
            else:
                return


_lock = threading.Lock()
_writer: Writer | None = None


def _current() -> Writer:
    global _writer
    if _writer is not None and _writer.process == os.getpid():
        return _writer
    with _lock:
        if _writer is None or _writer.process != os.getpid():
            _writer = Writer()
        return _writer


def write_soon(entry: Entry) -> None:
    """Have the entry written within moments."""
    _current().put(entry)


def drain() -> None:
    """Wait until this process's entries are written."""
    if _writer is not None and _writer.process == os.getpid():
        _writer.drain()


def _end() -> None:
    """A process that ends while the database is gone does not wait for it: the neighbour's log has these entries."""
    if _writer is not None and _writer.process == os.getpid() and not _writer.drain(seconds=LAST_WAIT):
        _logger.error("exchange.asked_log_lost")


atexit.register(_end)
