"""Apply for a service: check it whole, charge its fee, and let it go on."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from madang.contracts.services_v1 import ServiceDeclaration
from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.values import Fault, Money, Party
from madang.systems.civil.domain.applications import State, new_number
from madang.systems.civil.domain.fees import Channel, due
from madang.systems.civil.domain.forms import check, kept
from madang.systems.civil.models import Application, Attachment
from madang.systems.civil.usecases import catalogue, fees
from madang.systems.civil.usecases.eligibility import subject_of
from madang.systems.civil.usecases.faults import AnswersFaulty, told
from madang.systems.civil.usecases.keep_file import KeptFile
from madang.systems.civil.usecases.prefill import Known
from madang.systems.civil.usecases.proceed import proceed


def apply(
    *,
    service: str,
    answers: Mapping[str, str],
    files: tuple[KeptFile, ...] = (),
    known: Known,
    key: str,
    actor: Actor,
    now: datetime,
) -> Application:
    """The application, on its way or waiting for its fee. The same `key` again gives the application that it made.

    Raises NoSuchService, NotDoneOnline, NotForThisParty, NotByProxy, OutsideMandate, AnswersFaulty with every fault.
    """
    declared = catalogue.service(code=service)
    subject = subject_of(declared=declared, actor=actor)
    earlier = Application.objects.filter(key=_key(subject, key)).first()
    if earlier is not None:
        return earlier
    faults = faults_of(declared=declared, answers=answers, files=files, known=known)
    if faults:
        raise AnswersFaulty(faults=faults)

    with transaction.atomic():
        application = new_application(declared=declared, subject=subject, actor=actor, now=now)
        application.key = _key(subject, key)
        application.answers = kept(fields=declared.fields, answers=answers)
        application.shown = shown_answers(answers=application.answers, known=known, language=application.language)
        application.save(force_insert=True)
        Attachment.objects.bulk_create(attachment(application=application, file=each, now=now) for each in files)
        go_on(
            application=application, amount=due(fee=declared.fee, channel=Channel.ONLINE).amount, actor=actor, now=now
        )
        detail = {"service": service, "subject": str(subject), "mandate": application.mandate}
        record(actor=actor, action="civil.application_sent", target=application.number, detail=detail, now=now)
    return application


def faults_of(
    *, declared: ServiceDeclaration, answers: Mapping[str, str], files: tuple[KeptFile, ...], known: Known
) -> tuple[Fault, ...]:
    """Everything wrong with these answers, as sentences."""
    named = frozenset(each.field for each in files)
    found = check(fields=declared.fields, answers=answers, files=named, known_choices=known.choices)
    return told(faults=found)


def new_application(*, declared: ServiceDeclaration, subject: Party, actor: Actor, now: datetime) -> Application:
    """An unsaved application by this actor for this party."""
    return Application(
        number=new_number(member=settings.MADANG_MEMBER, year=now.year),
        service=declared.code,
        owner=declared.owner,
        member=catalogue.current().members.get(declared.code, settings.MADANG_MEMBER),
        kind=declared.kind.value,
        subject_kind=subject.kind.value,
        subject_key=subject.key,
        filed_by=actor.person or "",
        filed_by_name=actor.name,
        account=actor.account_id,
        mandate=str(actor.acting_for.mandate_id) if actor.acting_for else "",
        language=actor.language or pack().languages[0],
        changed_at=now,
        filed_at=now,
    )


def go_on(*, application: Application, amount: Money | None, actor: Actor, now: datetime) -> None:
    """Charge what is due, else let the application proceed; saved."""
    if amount:
        title = catalogue.service(code=application.service).title
        fees.charge_fee(application=application, amount=amount, title=title, actor=actor, now=now)
        application.state = State.TO_PAY
    else:
        proceed(application=application, now=now)
    application.save()


def shown_answers(*, answers: Mapping[str, str], known: Known, language: str) -> dict[str, str]:
    """How the owner writes the chosen people and businesses, in the applicant's language."""
    shown = {}
    for name, labels in known.labels.items():
        texts = [labels[value] for value in answers.get(name, "").split(",") if value in labels]
        if texts:
            shown[name] = ", ".join(text.get(language) or text["en"] for text in texts)
    return shown


def _key(subject: Party, key: str) -> str:
    return f"{subject}/{key}"[:160]


def attachment(*, application: Application, file: KeptFile, now: datetime) -> Attachment:
    """The unsaved row of a kept file."""
    return Attachment(
        application=application,
        field=file.field,
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type,
        size=file.size,
        added_at=now,
    )
