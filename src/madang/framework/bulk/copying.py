"""COPY, PostgreSQL's own way in and out."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import polars as pl
import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, models
from psycopg import sql

Table = type[models.Model] | str
# How a null is written: a control character, which no form and no reader of ours lets into a text. People do write \\N.
NULL = "\x01"
# Autovacuum's own measure of a table that has changed (autovacuum_analyze_scale_factor twice over), for loads of some size.
ANALYZE_FROM = 10_000
ANALYZE_SHARE = 0.2


def name_of(*, table: Table) -> str:
    """The database's name of a model's table, or the name itself."""
    return table if isinstance(table, str) else table._meta.db_table


def _cursor(using: str) -> psycopg.Cursor[Any]:
    connection = connections[using]
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection).cursor()


def copy_in(
    *, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]], using: str = DEFAULT_DB_ALIAS
) -> int:
    """Writes the rows, in the caller's transaction; answers how many. Values are adapted by psycopg (bytes, dates,
    None)."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(name_of(table=table)), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with _cursor(using) as cursor:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        return _counted(table, cursor)


def _counted(table: Table, cursor: psycopg.Cursor[Any]) -> int:
    count = cursor.rowcount
    _measure(table, count, cursor)
    return count


def measure_load(*, table: Table, count: int, using: str = DEFAULT_DB_ALIAS) -> None:
    """After a load of so many rows by other ways than ours, in its transaction: see `_measure`."""
    with _cursor(using) as cursor:
        _measure(table, count, cursor)


def _measure(table: Table, count: int, cursor: psycopg.Cursor[Any]) -> None:
    """A load that makes the table another one leaves its statistics with it: for all of its transaction, and until the server's
    own turn, the planner would take the table for the small one that it was."""
    name = name_of(table=table)
    if count >= ANALYZE_FROM:
        known = cursor.execute(
            "SELECT reltuples FROM pg_class WHERE oid = quote_ident(%s)::regclass", [name]
        ).fetchone()
        if count > ANALYZE_SHARE * (known or (0,))[0]:
            # Skipped where another load is just doing the same.
            cursor.execute(sql.SQL("ANALYZE (SKIP_LOCKED) {}").format(sql.Identifier(name)))


def copy_frame(*, table: Table, frame: pl.DataFrame, using: str = DEFAULT_DB_ALIAS) -> int:
    """Writes a polars table whose columns are named like the database's; answers how many rows.

    Nulls stay nulls and empty text stays empty. Binary columns become bytea.
    """
    if frame.is_empty():
        return 0
    binary = [name for name, kind in frame.schema.items() if kind == pl.Binary]
    ready = frame.with_columns(pl.format("\\x{}", pl.col(name).bin.encode("hex")).alias(name) for name in binary)
    statement = sql.SQL("COPY {} ({}) FROM STDIN WITH (FORMAT csv, NULL {})").format(
        sql.Identifier(name_of(table=table)), sql.SQL(", ").join(map(sql.Identifier, ready.columns)), sql.Literal(NULL)
    )
    data = io.BytesIO()
    ready.write_csv(data, include_header=False, null_value=NULL, datetime_format="%Y-%m-%dT%H:%M:%S%.6f%:z")
    with _cursor(using) as cursor:
        with cursor.copy(statement) as copy:
            copy.write(data.getbuffer())
        return _counted(table, cursor)


def copy_out(
    *, query: str, parameters: Sequence[object] = (), header: bool = True, using: str = DEFAULT_DB_ALIAS
) -> Iterator[bytes]:
    """The answer of a SELECT as CSV (UTF-8), in parts as PostgreSQL sends them. Values go into `parameters`, never
    the query."""
    statement = sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv, HEADER {})").format(
        sql.SQL(query),
        sql.SQL("true" if header else "false"),
    )
    with _cursor(using) as cursor, cursor.copy(_bound(statement, parameters, cursor)) as copy:
        for part in copy:
            yield bytes(part)


def _bound(statement: sql.Composed, parameters: Sequence[object], cursor: psycopg.Cursor[Any]) -> sql.Composed:
    # COPY takes no server-side parameters: psycopg's own literals stand in for the placeholders.
    if not parameters:
        return statement
    client = psycopg.ClientCursor(cursor.connection)
    return sql.Composed([sql.SQL(client.mogrify(statement.as_string(cursor.connection), parameters))])


def reserve_ids(*, table: type[models.Model], count: int, using: str = DEFAULT_DB_ALIAS) -> pl.Series:
    """`count` fresh primary keys of the table, which nobody else will be given."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table._meta.db_table, table._meta.pk.column, count],
        )
        return pl.Series("id", [row[0] for row in cursor.fetchall()], dtype=pl.Int64)
