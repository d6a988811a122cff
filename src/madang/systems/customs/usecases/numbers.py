"""Numbers that run on: T0001, T0002."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def next_number(*, letter: str, taken: QuerySet[Any, str]) -> str:
    """The number after the newest of `taken`; asked for in the transaction that takes it."""
    # Two at once wait for each other. The newest row's lock would not do: a row that comes meanwhile is not seen, and before
    # the first there is none to lock.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"customs.number:{letter}"])
    newest = taken.order_by("-pk").first()
    return f"{letter}{(int(newest.removeprefix(letter)) if newest else 0) + 1:04}"
