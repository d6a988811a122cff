"""An application's fee: charged, taken in cash, cancelled, given back. Each runs in its caller's transaction."""

from datetime import datetime

from madang.contracts.services_v1 import Texts
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.money.gateways import GatewayAnswer, Tells
from madang.framework.money.models import Charge
from madang.framework.money.usecases.charge import charge
from madang.framework.money.usecases.give_back import give_back as end_charges
from madang.framework.money.usecases.settle import hear
from madang.framework.money.usecases.start_payment import start_payment
from madang.framework.values import Money
from madang.systems.civil.domain.applications import State
from madang.systems.civil.gateways import cash_desk
from madang.systems.civil.models import Application

ACCOUNT = "revenue.fees"


def charge_fee(*, application: Application, amount: Money, title: Texts, actor: Actor, now: datetime) -> Charge:
    """Charge the applicant and note it on the application, which the caller saves. The same application is charged once."""
    owed = charge(
        payer=application.subject,
        amount=amount,
        purpose=title["en"],
        titles=title,
        reference=application.number,
        account=ACCOUNT,
        idempotency_key=f"{application.number}:fee",
        actor=actor,
        now=now,
    )
    application.charge = owed.number
    application.fee_minor = amount.minor
    application.fee_currency = amount.currency
    return owed


def take_cash(*, application: Application, amount: Money, title: Texts, actor: Actor, now: datetime) -> None:
    """Charge and book the cash that an official took; the settlement lets the application go on."""
    owed = charge_fee(application=application, amount=amount, title=title, actor=actor, now=now)
    application.state = State.TO_PAY
    application.save()
    payment = start_payment(charge=owed, return_url="/counter/", by=cash_desk.CODE, actor=actor, now=now)
    taken = GatewayAnswer(
        token=payment.token,
        tells=Tells.SETTLED,
        amount=amount,
        reference=f"desk-{application.official_office}",
        sequence=1,
    )
    hear(payment=payment, answer=taken, now=now)


def give_back(*, application: Application, reason: str, now: datetime) -> None:
    """Cancel what is open and refund what was paid for this application."""
    if application.charge:
        end_charges(reference=application.number, reason=reason[:300], actor=system_actor("civil"), now=now)


def charge_of(*, application: Application) -> Charge | None:
    """The application's charge."""
    return Charge.objects.filter(number=application.charge).first() if application.charge else None
