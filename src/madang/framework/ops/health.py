"""Whether this process can serve: asked by load balancers, by the state page and by the doctor."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

# procrastinate's workers beat every 10 s.
WORKER_SILENT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a healthy deployment needs. `says` is a sentence for people; faults add what to do."""

    name: str
    sound: bool
    says: str
    # A process that lacks a needed part must get no requests; without the others it serves on.
    needed: bool = False


def parts() -> list[Part]:
    """Database, schema and worker, in that order; without a database nothing else is asked."""
    found = [_told(database)]
    if found[0].sound:
        found += [_told(schema), _told(worker)]
    return found


def _told(examine: Callable[[], Part]) -> Part:
    try:
        return examine()
    except DatabaseError as fault:
        reason = " ".join(str(fault).split())
        says = _("The database does not answer: start it, or correct DATABASE_URL (%(reason)s).") % {"reason": reason}
        return Part(_("Database"), sound=False, says=says, needed=True)


def database() -> Part:
    """Raises DatabaseError where it does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    return Part(
        _("Database"), sound=True, says=_("PostgreSQL %(version)s answers.") % {"version": version}, needed=True
    )


def pending_migrations() -> list[str]:
    """Migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def schema() -> Part:
    """Whether the database's tables are those of this code."""
    waiting = pending_migrations()
    says = _("The tables are up to date.")
    if waiting:
        says = _("%(count)d migrations wait, first %(first)s: run ./madang manage migrate.") % {
            "count": len(waiting),
            "first": waiting[0],
        }
    return Part(_("Tables"), sound=not waiting, says=says, needed=True)


def worker() -> Part:
    """Whether a worker beats; where none does, what was promised for later is not done."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)),"
            " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'),"
            " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')",
            [WORKER_SILENT_SECONDS],
        )
        alive, waiting, failed = cursor.fetchone()
    if not alive:
        says = _("No worker runs and %(waiting)d jobs wait: start ./madang up, or a worker process.")
    elif failed:
        says = _("%(failed)d jobs failed for good: read the worker's log, repair the cause, and run them again.")
    else:
        says = _("%(alive)d workers run, %(waiting)d jobs wait.")
    values = {"alive": alive, "waiting": waiting, "failed": failed}
    return Part(_("Worker"), sound=bool(alive) and not failed, says=says % values)
