"""Take an application back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import ApplicationWithdrawn
from madang.exchange import announce
from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal
from madang.systems.civil.domain.applications import MAY_WITHDRAW, State
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import fees
from madang.systems.civil.usecases.load_application import load_application


class TooLateToWithdraw(Refusal):
    """It is decided or issued."""

    code = "civil.too_late_to_withdraw"
    says = _(
        "This application is finished and cannot be taken back. If you disagree with its decision, object on the case page."
    )


def withdraw(*, number: str, actor: Actor, now: datetime) -> Application:
    """The application, taken back. Raises NoSuchApplication, TooLateToWithdraw.

    What is with its agency is taken back by the agency, which hears of the wish and answers: some reports the law demands.
    """
    with transaction.atomic():
        application = load_application(number=number, actor=actor, lock=True)
        state = State(application.state)
        if state not in MAY_WITHDRAW:
            raise TooLateToWithdraw
        if state is State.TO_PAY:
            fees.give_back(application=application, reason="withdrawn", now=now)
            application.state = State.WITHDRAWN
            application.ended_at = now
        elif application.withdrawal_asked_at is None:
            gone = ApplicationWithdrawn(owner=application.owner, application=application.number, at=now)
            announce(gone, now=now, subject=application.subject, case=application.number)
            application.withdrawal_asked_at = now
        application.changed_at = now
        application.save()
        detail = {"service": application.service, "from": state.value}
        record(actor=actor, action="civil.application_withdrawn", target=number, detail=detail, now=now)
    return application
