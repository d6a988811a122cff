"""Apply for a resident who stands at the counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.contracts.services_v1 import ServiceDeclaration
from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault, Money, Party, Refusal
from madang.systems.civil.domain.fees import Channel, UnknownWaiver, due
from madang.systems.civil.domain.forms import kept
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue, fees
from madang.systems.civil.usecases.apply import faults_of, new_application, shown_answers
from madang.systems.civil.usecases.faults import AnswersFaulty
from madang.systems.civil.usecases.permissions import COUNTER, SERVE
from madang.systems.civil.usecases.prefill import Known
from madang.systems.civil.usecases.proceed import proceed


class NotAtCounter(Refusal):
    """The service has no counter."""

    code = "civil.not_at_counter"
    says = _("This service is not given at a counter. Its page says where it is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What the official saw: the card that identified the resident, the reason given, and the proof of a waiver."""

    identified_by: str
    reason: str
    waiver: int | None = None
    cash_taken: bool = False


def apply_at_counter(
    *,
    service: str,
    subject: Party,
    answers: Mapping[str, str],
    known: Known,
    visit: Visit,
    key: str,
    actor: Actor,
    now: datetime,
) -> Application:
    """The application, on its way: its fee taken in cash or waived. Raises Forbidden, NoSuchService, NotAtCounter,
    AnswersFaulty with every fault."""
    require(actor, SERVE)
    declared = catalogue.service(code=service)
    if Channel.COUNTER.value not in declared.channels:
        raise NotAtCounter
    earlier = Application.objects.filter(key=f"counter/{key}").first()
    if earlier is not None:
        return earlier
    application = _application(declared, subject, actor, now)
    application.key = f"counter/{key}"
    application.answers = kept(fields=declared.fields, answers=answers)
    application.shown = shown_answers(answers=application.answers, known=known, language=application.language)
    owed = _owed(declared, application, known, visit)

    with transaction.atomic():
        application.save()
        if owed is not None and owed:
            fees.take_cash(application=application, amount=owed, title=declared.title, actor=actor, now=now)
            application.refresh_from_db()
        else:
            proceed(application=application, now=now)
            application.save()
        detail = _detail(application, visit)
        record(actor=actor, action="civil.applied_at_counter", target=application.number, detail=detail, now=now)
    return application


def _detail(application: Application, visit: Visit) -> dict[str, object]:
    return {
        "service": application.service,
        "subject": str(application.subject),
        "identified_by": visit.identified_by,
        "reason": visit.reason,
        "waiver": application.waiver,
    }


def _application(declared: ServiceDeclaration, subject: Party, actor: Actor, now: datetime) -> Application:
    application = new_application(declared=declared, subject=subject, actor=actor, now=now)
    application.channel = Channel.COUNTER.value
    application.filed_by = ""
    application.account = None
    application.official = actor.account_id
    application.official_office = next(iter(actor.offices(COUNTER)), "")
    return application


def _owed(declared: ServiceDeclaration, application: Application, known: Known, visit: Visit) -> Money | None:
    faults = list(faults_of(declared=declared, answers=application.answers, files=(), known=known))
    if not visit.reason.strip():
        faults.append(
            Fault("reason", str(_("Write what the resident needs it for, or that they did not say.")), "required")
        )
    if not visit.identified_by.strip():
        faults.append(Fault("identified_by", str(_("Say by which card you identified the resident.")), "required"))
    try:
        owed = due(fee=declared.fee, channel=Channel.COUNTER, waiver=visit.waiver)
    except UnknownWaiver:
        faults.append(Fault("waiver", str(_("Choose one of the waivers of this service.")), "not_offered"))
        raise AnswersFaulty(faults=tuple(faults)) from None
    if owed.waiver is not None:
        text = declared.fee.waivers[owed.waiver]
        application.waiver = (text.get(application.language) or text["en"])[:200]
    elif owed.amount and not visit.cash_taken:
        faults.append(
            Fault("cash_taken", str(_("Take the fee first, or choose a waiver whose proof you saw.")), "required")
        )
    if faults:
        raise AnswersFaulty(faults=tuple(faults))
    return owed.amount
