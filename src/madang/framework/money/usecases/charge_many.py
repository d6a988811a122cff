"""Charge for many things at once: what a batch brings, in few round trips."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.money import accounts, books
from madang.framework.money.domain import journal
from madang.framework.money.models import Charge
from madang.framework.money.progress import tell_many
from madang.framework.money.usecases.charge import CHARGE, Owed, new_charge, values_of


class ChargedBefore(RuntimeError):
    """Something of it was charged before: whoever charges many knows that all are new."""


def charge_many(*, owed: Sequence[Owed], now: datetime, actor: Actor) -> list[Charge]:
    """A charge for each, in their order; all or none. In the caller's transaction.

    Nothing of it was charged before and each is more than nothing: else ChargedBefore, ValueError. The actor acts for nobody: a
    use of a mandate is noted one by one. Raises PeriodLocked, UnknownAccount.
    """
    if any(one.amount.minor <= 0 for one in owed) or actor.acting_for is not None:
        raise ValueError("Each is more than nothing, and charged by the machinery or an official.")
    on = timezone.localdate(now)
    made, rows = [], []
    codes: set[str] = set()
    for one in owed:
        accounts.find(one.account)
        charge = new_charge(owed=one, now=now)
        postings = journal.charged(amount=charge.amount, revenue=charge.account)
        codes.update(posting.account for posting in postings)
        made.append(charge)
        rows.append(values_of(charge=charge, postings=postings, on=on, actor=actor, now=now))
    with transaction.atomic(savepoint=False):
        books.make_ready(days={on}, codes=codes)
        for charge, key in zip(made, _written(rows), strict=True):
            if key is None or key <= 0:
                raise ChargedBefore(charge.reference)
            charge.pk = key
            charge._state.adding = False
        tell_many(charges=made, now=now)
    return made


def _written(rows: Sequence[tuple[object, ...]]) -> list[int | None]:
    """The new rows' keys, sent together and answered together."""
    connection.ensure_connection()
    keys: list[int | None] = []
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.executemany(CHARGE, rows, returning=True)
        while rows:
            keys.append(cursor.fetchone()[0])
            if not cursor.nextset():
                break
    return keys
