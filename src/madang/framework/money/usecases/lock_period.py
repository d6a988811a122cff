"""Lock the books of a period."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.money.models import LockedPeriod
from madang.framework.values import Refusal

_TOTALS = """
INSERT INTO money_periodtotal (period_id, book, account_id, fund, currency, closing, minor)
SELECT %s, entry.book, line.account_id, line.fund, line.currency, entry.kind = 'closing', sum(line.minor)
FROM money_entry entry JOIN money_line line ON line.entry_id = entry.id
WHERE entry.booked_on BETWEEN %s AND %s
GROUP BY entry.book, line.account_id, line.fund, line.currency, entry.kind = 'closing'
"""


class PeriodOverlaps(Refusal):
    """A part of the period is locked already."""

    code = "money.period_overlaps"
    says = _("{starts_on} to {ends_on} are locked already. Lock only the days after them.")


class PeriodBackward(Refusal):
    """The period ends before it begins."""

    code = "money.period_backward"
    says = _("The period ends before it begins. Give the first day first.")
    status = 422


def lock_period(*, starts_on: date, ends_on: date, reason: str, actor: Actor, now: datetime) -> LockedPeriod:
    """From now on nothing is posted on these days; their totals are kept. Entries under way are waited for.

    Raises PeriodOverlaps, PeriodBackward.
    """
    if ends_on < starts_on:
        raise PeriodBackward
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('money.period'))")
        known = LockedPeriod.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
        if known is not None:
            raise PeriodOverlaps(starts_on=known.starts_on, ends_on=known.ends_on)
        period = LockedPeriod.objects.create(
            starts_on=starts_on, ends_on=ends_on, locked_at=now, locked_by=actor.name[:100], reason=reason[:200]
        )
        cursor.execute(_TOTALS, [period.pk, starts_on, ends_on])
        target = f"period:{starts_on}/{ends_on}"
        record(actor=actor, action="money.lock_period", target=target, detail={"reason": reason}, now=now)
    return period
