"""The web server: `python -m madang.site.serve PORT PROCESSES THREADS`.

The application is loaded once, before granian forks its processes: they share the memory, the start costs one load instead
of one a process, and a process that dies is there again at once.
"""

import gc
import sys

# Reading modules in leaves nothing to collect, and looking for it would be a fifth of the start.
gc.disable()

from django.db import connections  # noqa: E402 - the collector rests first
from granian.constants import Interfaces  # noqa: E402
from granian.log import LogLevels  # noqa: E402
from granian.server import Server  # noqa: E402

from madang.site.wsgi import application  # noqa: E402

TARGET = "madang.site.wsgi:application"


def load() -> None:
    """Reads in what every process shares, before there are several."""
    from django.urls import get_resolver

    assert callable(application)  # noqa: S101 (named so that it is loaded here)
    # Loads every view, which the first request would otherwise wait for.
    assert get_resolver().url_patterns  # noqa: S101
    # What is loaded stays: the collector need never look at it again, and the processes go on sharing its memory.
    gc.freeze()
    gc.enable()
    # A connection must not be shared by two processes.
    connections.close_all()


def serve(*, port: int, processes: int, threads: int) -> None:
    """Serves until it is told to stop; requests that run are finished."""
    load()
    Server(
        TARGET,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=15,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    serve(port=int(sys.argv[1]), processes=int(sys.argv[2]), threads=int(sys.argv[3]))
