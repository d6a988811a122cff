"""A levy becomes less: what is not paid yet ends first, what was paid goes back."""

from datetime import datetime

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.money.domain.allocation import in_turn
from madang.systems.customs.domain.correction import refund_interest
from madang.systems.customs.models import Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.charge_levied import charge_in_place_of
from madang.systems.customs.usecases.corrections.law import correction_law
from madang.systems.customs.usecases.refunds.owe_refund import Payee, owe_refund


def lessen(*, one: CustomsDeclaration, made: Correction, levy: str, minor: int, actor: Actor, now: datetime) -> None:
    """By that much, for a correction. In the caller's transaction, which holds the declaration."""
    rows = list(one.levies.filter(levy=levy, state="open").order_by("-pk"))
    parts = in_turn(available=minor, owed=[row.minor for row in rows])
    for row, part in zip(rows, parts, strict=True):
        rest = row.minor - part
        if part:
            charge_in_place_of(row=row, parts=(rest,) if rest else (), by=made.number, actor=actor, now=now)
    left = minor - sum(parts)
    if left:
        _give_back(one, made, levy, left, actor, now)


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
        link=made.link,
        currency=one.currency,
        account=made.account,
        holder=made.holder,
        declaration=one,
    )
    owe_refund(to=payee, levy=levy, minor=minor, interest=interest, actor=actor, now=now)
