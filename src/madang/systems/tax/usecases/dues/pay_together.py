"""One payment for several dues: ordered by the taxpayer, shared out by the law when the money comes."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext, override

from madang.framework.audit import record
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.money.usecases import cancel, charge
from madang.framework.money.usecases.pay_together import charge_together, settle_from
from madang.framework.values import Fault, Money, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.tax.domain.collection import Settled, allocate_payment
from madang.systems.tax.domain.words import JointState, Tax
from madang.systems.tax.models import Allocation, Due, JointPayment, Taxpayer
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues.arrears import debt_of
from madang.systems.tax.usecases.dues.end_due import STANDING, locked
from madang.systems.tax.usecases.dues.open_refund import open_refund
from madang.systems.tax.usecases.dues.pay_due import pay_due
from madang.systems.tax.usecases.dues.raise_due import account_of

SERVICE = "tax.file"
COLLECTION = "tax.collection"
# No more dues than a person can look over.
MOST = 100
OVER = gettext_noop("Paid too much: {number}")


class JointPaymentRefused(Refusal):
    """It was not ordered, and the faults say why."""

    code = "tax.joint_payment.refused"
    says = gettext_lazy("The payment was not ordered. Correct what is listed.")
    status = 422


class JointPaymentEnded(Refusal):
    """It was paid or cancelled."""

    code = "tax.joint_payment.ended"
    says = gettext_lazy("Payment {number} is paid or cancelled already. Order a new one for what is still owed.")


def order_joint_payment(
    *, taxpayer: Taxpayer, numbers: Sequence[str], minor: int | None, actor: Actor, now: datetime
) -> JointPayment:
    """Order one payment for the chosen dues, of all of them or of `minor`. The newest order counts: one that is open ends.

    Raises Forbidden, JointPaymentRefused with every fault.
    """
    require(actor, "tax.file", permissions.of(taxpayer.party))
    with transaction.atomic():
        Taxpayer.objects.select_for_update(no_key=True).get(pk=taxpayer.pk)
        # Before the dues are locked: a payment locks its own charge first and theirs after it.
        for open_one in JointPayment.objects.filter(taxpayer=taxpayer, state=JointState.OPEN.value):
            cancel_joint_payment(payment=open_one, actor=actor, now=now)
        chosen = _chosen(taxpayer, numbers)
        total = sum(one.minor for one in chosen)
        amount = total if minor is None else minor
        _require_fit(numbers, chosen, amount, total)
        number = f"J{now:%Y}-{random_symbols(count=8)}"
        made = JointPayment.objects.create(
            number=number,
            taxpayer=taxpayer,
            dues=[one.number for one in chosen],
            minor=amount,
            currency=chosen[0].currency,
            charge=_charged(taxpayer, number, amount, len(chosen), actor, now).number,
            ordered_at=now,
        )
        detail = {"dues": len(chosen), "minor": amount}
        record(actor=actor, action="tax.order_joint_payment", target=number, detail=detail, now=now)
    return made


def cancel_joint_payment(*, payment: JointPayment, actor: Actor, now: datetime) -> None:
    """The order ends; the dues stay as they are. Money that comes all the same goes back by itself.

    Raises Forbidden, JointPaymentEnded.
    """
    require(actor, "tax.file", permissions.of(payment.taxpayer.party))
    with transaction.atomic():
        owed = Charge.objects.select_for_update().get(number=payment.charge)
        if owed.state != ChargeState.OPEN:
            raise JointPaymentEnded(number=payment.number)
        # The listener below ends the order in the same transaction.
        cancel(charge=owed, reason="Ordered anew", actor=actor, now=now)


def plan(*, payment: JointPayment, on: date) -> tuple[Settled, ...]:
    """What the payment would settle if its money came that day, in the law's order. Raises SlotNotApplicable."""
    return _allocated(payment.minor, _standing(payment), on)


def share_out(charge: Charge, now: datetime) -> None:
    """In the transaction in which the charge of a joint payment changes: its money pays dues in the order of the law, the last
    one in part where it does not suffice; what is left is a refund.
    """
    if charge.service != SERVICE or charge.state == ChargeState.OPEN:
        return
    held = JointPayment.objects.select_for_update(of=("self",)).select_related("taxpayer").filter(charge=charge.number)
    payment = held.filter(state=JointState.OPEN.value).first()
    if payment is None:
        return
    paid = charge.state == ChargeState.PAID
    payment.state, payment.ended_at = (JointState.PAID if paid else JointState.CANCELLED).value, now
    if paid:
        payment.left_minor = _pay(payment, charge, now)
    payment.save(update_fields=["state", "ended_at", "left_minor"])


