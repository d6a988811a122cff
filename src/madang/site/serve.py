"""The web server: `python -m madang.site.serve PORT PROCESSES THREADS`.

The application is loaded once, before granian forks its processes: they share the memory, the start costs one load instead
of one a process, and a process that dies is there again at once.
"""

import sys

from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from madang.site.wsgi import application

TARGET = "madang.site.wsgi:application"


def serve(*, port: int, processes: int, threads: int) -> None:
    """Serves until it is told to stop; requests that run are finished."""
    from django.urls import get_resolver

    assert callable(application)  # noqa: S101 (named so that it is loaded here)
    # Loads every view, which the first request would otherwise wait for.
    assert get_resolver().url_patterns  # noqa: S101
    # A connection must not be shared by two processes.
    connections.close_all()
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
