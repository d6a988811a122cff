"""What happens to a levy's charge happens to the levy; the last payment releases."""

from datetime import datetime

from django.utils import timezone

from madang.framework.identity.actor import system_actor
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.models import Levied
from madang.systems.customs.usecases.declarations.advance_declaration import ACCOUNT, advance, locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.tell_import import tell_import


def follow_charge(charge: Charge, now: datetime) -> None:
    """In the transaction in which the charge changes."""
    if not charge.account.startswith(ACCOUNT) or charge.state == ChargeState.OPEN:
        return
    number = Levied.objects.filter(charge=charge.number).values_list("declaration__number", flat=True).first()
    if number is None:
        return
    one = locked(number=number)
    levied = Levied.objects.get(charge=charge.number)
    machine = system_actor("customs.payment")
    if charge.state == ChargeState.PAID and levied.state == "open":
        Levied.objects.filter(pk=levied.pk).update(state="paid", paid_on=timezone.localdate(now))
        happened(to=one, kind="paid", actor=machine, now=now, detail={"levy": levied.levy, "minor": levied.minor})
        advance(one=one, actor=machine, now=now)
        if levied.levy == Levy.VAT:
            tell_import(declaration=one, now=now)
    elif charge.state in {ChargeState.CANCELLED, ChargeState.WAIVED, ChargeState.REFUNDED}:
        Levied.objects.filter(pk=levied.pk).update(state="ended")
        if levied.levy == Levy.VAT and levied.state == "paid":
            tell_import(declaration=one, now=now)
