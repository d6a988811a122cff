"""COPY both ways, keys in advance, loading without indexes, and imports that survive a crash."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.bulk.copying import copy_frame, copy_in, copy_out, reserve_ids
from madang.framework.bulk.indexes import without_indexes
from madang.framework.bulk.kinds import Chunk, ImportKind, Outcome, RowFault, register
from madang.framework.bulk.models import Import, RefusedRow
from madang.framework.bulk.usecases import EmptyFile, ImportHasEnded, run_import, start_import, stop_import
from madang.framework.bulk.usecases.run_import import ImportRunsElsewhere, _alone
from madang.framework.identity.actor import system_actor

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SYSTEM = system_actor("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def parcels() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bulk_parcel (id bigint PRIMARY KEY, name text UNIQUE, weight int, seal bytea, sent_on date)"
        )
        cursor.execute("CREATE INDEX bulk_parcel_weight ON bulk_parcel (weight)")
        cursor.execute(
            "CREATE TABLE bulk_label (parcel bigint REFERENCES bulk_parcel (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    return "bulk_parcel"


def fetched(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_rows_of_python_values_are_copied_in(parcels) -> None:
    rows = [(1, "a\tb\nc", 5, b"\x00\xff", NOW.date()), (2, None, None, None, None)]
    assert copy_in(table=parcels, columns=["id", "name", "weight", "seal", "sent_on"], rows=rows) == 2
    found = fetched("SELECT id, name, weight, seal, sent_on FROM bulk_parcel ORDER BY id")
    assert [(*row[:3], bytes(row[3]) if row[3] else None, row[4]) for row in found] == rows


def test_a_table_keeps_nulls_empty_texts_quotes_and_bytes(parcels) -> None:
    frame = pl.DataFrame(
        {
            "id": [1, 2, 3, 4],
            "name": ["", None, 'a,"b"\n길', "\\N"],
            "seal": pl.Series([b"\x00\x01", None, b"", None], dtype=pl.Binary),
            "sent_on": [NOW.date(), None, NOW.date(), None],
        }
    )
    assert copy_frame(table=parcels, frame=frame) == 4
    found = fetched("SELECT name, seal, sent_on FROM bulk_parcel ORDER BY id")
    assert [row[0] for row in found] == ["", None, 'a,"b"\n길', "\\N"]
    assert [None if row[1] is None else bytes(row[1]) for row in found] == [b"\x00\x01", None, b"", None]


def test_an_answer_is_copied_out_with_bound_values(parcels) -> None:
    copy_in(table=parcels, columns=["id", "name"], rows=[(1, "it's"), (2, "b")])
    text = b"".join(copy_out(query="SELECT id, name FROM bulk_parcel WHERE name = %s", parameters=["it's"])).decode()
    assert text == "id,name\n1,it's\n"


def test_reserved_keys_are_given_to_nobody_else() -> None:
    one, other = reserve_ids(table=Import, count=500), reserve_ids(table=Import, count=500)
    assert len(set(one.to_list()) | set(other.to_list())) == 1000


def structures() -> set[str]:
    return {row[0] for row in fetched("SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'bulk_parcel'")} | {
        row[0]
        for row in fetched(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'bulk_label'::regclass"
        )
    }


def test_indexes_and_constraints_come_back_after_a_load(parcels) -> None:
    before = structures()
    with without_indexes(tables=[parcels, "bulk_label"]):
        assert len(structures()) < len(before)
        copy_in(table=parcels, columns=["id", "name"], rows=[(1, "a"), (2, "b")])
        copy_in(table="bulk_label", columns=["parcel"], rows=[(1,)])
    assert structures() == before


def test_a_load_that_breaks_a_constraint_is_undone_whole(parcels) -> None:
    before = structures()
    with pytest.raises(IntegrityError), transaction.atomic(), without_indexes(tables=[parcels]):
        copy_in(table=parcels, columns=["id", "name"], rows=[(1, "a"), (2, "a")])
    assert structures() == before
    assert fetched("SELECT count(*) FROM bulk_parcel") == [(0,)]


TEN = 10


def numbers(size: int = TEN, crash_at: int = -1) -> ImportKind:
    """Ten chunks of one line each; odd ones are refused."""

    def read(*, source: str, state: dict[str, Any], position: int, line: int) -> Iterator[Chunk]:
        state["opened"] = state.get("opened", 0) + 1
        for place in range(position, size):
            yield Chunk(rows=place, position=place + 1, line=place + 1)

    def load(*, chunk: Chunk, imported: Import, now: datetime) -> Outcome:
        if chunk.rows == crash_at:
            raise RuntimeError("killed")
        odd = chunk.rows % 2
        refused = (RowFault(line=chunk.line, place="n", code="odd", says="It is odd."),) if odd else ()
        return Outcome(accepted=0 if odd else 1, refused=refused)

    kind = ImportKind(code="test.numbers", title="Numbers", read=read, load=load, size=lambda source: size)
    register(kind)
    return kind


def start() -> Import:
    return start_import(kind="test.numbers", source="x", name="x", actor=SYSTEM, now=NOW, run=False)


def test_an_import_tells_what_it_took_and_refused() -> None:
    numbers()
    imported = run_import(key=start().key, now=lambda: NOW)
    assert (imported.state, imported.accepted, imported.refused, imported.percent) == ("done", 5, 5, 100)
    assert imported.refused_rows.values_list("line", "code").order_by("line").first() == (2, "odd")


def test_an_import_goes_on_after_a_crash_without_doing_anything_twice() -> None:
    numbers(crash_at=6)
    started = start()
    with pytest.raises(RuntimeError):
        run_import(key=started.key, now=lambda: NOW)
    started.refresh_from_db()
    assert (started.state, started.position, started.accepted, started.refused) == ("running", 6, 3, 3)
    numbers()
    ended = run_import(key=started.key, now=lambda: NOW)
    assert (ended.state, ended.accepted, ended.refused, RefusedRow.objects.count()) == ("done", 5, 5, 5)
    assert ended.state_of_reading == {"opened": 2}


def test_a_stop_is_obeyed_between_chunks() -> None:
    numbers()
    started = start()

    def stop(imported: Import) -> None:
        if imported.position == 4:
            stop_import(key=imported.key, actor=SYSTEM, now=NOW)

    ended = run_import(key=started.key, progress=stop, now=lambda: NOW)
    assert (ended.state, ended.position) == ("stopped", 4)
    with pytest.raises(ImportHasEnded):
        run_import(key=started.key, now=lambda: NOW)


def test_an_empty_file_is_refused() -> None:
    numbers(size=0)
    with pytest.raises(EmptyFile):
        start()
    assert not Import.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_run_one_import() -> None:
    numbers()
    started = start()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"bulk.import:{started.pk}"])
        with pytest.raises(ImportRunsElsewhere):
            run_import(key=started.key, now=lambda: NOW)
        with other.cursor() as cursor:
            # Closing alone frees the lock only when the server notices.
            cursor.execute("SELECT pg_advisory_unlock_all()")
    finally:
        other.close()
    with _alone(started):
        pass
