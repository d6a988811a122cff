"""A levy becomes less: what is not paid yet ends first, what was paid goes back."""

from datetime import datetime

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.money.models import Charge
from madang.framework.money.usecases import cancel
from madang.systems.customs.domain.correction import refund_interest
from madang.systems.customs.models import Correction, CustomsDeclaration, Levied
from madang.systems.customs.usecases.corrections.charge_levied import charge_levied
from madang.systems.customs.usecases.corrections.law import correction_law
from madang.systems.customs.usecases.refunds.owe_refund import Payee, owe_refund


def lessen(*, one: CustomsDeclaration, made: Correction, levy: str, minor: int, actor: Actor, now: datetime) -> None:
    """By that much, for a correction. In the caller's transaction, which holds the declaration."""
    left = minor
    for row in one.levies.filter(levy=levy, state="open").order_by("-pk"):
        part = min(left, row.minor)
        if part:
            _end(row, part, made, actor, now)
        left -= part
    if left:
        _give_back(one, made, levy, left, actor, now)


def _end(row: Levied, minor: int, made: Correction, actor: Actor, now: datetime) -> None:
    """Its charge is cancelled, which ends the row; what is left of it is charged anew for the same day."""
    cancel(charge=Charge.objects.get(number=row.charge), reason=made.number, actor=actor, now=now)
    if row.minor > minor:
        charge_levied(
            one=row.declaration,
            levy=row.levy,
            minor=row.minor - minor,
            source=f"{row.source}/{made.number}",
            due_on=row.due_on,
            actor=actor,
            now=now,
        )


def _give_back(one: CustomsDeclaration, made: Correction, levy: str, minor: int, actor: Actor, now: datetime) -> None:
    today = timezone.localdate(now)
    payments = [
        (row.paid_on or one.rates_on, row.minor) for row in one.levies.filter(levy=levy, state="paid").order_by("pk")
    ]
    spent = sum(one.refunds.filter(levy=levy).values_list("minor", flat=True))
    interest = refund_interest(minor=minor, payments=payments, spent=spent, on=today, law=correction_law(on=today))
    payee = Payee(
        party=one.party,
        office=one.office_code,
        source=made.number,
        link=f"/customs/corrections/{made.number}/",
        currency=one.currency,
        account=made.account,
        holder=made.holder,
        declaration=one,
    )
    owe_refund(to=payee, levy=levy, minor=minor, interest=interest, actor=actor, now=now)
