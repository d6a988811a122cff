"""An event in one call of the database."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import IntegrityError, connection, transaction

from madang.framework.identity.actor import Actor

_SHAPES = {
    "treasury_commit": "%s,%s,%s,%s,%s,%s,%s,%s,%s",
    "treasury_verify": "%s,%s,%s,%s,%s,%s::date,%s,%s,%s,%s,%s,%s,"
    "%s::text[],%s::text[],%s::bigint[],%s::text[],%s::text[],%s::text[]",
    "treasury_order": "%s,%s::bigint[],%s::text[],%s,%s",
    "treasury_pay": "%s,%s,%s,%s,%s,%s,%s,%s::text[],%s::text[],%s::bigint[],%s::text[],%s::text[],%s::text[]",
}


def call(function: str, *values: Any) -> int:
    """Do an event by its function in the database (migration 0040); the key of the row that it made, if it made one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_SHAPES[function]})", values)
        return int(cursor.fetchone()[0] or 0)


def recorded(*, record: Callable[[], int], refuse: Callable[[], None], actor: Actor) -> int:
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
