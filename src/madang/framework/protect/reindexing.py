"""Bring blind indexes under a new index key, batch by batch, while everything runs.

A batch and how far it came are one transaction, so a run that was killed goes on where it was.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from madang.framework.protect.encryption import blind_index_many, decrypt_many
from madang.framework.protect.keys import ring
from madang.framework.protect.rotation import sealed_column

BATCH = 2000


@dataclass(frozen=True, slots=True)
class IndexedColumn:
    """A column of blind indexes, and the sealed column beside it that they are made of. The primary key is a number."""

    table: str
    primary_key: str
    index: str
    sealed: str
    purpose: str


_columns: list[IndexedColumn] = []


def indexed_column(*, table: str, index: str, sealed: str, purpose: str, primary_key: str = "id") -> IndexedColumn:
    """Declare a sealed column with the blind index beside it, so that both rotations find it."""
    one = IndexedColumn(table, primary_key, index, sealed, purpose)
    if one not in _columns:
        _columns.append(one)
    sealed_column(table=table, column=sealed, purpose=purpose, primary_key=primary_key)
    return one


def indexed_columns() -> list[IndexedColumn]:
    """Every declared column of blind indexes."""
    return list(_columns)


def reindex_column(*, column: IndexedColumn, progress: Callable[[int], None] | None = None) -> int:
    """Make anew the indexes that are not of the current index key; how many. Safe to break off and to run again."""
    done = 0
    while True:
        seen, changed = _batch(column)
        if not seen:
            return done
        done += changed
        if progress:
            progress(done)


def _batch(column: IndexedColumn) -> tuple[int, int]:
    """One batch: how many rows were seen, and how many changed."""
    quote = connection.ops.quote_name
    table, key, index = quote(column.table), quote(column.primary_key), quote(column.index)
    # The names come from declarations, never from a request.
    pick = (
        f"SELECT {key}, {quote(column.sealed)}, {index} FROM {table} "  # noqa: S608
        f"WHERE {quote(column.sealed)} IS NOT NULL AND {key} > %s ORDER BY {key} LIMIT %s FOR UPDATE"
    )
    put = f"UPDATE {table} SET {index} = %s WHERE {key} = %s"  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(pick, [_last(column), BATCH])
        rows = cursor.fetchall()
        texts = decrypt_many([bytes(sealed) for _key, sealed, _index in rows], purpose=column.purpose)
        fresh = blind_index_many(texts, column.purpose)
        stale = [(new, row[0]) for new, row in zip(fresh, rows, strict=True) if new != bytes(row[2] or b"")]
        cursor.executemany(put, stale)
        _note(column, rows[-1][0] if rows else None)
    return len(rows), len(stale)


def _names(column: IndexedColumn) -> list[str]:
    """The column, and a mark of the index key that tells nothing of it: another key begins anew."""
    mark = hmac.digest(ring().index, b"madang index key mark", "sha256").hex()[:16]
    return [f"{column.table}.{column.index}", mark]


def _last(column: IndexedColumn) -> int:
    """How far an earlier run came; before all rows where none was broken off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last FROM protect_reindexing WHERE indexed = %s AND key_mark = %s", _names(column))
        row = cursor.fetchone()
    return int(row[0]) if row else -(2**63)


def _note(column: IndexedColumn, last: int | None) -> None:
    """Note how far we came; at the end nothing, so that the next run looks at every row again."""
    with connection.cursor() as cursor:
        if last is None:
            cursor.execute("DELETE FROM protect_reindexing WHERE indexed = %s", _names(column)[:1])
            return
        cursor.execute(
            "INSERT INTO protect_reindexing (indexed, key_mark, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (indexed, key_mark) DO UPDATE SET last = EXCLUDED.last",
            [*_names(column), last],
        )
