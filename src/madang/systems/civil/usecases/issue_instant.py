"""Have a certificate issued by its owner. Safe to repeat: the application's number is the idempotency key."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, gettext_noop, override
from django.utils.translation import gettext_lazy as _

from madang.contracts.envelope import Basis, own_request
from madang.contracts.services_v1 import Certificate, IssueCertificate
from madang.exchange import Asking, ask_member
from madang.exchange.grants import legal_basis
from madang.framework.audit import record
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.values import Refusal
from madang.systems.civil.domain.applications import State
from madang.systems.civil.domain.fees import Channel
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import advance_bundle, catalogue, fees, tell

# A neighbour's silence (502 and 503 of the exchange) is waited out; its own no is final.
TRANSIENT = frozenset({502, 503, 504})

PURPOSE = declare(gettext_noop("Issuing “{service}”"))


class StillWaiting(Refusal):
    """The owner does not answer yet."""

    code = "civil.still_waiting"
    says = _(
        "{agency} does not answer at the moment. Your application is kept and done as soon as it does; you will be told."
    )
    status = 503


def issue_instant(*, number: str, now: datetime, actor: Actor | None = None) -> Application:
    """The application, issued (or refused by its owner and refunded). Raises StillWaiting.

    `actor` is the person at the door; without one the machinery asks in the background, on the applicant's request.
    """
    application = Application.objects.get(number=number)
    if application.state != State.WAITING:
        return application
    declared = catalogue.service(code=application.service)
    question = IssueCertificate(
        service=application.service,
        party=application.subject,
        answers=application.answers,
        language=application.language,
        application=application.number,
    )
    try:
        certificate = ask_member(question, _asking(application, actor), system=application.owner)
    except Refusal as refusal:
        if refusal.status not in TRANSIENT:
            return _record_refused(number, refusal, now)
        _record_silence(number, refusal, now)
        agency = declared.agency.get(application.language) or declared.agency["en"]
        raise StillWaiting(agency=agency) from refusal

    return _record_issued(number, certificate, actor or system_actor("civil"), now)


def _asking(application: Application, actor: Actor | None) -> Asking:
    with override(application.language):
        purpose = gettext(PURPOSE).format(service=_title(application))
    return Asking(
        system="civil",
        actor=actor or system_actor("civil.issue"),
        purpose=purpose,
        basis=_basis(application),
        subject=application.subject,
        case=application.number,
        idempotency_key=f"{application.number}:issue",
        language=application.language,
        timeout=15.0,
    )


def _basis(application: Application) -> Basis:
    return (
        legal_basis(asker="civil", question=IssueCertificate)
        if application.channel == Channel.COUNTER
        else own_request()
    )


def _title(application: Application) -> str:
    titles = catalogue.title_of(code=application.service)
    return titles.get(application.language) or titles["en"]


def _record_issued(number: str, certificate: Certificate, actor: Actor, now: datetime) -> Application:
    with transaction.atomic():
        application = Application.objects.select_for_update().get(number=number)
        if application.state != State.WAITING:
            return application
        application.state = State.ISSUED
        application.documents = [certificate.number] if certificate.number else []
        application.document_link = certificate.link or ""
        application.note = ""
        application.changed_at = now
        application.ended_at = now
        application.save()
        detail = {"document": certificate.number or "", "service": application.service}
        record(actor=actor, action="civil.certificate_issued", target=number, detail=detail, now=now)
        if application.tries:
            tell.issued_at_last(application=application, now=now)
        advance_bundle.later_parts(application=application, now=now)
    return application


def _record_refused(number: str, refusal: Refusal, now: datetime) -> Application:
    with transaction.atomic():
        application = Application.objects.select_for_update().get(number=number)
        if application.state != State.WAITING:
            return application
        application.state = State.FAILED
        application.note = str(refusal)
        application.changed_at = now
        application.ended_at = now
        fees.give_back(application=application, reason=str(refusal), now=now)
        application.save()
        detail = {"code": refusal.code, "service": application.service}
        record(
            actor=system_actor("civil.issue"), action="civil.certificate_refused", target=number, detail=detail, now=now
        )
        tell.not_issued(application=application, now=now)
    return application


def _record_silence(number: str, refusal: Refusal, now: datetime) -> None:
    with transaction.atomic():
        application = Application.objects.select_for_update().get(number=number)
        if application.state != State.WAITING:
            return
        application.tries += 1
        application.note = str(refusal)
        application.changed_at = now
        application.save(update_fields=["tries", "note", "changed_at"])
        if application.tries == 1:
            tell.waits(application=application, now=now)
