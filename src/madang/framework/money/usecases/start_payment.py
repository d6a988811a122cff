"""Start paying a charge."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.money.domain.states import ChargeState, PaymentState
from madang.framework.money.gateways import GatewayDown, Order, Tells, gateway
from madang.framework.money.models import Charge, Payment
from madang.framework.money.usecases.settle import hear
from madang.framework.values import Refusal
from madang.framework.values.identifiers import new_key

# An order that nobody confirmed for so long is asked about and given up before a new one is made.
STALE = timedelta(minutes=30)
_LONGEST_URL = 500


class NothingToPay(Refusal):
    """The charge is paid, waived or cancelled."""

    code = "money.nothing_to_pay"
    says = _("There is nothing to pay: this charge is already settled, waived or cancelled.")


def start_payment(*, charge: Charge, return_url: str, actor: Actor, now: datetime, by: str = "") -> Payment:
    """The running payment of the charge, made if there is none; its `url` is where the payer confirms, `return_url` (an
    address of this site) where the payer comes back to.

    Called outside a transaction, for the gateway is asked. `by` chooses a gateway. Raises NothingToPay, GatewayDown.
    """
    way = gateway(by)
    running = Payment.objects.filter(charge=charge, state=PaymentState.STARTED.value).first()
    if running is not None and _gave_up(running, now=now):
        running = None
    payment = running or _note(charge=charge, return_url=return_url, way=way.code, actor=actor, now=now)
    if not payment.url:
        back = reverse("money:back", args=[payment.token])
        order = Order(token=payment.token, amount=payment.amount, purpose=charge.title, return_url=back)
        payment.url = way.start(order=order)
        payment.save(update_fields=["url"])
    return payment


def _gave_up(payment: Payment, *, now: datetime) -> bool:
    """Ask the gateway about the running payment; true when it no longer runs. Its money, had it come, is booked."""
    answer = gateway(payment.gateway).ask(token=payment.token)
    if answer.tells in (Tells.SETTLED, Tells.DECLINED):
        hear(payment=payment, answer=answer, now=now)
        return True
    if now - payment.started_at < STALE:
        return False
    changed = Payment.objects.filter(pk=payment.pk, state=PaymentState.STARTED.value)
    return bool(changed.update(state=PaymentState.EXPIRED.value, ended_at=now))


def _own_address(url: str) -> str:
    """`url` if it leads to this site, else nothing."""
    sound = len(url) <= _LONGEST_URL and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if sound else ""


def _note(*, charge: Charge, return_url: str, way: str, actor: Actor, now: datetime) -> Payment:
    with transaction.atomic():
        charge = Charge.objects.select_for_update().get(pk=charge.pk)
        if charge.state != ChargeState.OPEN:
            raise NothingToPay
        running = Payment.objects.filter(charge=charge, state=PaymentState.STARTED.value).first()
        if running is not None:
            return running
        payment = Payment.objects.create(
            charge=charge,
            token=new_key(),
            gateway=way,
            minor=charge.minor,
            currency=charge.currency,
            return_url=_own_address(return_url),
            started_at=now,
        )
        record(
            actor=actor,
            action="money.start_payment",
            target=f"charge:{charge.number}",
            detail={"payment": payment.token, "gateway": way},
            now=now,
        )
    return payment


__all__ = ["GatewayDown", "NothingToPay", "start_payment"]
