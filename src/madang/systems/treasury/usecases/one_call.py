"""An event in one call of the database."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, TypeVar

from django.db import IntegrityError, connection, transaction

from madang.framework.identity.actor import Actor
from madang.framework.money import books

Made = TypeVar("Made")
_SHAPES = {
    "treasury_commit": "%s,%s,%s,%s,%s,%s,%s,%s,%s",
    "treasury_verify": "%s,%s,%s,%s,%s,%s::date,%s,%s,%s,%s,%s,%s,"
    "%s::text[],%s::text[],%s::bigint[],%s::text[],%s::text[],%s::text[]",
    "treasury_order": "%s,%s::bigint[],%s::text[],%s,%s",
}
_ENTRIES = ",".join(books.COLUMN_TYPES)
_LISTS = {
    "treasury_commit_all": "%s::text[],%s::bigint[],%s::text[],%s::text[],%s::text[],%s::bigint[],%s,%s,%s::text[]",
    "treasury_verify_all": "%s::text[],%s::bigint[],%s::bigint[],%s::text[],%s::bigint[],%s::date[],%s,%s,%s::text[],"
    + _ENTRIES,
    "treasury_pay_all": f"%s::bigint[],%s::date[],%s,%s,{_ENTRIES}",
    "money_book_all": f"%s,{_ENTRIES}",
}


def call(function: str, *values: Any) -> int:
    """Do an event by its function in the database (migration 0040); the key of the row that it made, if it made one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_SHAPES[function]})", values)
        return int(cursor.fetchone()[0] or 0)


def call_all(function: str, *values: Any) -> list[int]:
    """Do a list of events by their function in the database (migration 0066); the keys of the rows that it made, in the list's
    order, if it made rows of its own."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_LISTS[function]})", values)
        return list(cursor.fetchone()[0] or ())


def recorded(*, record: Callable[[], Made], refuse: Callable[[], None], actor: Actor) -> Made:
    """What `record` makes in one call of the database, whose constraints are the limits. Where one of them breaks, nothing is
    recorded, and `refuse` locks what is concerned and raises the refusal; what it finds to fit by then is recorded after all.
    """
    alone = not connection.in_atomic_block and actor.acting_for is None
    try:
        # One statement is a transaction by itself.
        with nullcontext() if alone else transaction.atomic():
            return record()
    except IntegrityError:
        with transaction.atomic():
            refuse()
            return record()
