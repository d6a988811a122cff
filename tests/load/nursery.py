"""Where children that are to be killed come from. A start of Django costs seconds of a processor; one process begins it, reads
every page once and then only forks, so that a child is at its work at once and dies there.
"""

import multiprocessing
import os
import traceback
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import django
from django.apps import apps

# Where no test runs, this is the process that forks: it has no connection to a database.
if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madang.site.settings.test")
    django.setup()
    from django.urls import get_resolver

    _every_page = get_resolver().url_patterns

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload([__name__])


def begin(*, program: str, forks: bool = False) -> tuple[BaseProcess, Connection]:
    """A process of its own that runs `program` on the test database; and what it prints, to its end. One that `forks` further
    processes does not end by itself with the tests: who began it kills it.
    """
    from django.db import connection

    reader, writer = _forking.Pipe(duplex=False)
    child = _forking.Process(target=_run, args=(program, connection.settings_dict["NAME"], writer), daemon=not forks)
    child.start()
    writer.close()
    return child, reader


def said(words: Connection) -> str:
    """What a child that ended had printed and nobody has read."""
    with open(words.fileno(), closefd=False) as lines:
        return lines.read()


def _run(program: str, database: str, writer: Connection) -> None:
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    with open(writer.fileno(), "w", closefd=False) as words, redirect_stdout(words), redirect_stderr(words):
        try:
            exec(program, {"__name__": "__main__"})
        except BaseException:
            traceback.print_exc()
            raise
