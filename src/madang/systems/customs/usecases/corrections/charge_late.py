"""What a correction charged was paid after its day: more is charged (Customs Act of Korea art. 42 (1) no. 2, (4), (5))."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.law.days import next_working_day
from madang.framework.notify import notify
from madang.framework.values import Money
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState, late_payment
from madang.systems.customs.models import Correction, Levied
from madang.systems.customs.usecases.corrections.charge_levied import charge_levied, charged_of
from madang.systems.customs.usecases.corrections.law import correction_law
from madang.systems.customs.usecases.corrections.reckon_correction import summed
from madang.systems.customs.usecases.declarations import law
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.words import ADDITION

LOOK_BACK = timedelta(days=7)


def charge_late(*, actor: Actor, now: datetime) -> int:
    """For what was paid in the last days; each once. How many corrections."""
    rows = Levied.objects.filter(
        state="paid", paid_on__gt=F("due_on"), paid_on__gte=timezone.localdate(now) - LOOK_BACK
    )
    keys = set(rows.exclude(levy=ADDITION).values_list("declaration_id", flat=True))
    found = Correction.objects.filter(declaration__in=keys, state=CorrectionState.DONE.value)
    count = 0
    for made in found.select_related("declaration").order_by("pk"):
        with transaction.atomic():
            locked(number=made.declaration.number)
            count += _of(made, actor, now)
    return count


def _of(made: Correction, actor: Actor, now: datetime) -> bool:
    one, today = made.declaration, timezone.localdate(now)
    rows = [row for row in charged_of(made=made) if row.levy != ADDITION]
    late = [row for row in rows if row.paid_on and row.paid_on > row.due_on]
    source = f"{made.charged_as}-late"
    if not late or any(row.state == "open" for row in rows) or one.levies.filter(source=source).exists():
        return False
    terms, together = correction_law(on=today), sum(row.minor for row in late)
    steps = [
        step
        for row in late
        for step in late_payment(
            minor=row.minor,
            together=together,
            due_on=row.due_on,
            paid_on=row.paid_on or row.due_on,
            noticed=made.kind == CorrectionKind.ASSESSED.value,
            law=terms,
        )
    ]
    minor = summed(steps=tuple(steps), on=today)
    if minor < law.least(on=today):
        return False
    due_on = law.pay_by(on=next_working_day(today), deferred=False)
    charge_levied(one=one, levy=ADDITION, minor=minor, source=source, due_on=due_on, actor=actor, now=now)
    made.additions = [*made.additions, *({"code": step.code, "minor": step.minor, "cite": step.cite} for step in steps)]
    made.save(update_fields=["additions"])
    values = {"number": one.number, "correction": made.number, "amount": Money(minor, one.currency)}
    notify(party=one.party, template="customs/paid_late", values=values, link=made.link, now=now)
    return True
