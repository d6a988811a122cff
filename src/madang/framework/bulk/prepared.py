"""A statement that the database plans once for a connection, for the few that run a hundred times a second."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def prepared(*, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows. JSON comes as text. Raises what Django's own cursor raises."""
    connection.ensure_connection()
    # Django's cursor writes the values into the statement, which is then another one each time, and prepares none.
    connection.connection.prepare_threshold = 0
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement.encode(), values, prepare=True).fetchall()
