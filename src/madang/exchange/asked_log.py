"""The asking side's own entries, written shortly after: many at a time by one thread of the process.

The answering side's entry is written before the answer leaves, so that no look goes unlogged. The asker's entry is a second
witness; a process that is killed loses at most what it asked in the last moment, and the neighbour's log still has it.
"""

import atexit
import os
import queue
import threading
import time

import structlog
from django.db import DatabaseError, connection

from madang.exchange import log

# Each batch wakes a thread and crosses to the database once; a process that is killed loses this much of the second witness.
LONGEST_WAIT = 0.2
BATCH = 500
IDLE = 2.0
ROOM = 20_000
_logger = structlog.get_logger(__name__)


class Writer:
    """The queue of a process and the thread that empties it."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._queue: queue.Queue[log.Row] = queue.Queue(maxsize=ROOM)
        self._thread = threading.Thread(target=self._run, name="exchange-asked-log", daemon=True)
        self._thread.start()

    def put(self, row: log.Row) -> None:
        """Hand over one entry; waits where the database is too slow to take more."""
        self._queue.put(row)

    def drain(self) -> None:
        """Wait until everything handed over so far is written."""
        self._queue.join()

    def _run(self) -> None:
        while True:
            rows = [self._next()]
            time.sleep(LONGEST_WAIT)
            while len(rows) < BATCH and not self._queue.empty():
                rows.append(self._queue.get())
            self._write(rows)
            for _ in rows:
                self._queue.task_done()

    def _next(self) -> log.Row:
        while True:
            try:
                return self._queue.get(timeout=IDLE)
            except queue.Empty:
                connection.close()

    def _write(self, rows: list[log.Row]) -> None:
        """Write until it is written: an outage of the database delays the entries, and does not lose them."""
        while True:
            try:
                log.append_all(rows)
            except DatabaseError:
                _logger.warning("exchange.asked_log_waits", rows=len(rows))
                connection.close()
                time.sleep(1.0)
            else:
                return


_lock = threading.Lock()
_writer: Writer | None = None


def _current() -> Writer:
    global _writer
    with _lock:
        if _writer is None or _writer.process != os.getpid():
            _writer = Writer()
        return _writer


def write_soon(row: log.Row) -> None:
    """Have the entry written within moments."""
    _current().put(row)


def drain() -> None:
    """Wait until this process's entries are written."""
    if _writer is not None and _writer.process == os.getpid():
        _writer.drain()


atexit.register(drain)
