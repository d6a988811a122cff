"""Run an import from where it stands to its end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from madang.framework.bulk.copying import copy_in
from madang.framework.bulk.kinds import Chunk, ImportKind, RowFault, kind_of
from madang.framework.bulk.models import Import, RefusedRow
from madang.framework.values import Refusal, clock

Progress = Callable[[Import], None]


class ImportHasEnded(Refusal):
    """Nothing is left to run."""

    code = "bulk.import.ended"
    says = _("This import has already ended. Start a new one with the corrected file.")


class ImportRunsElsewhere(Refusal):
    """Another worker has it in hand."""

    code = "bulk.import.runs_elsewhere"
    says = _("Another worker is running this import. Its page shows how far it is.")


def run_import(*, key: str, progress: Progress | None = None, now: Callable[[], datetime] = clock.now) -> Import:
    """Reads, checks and writes chunk after chunk, each with the note of how far it came in one transaction.

    A crash loses at most the chunk under way; the next run goes on after the last recorded one. A stop asked for
    meanwhile is obeyed between chunks. Raises ImportHasEnded, ImportRunsElsewhere; a fault of the file as a whole
    ends it as failed.
    """
    imported = Import.objects.get(key=key)
    if imported.state in {Import.State.DONE, Import.State.FAILED, Import.State.STOPPED}:
        raise ImportHasEnded
    kind = kind_of(code=imported.kind)
    with _alone(imported), translation.override(imported.language or None):
        imported.refresh_from_db()
        if imported.state == Import.State.WAITING:
            Import.objects.filter(pk=imported.pk).update(state=Import.State.RUNNING, started_at=now())
        try:
            _run(imported, kind, progress, now)
        except Refusal as refusal:
            # What the refusal quotes of the file may hold anything, also what no text in the database can.
            told = "".join(symbol for symbol in str(refusal) if symbol.isprintable())
            Import.objects.filter(pk=imported.pk).update(state=Import.State.FAILED, failure=told, ended_at=now())
    imported.refresh_from_db()
    return imported


def _run(imported: Import, kind: ImportKind, progress: Progress | None, now: Callable[[], datetime]) -> None:
    reading = dict(imported.state_of_reading)
    chunks = kind.read(source=imported.source, state=reading, position=imported.position, line=imported.line)
    for chunk in chunks:
        if not _take(imported, kind, chunk, reading, now()):
            return
        if progress:
            progress(imported)
    with transaction.atomic():
        Import.objects.filter(pk=imported.pk).update(state=Import.State.DONE, position=imported.size, ended_at=now())
        imported.refresh_from_db()
        kind.finish(imported=imported, now=now())
    if progress:
        progress(imported)


def _take(imported: Import, kind: ImportKind, chunk: Chunk, reading: dict[str, object], now: datetime) -> bool:
    """Writes one chunk; False when the import was stopped meanwhile."""
    with transaction.atomic():
        row = Import.objects.select_for_update().get(pk=imported.pk)
        if row.state == Import.State.STOPPED:
            return False
        outcome = kind.load(chunk=chunk, imported=row, now=now)
        refused = (*chunk.unreadable, *outcome.refused)
        _note_refused(row, refused)
        row.position, row.line = chunk.position, chunk.line
        row.accepted += outcome.accepted
        row.refused += len(refused)
        row.state, row.state_of_reading = Import.State.RUNNING, reading
        row.save()
    imported.position, imported.line = row.position, row.line
    imported.accepted, imported.refused, imported.state = row.accepted, row.refused, row.state
    return True


def _note_refused(imported: Import, refused: Sequence[RowFault]) -> None:
    if refused:
        copy_in(
            table=RefusedRow,
            columns=["imported_id", "line", "place", "code", "says"],
            rows=((imported.pk, one.line, one.place, one.code, one.says[:400]) for one in refused),
        )


@contextmanager
def _alone(imported: Import) -> Iterator[None]:
    """Holds a session lock of the database, which a killed worker gives up by dying."""
    lock = f"bulk.import:{imported.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [lock])
        if not cursor.fetchone()[0]:
            raise ImportRunsElsewhere
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [lock])
