"""Money as security: paid as a charge that is no claim of the state, held as a deposit, given back to the account that its
giver names (in Korea Customs Act art. 24 (1) no. 1; Decree art. 10 (1))."""

from datetime import datetime

from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.money.domain.journal import DEPOSITS
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.money.usecases import cancel, charge
from madang.framework.notify import notify
from madang.framework.values import Money
from madang.systems.customs.models import CustomsGuarantee
from madang.systems.customs.usecases.declarations.words import DEPOSIT, levied_titles
from madang.systems.customs.usecases.refunds.owe_refund import Payee, owe_refund
from madang.systems.customs.usecases.securing import queue

ASKED, CAME = "customs/deposit_asked", "customs/deposit_came"


def ask_deposit(*, guarantee: CustomsGuarantee, actor: Actor, now: datetime) -> None:
    """Have its holder pay it. In the caller's transaction."""
    owed = charge(
        payer=guarantee.party,
        amount=Money(guarantee.limit_minor, guarantee.currency),
        purpose=f"customs.{DEPOSIT}",
        titles=levied_titles(levy=DEPOSIT, number=guarantee.number),
        reference=guarantee.number,
        account=DEPOSITS,
        service="customs.declare",
        now=now,
        actor=actor,
    )
    guarantee.deposit = owed.number
    guarantee.save(update_fields=["deposit"])
    _tell(guarantee, ASKED, now)


def follow_deposit(paid: Charge, now: datetime) -> None:
    """From its payment the guarantee holds. In the transaction in which the charge changes."""
    if paid.account != DEPOSITS or paid.state != ChargeState.PAID:
        return
    held = CustomsGuarantee.objects.select_for_update().filter(deposit=paid.number, deposited_on=None).first()
    if held is None:
        return
    held.deposited_on = timezone.localdate(now)
    held.save(update_fields=["deposited_on"])
    target, detail = f"guarantee:{held.number}", {"minor": held.limit_minor}
    record(actor=system_actor("customs.payment"), action="customs.take_deposit", target=target, detail=detail, now=now)
    _tell(held, CAME, now)
    queue.secure_waiting(party=held.party)


def give_deposit_back(*, guarantee: CustomsGuarantee, actor: Actor, now: datetime) -> None:
    """What is left of it is owed to its giver, who names the account; unpaid, its charge ends. In the caller's transaction."""
    if guarantee.deposited_on is None:
        cancel(charge=Charge.objects.get(number=guarantee.deposit), reason=guarantee.number, actor=actor, now=now)
        return
    rest = guarantee.limit_minor - guarantee.drawn_minor
    if rest <= 0:
        return
    payee = Payee(
        party=guarantee.party,
        office=guarantee.office_code,
        source=guarantee.number,
        link=f"/customs/guarantees/{guarantee.number}/",
        currency=guarantee.currency,
        account="",
        holder="",
    )
    owe_refund(to=payee, levy=DEPOSIT, minor=rest, actor=actor, now=now)


def _tell(held: CustomsGuarantee, template: str, now: datetime) -> None:
    values = {"number": held.number, "amount": Money(held.limit_minor, held.currency)}
    notify(party=held.party, template=template, values=values, link=f"/customs/guarantees/{held.number}/", now=now)
