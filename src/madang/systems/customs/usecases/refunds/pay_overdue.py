"""A refund pays first what its party should have paid: in Korea Customs Act art. 46 (2), Customs Refund Act art. 16 (4)."""

from datetime import datetime

from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.money.domain.allocation import in_turn
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.money.usecases.pay_together import set_off
from madang.framework.notify import notify
from madang.framework.values import Money
from madang.systems.customs.models import Appeal, CustomsRefund, Levied
from madang.systems.customs.usecases.corrections.charge_levied import charge_in_place_of, charged_of
from madang.systems.customs.usecases.declarations.words import ADDITION


def pay_overdue(*, refund: CustomsRefund, actor: Actor, now: datetime) -> int:
    """What of it paid overdue levies, in minor units: those that were due first, on one day the levies before what came on top.
    What an appeal had stayed is left alone. In the caller's transaction; the refund is in the books."""
    rows = _overdue(refund, now)
    parts = in_turn(available=refund.amount.minor, owed=[row.minor for row in rows])
    spent = sum(_paid(row, part, refund, actor, now) for row, part in zip(rows, parts, strict=True) if part)
    if spent:
        detail = {"offset": spent, "of": refund.amount.minor}
        record(actor=actor, action="customs.set_off", target=f"refund:{refund.number}", detail=detail, now=now)
        values = {"number": refund.number, "amount": Money(spent, refund.currency)}
        notify(party=refund.party, template="customs/refund_set_off", values=values, link=refund.link, now=now)
    return spent


def _paid(row: Levied, part: int, refund: CustomsRefund, actor: Actor, now: datetime) -> int:
    """The levy is paid, or a part that stands in its place beside the rest."""
    if part < row.minor:
        both = (part, row.minor - part)
        row, _rest = charge_in_place_of(row=row, parts=both, by=refund.number, actor=actor, now=now)
    return part if set_off(refund=refund.number, number=row.charge, now=now) else 0


def _overdue(refund: CustomsRefund, now: datetime) -> list[Levied]:
    rows = Levied.objects.select_related("declaration").filter(
        declaration__party_kind=refund.party_kind,
        declaration__party_key=refund.party_key,
        currency=refund.currency,
        state="open",
        due_on__lt=timezone.localdate(now),
    )
    waiting = Appeal.objects.filter(
        state="filed",
        stayed_at__isnull=False,
        correction__declaration__party_kind=refund.party_kind,
        correction__declaration__party_key=refund.party_key,
    )
    appeals = waiting.select_related("correction__declaration")
    stayed = {row.pk for one in appeals for row in charged_of(made=one.correction)}
    found = [row for row in rows if row.pk not in stayed]
    numbers = [row.charge for row in found]
    # The charges first, as where a payment settles one: so nobody waits for the other in a circle.
    held = Charge.objects.select_for_update().filter(number__in=numbers, state=ChargeState.OPEN.value).order_by("id")
    still = set(held.values_list("number", flat=True))
    found = [row for row in found if row.charge in still]
    return sorted(found, key=lambda row: (row.due_on, row.levy == ADDITION, row.pk))
