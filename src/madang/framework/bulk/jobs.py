"""Imports run by a worker."""

from madang.framework.bulk.usecases.run_import import ImportHasEnded, ImportRunsElsewhere, run_import
from madang.framework.jobs import job


@job(queue="bulk", retry=8)
def import_file(*, key: str) -> None:
    """Runs the import; tried again after a crash, it goes on where it stood."""
    try:
        run_import(key=key)
    except (ImportHasEnded, ImportRunsElsewhere):
        return
