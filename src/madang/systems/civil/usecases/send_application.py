"""Send an application: check it whole, charge its fee, and let it go on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.civil.domain.applications import State
from madang.systems.civil.domain.fees import Channel, due
from madang.systems.civil.domain.forms import check
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue, fees
from madang.systems.civil.usecases.faults import AnswersFaulty, told
from madang.systems.civil.usecases.load_application import load_application
from madang.systems.civil.usecases.permissions import APPLY
from madang.systems.civil.usecases.prefill import Known
from madang.systems.civil.usecases.proceed import proceed
from madang.systems.civil.usecases.save_step import AlreadySent


@dataclass(frozen=True, slots=True)
class Sent:
    """The application as it went out. `to_pay` says that it waits for its fee."""

    application: Application
    to_pay: bool


def send_application(*, number: str, known: Known, actor: Actor, now: datetime) -> Sent:
    """Send a draft. Raises NoSuchApplication, AlreadySent, AnswersFaulty with every fault, OutsideMandate.

    Sent twice, it goes out once: the second call finds it sent already.
    """
    with transaction.atomic():
        application = load_application(number=number, actor=actor, lock=True)
        require(actor, APPLY, application.service)
        if application.state != State.DRAFT:
            raise AlreadySent
        declared = catalogue.service(code=application.service)
        files = frozenset(application.attachments.values_list("field", flat=True))
        faults = check(
            fields=declared.fields, answers=application.answers, files=files, known_choices=known.choices
        )
        if faults:
            raise AnswersFaulty(faults=told(faults=faults))

        owed = due(fee=declared.fee, channel=Channel(application.channel))
        application.filed_at = now
        application.changed_at = now
        _note_who(application, actor)
        if owed.amount is None or owed.is_free:
            proceed(application=application, actor=actor, now=now)
        else:
            fees.charge_fee(application=application, amount=owed.amount, title=declared.title, actor=actor, now=now)
            application.state = State.TO_PAY
        application.save()
        record(
            actor=actor,
            action="civil.application_sent",
            target=application.number,
            detail={"service": application.service, "subject": str(application.subject), "mandate": application.mandate},
            now=now,
        )
    return Sent(application, to_pay=application.state == State.TO_PAY)


def _note_who(application: Application, actor: Actor) -> None:
    """Who sends it may be another than who began the draft."""
    application.filed_by = actor.person or ""
    application.filed_by_name = actor.name
    application.account = actor.account_id
    application.mandate = str(actor.acting_for.mandate_id) if actor.acting_for else ""
    application.language = actor.language or application.language
