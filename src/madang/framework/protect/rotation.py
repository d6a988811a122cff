"""Bring sealed columns under the current key, batch by batch, while everything runs."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from madang.framework.protect.encryption import decrypt_many, encrypt_many
from madang.framework.protect.fields import EncryptedText
from madang.framework.protect.keys import ring

BATCH = 2000


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of ciphertexts and the purpose that they were sealed for."""

    table: str
    primary_key: str
    column: str
    purpose: str


_columns: list[SealedColumn] = []


def sealed_column(*, table: str, column: str, purpose: str, primary_key: str = "id") -> SealedColumn:
    """Declare a binary column that holds `encrypt` results, so that rotation finds it (EncryptedText is found anyway)."""
    one = SealedColumn(table, primary_key, column, purpose)
    if one not in _columns:
        _columns.append(one)
    return one


def sealed_columns() -> list[SealedColumn]:
    """Every sealed column of this deployment."""
    found = list(_columns)
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            key = model._meta.pk
            if isinstance(field, EncryptedText) and key is not None:
                found.append(SealedColumn(model._meta.db_table, str(key.column), str(field.column), field.purpose))
    return found


def rotate_column(*, column: SealedColumn, progress: Callable[[int], None] | None = None) -> int:
    """Seal anew what an older key sealed; how many values. Safe to break off and to run again."""
    quote = connection.ops.quote_name
    table, key, name = quote(column.table), quote(column.primary_key), quote(column.column)
    header = ring().header
    # The names come from models and declarations, never from a request.
    pick = (
        f"SELECT {key}, {name} FROM {table} WHERE {name} IS NOT NULL AND substring({name} FROM 1 FOR %s) <> %s "  # noqa: S608
        f"ORDER BY {key} LIMIT %s FOR UPDATE"
    )
    put = f"UPDATE {table} SET {name} = %s WHERE {key} = %s"  # noqa: S608
    done = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(pick, [len(header), header, BATCH])
            rows = cursor.fetchall()
            if not rows:
                return done
            texts = decrypt_many([bytes(sealed) for _key, sealed in rows], purpose=column.purpose)
            sealed = encrypt_many(texts, purpose=column.purpose)
            cursor.executemany(put, [(fresh, row[0]) for fresh, row in zip(sealed, rows, strict=True)])
        done += len(rows)
        if progress:
            progress(done)