def _pay(payment: JointPayment, together: Charge, now: datetime) -> int:
    actor, given = system_actor(COLLECTION), 0
    debts = {one.number: one for one in locked(dues=_standing(payment))}
    for part in _allocated(payment.minor, list(debts.values()), timezone.localdate(now)):
        due = pay_due(
            due=debts[part.number],
            minor=part.minor,
            pay=partial(settle_from, together=together, now=now),
            by=payment.number,
            reason=f"Payment {payment.number}",
            actor=actor,
            now=now,
        )
        Allocation.objects.create(payment=payment, due=due, minor=part.minor, cite=part.cite)
        given += part.minor
    if payment.minor > given:
        _give_back(payment, together, payment.minor - given, actor, now)
    detail = {"given": given, "left": payment.minor - given}
    record(actor=actor, action="tax.share_out", target=payment.number, detail=detail, now=now)
    return payment.minor - given


def _give_back(payment: JointPayment, together: Charge, minor: int, actor: Actor, now: datetime) -> None:
    """What was paid too much is revenue of the first due's tax until a collector decides the refund that lessens it."""
    first = Due.objects.get(number=payment.dues[0])
    over = charge(
        payer=payment.taxpayer.party,
        amount=Money(minor, payment.currency),
        purpose=f"tax.{first.tax}",
        titles=_titles(OVER, number=payment.number),
        reference=payment.number,
        account=account_of(tax=first.tax),
        service=SERVICE,
        actor=actor,
        now=now,
        idempotency_key=f"tax.over:{payment.number}",
    )
    settle_from(together=together, number=over.number, now=now)
    open_refund(
        taxpayer=payment.taxpayer,
        tax=Tax(first.tax),
        period=first.period,
        source=payment.number,
        minor=minor,
        actor=actor,
        now=now,
    )


def _allocated(minor: int, dues: Sequence[Due], on: date) -> tuple[Settled, ...]:
    return allocate_payment(paid=minor, debts=[debt_of(due=one) for one in dues], on=on)


def _standing(payment: JointPayment) -> list[Due]:
    """The chosen dues that are still owed, or what they were split into meanwhile."""
    found: list[Due] = []
    asked = list(payment.dues)
    mine = Due.objects.filter(taxpayer=payment.taxpayer).select_related("taxpayer")
    while asked:
        number = asked.pop()
        found += mine.filter(number=number, state__in=STANDING)
        asked += mine.filter(source__startswith=f"{number}/").values_list("number", flat=True)
    return found


def _chosen(taxpayer: Taxpayer, numbers: Sequence[str]) -> list[Due]:
    """The taxpayer's own standing dues of these numbers, whose charges wait for money."""
    mine = Due.objects.filter(taxpayer=taxpayer, state__in=STANDING, number__in=numbers[:MOST])
    return locked(dues=mine)


def _require_fit(numbers: Sequence[str], chosen: Sequence[Due], amount: int, total: int) -> None:
    faults = []
    if not numbers:
        faults.append(Fault("dues", _("Choose at least one sum to pay."), "tax.joint_payment.nothing"))
    elif len(chosen) < len(set(numbers)):
        says = _("One of these sums is not owed any more. Choose among what is listed now.")
        faults.append(Fault("dues", says, "tax.joint_payment.gone"))
    elif not 0 < amount <= total:
        says = _("Pay something, and no more than what you chose.")
        faults.append(Fault("minor", says, "tax.joint_payment.amount"))
    if faults:
        raise JointPaymentRefused(faults=tuple(faults))


def _charged(taxpayer: Taxpayer, number: str, minor: int, dues: int, actor: Actor, now: datetime) -> Charge:
    return charge_together(
        payer=taxpayer.party,
        amount=Money(minor, pack().currency),
        purpose="tax.together",
        titles=_titles_of(dues),
        reference=number,
        service=SERVICE,
        actor=actor,
        now=now,
    )


def _titles_of(dues: int) -> dict[str, str]:
    found = {}
    for language in pack().languages:
        with override(language):
            said = ngettext("One payment for {count} tax", "One payment for {count} taxes", dues)
            found[language] = said.format(count=dues)
    return found


def _titles(says: str, **values: str) -> dict[str, str]:
    found = {}
    for language in pack().languages:
        with override(language):
            found[language] = _(says).format(**values)
    return found
