"""Imports run by a worker."""

from madang.framework.bulk.usecases.run_import import ImportHasEnded, run_import
from madang.framework.jobs import job


@job(queue="bulk", retry=8)
def import_file(*, key: str) -> None:
    """Runs the import; tried again after a crash, it goes on where it stood.

    One that another worker has in hand is tried again later, too: that worker may be dead and the database not know it yet.
    """
    try:
        run_import(key=key)
    except ImportHasEnded:
        return
