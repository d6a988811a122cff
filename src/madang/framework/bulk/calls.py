"""A call of a function of the database with texts, past psycopg's cursor: for the few that run a thousand times a second."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus


def call(*, statement: str, values: Sequence[str]) -> tuple[str, ...]:
    """The one row of a statement whose places are `$1`, `$2` …, texts in and texts out, none of them null, in the caller's
    transaction where there is one. Half of what a cursor costs. Raises what Django's own cursor raises."""
    own = connections[DEFAULT_DB_ALIAS]
    own.close_if_health_check_failed()
    own.ensure_connection()
    own.validate_no_broken_transaction()
    link = own.connection
    try:
        if not link.autocommit and link.pgconn.transaction_status == TransactionStatus.IDLE:
            # A transaction is begun by psycopg's cursor, which we go past.
            link.execute("SELECT")
        return _row(link, statement, [_bytes(one) for one in values])
    except psycopg.Error:
        # Only here, because asking Django for its words costs as much as all the Python above.
        with own.wrap_database_errors:
            raise


def _row(link: psycopg.Connection[Any], statement: str, values: list[bytes]) -> tuple[str, ...]:
    found = link.pgconn.exec_params(statement.encode(), values)
    if found.status != ExecStatus.TUPLES_OK:
        if link.pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError(found.error_message.decode(errors="replace"))
        raise psycopg.errors.error_from_result(found)
    return tuple([(found.get_value(0, place) or b"").decode() for place in range(found.nfields)])


def _bytes(value: str) -> bytes:
    if "\0" in value:
        # Whatever follows it would be lost on the way.
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return value.encode()


def text_array(values: Iterable[str]) -> str:
    """The texts as PostgreSQL writes an array: cheaper than a list, whose every element psycopg looks at three times."""
    quoted = ['"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in values]
    return "{" + ",".join(quoted) + "}"


def number_array(values: Iterable[int]) -> str:
    """The same of whole numbers."""
    return "{" + ",".join([str(one) for one in values]) + "}"
