"""Send the parts of a life event that can go out now."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from madang.contracts.services_v1 import FieldKind, ServiceDeclaration
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import later
from madang.framework.values import Refusal
from madang.systems.civil.domain.applications import State, new_number
from madang.systems.civil.domain.fees import Channel, due
from madang.systems.civil.domain.forms import check
from madang.systems.civil.domain.life_events import Part, answers_for, file_question, ready
from madang.systems.civil.models import Application, Attachment, Bundle, BundlePart
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.apply import attachment, go_on
from madang.systems.civil.usecases.faults import AnswersFaulty, told
from madang.systems.civil.usecases.keep_file import KeptFile
from madang.systems.civil.usecases.queue import advance_job


def later_parts(*, application: Application, now: datetime) -> None:
    """If the application is part of a life event, look at its later parts soon (in a job: its own transaction)."""
    part = BundlePart.objects.filter(application=application).select_related("bundle").first()
    if part is not None:
        later(advance_job(), number=part.bundle.number)


def advance_bundle(*, number: str, now: datetime) -> int:
    """How many parts were sent. Each goes out in a transaction of its own, so one that fails stops no other."""
    bundle = Bundle.objects.get(number=number)
    event = catalogue.life_event(code=bundle.event)
    rows = {row.service: row for row in bundle.parts.select_related("application")}
    states = {row.service: State(row.application.state) for row in rows.values() if row.application}
    sent = 0
    for part in ready(event=event, chosen=frozenset(rows), applications=states, answers=bundle.answers):
        if part.service in rows:
            sent += _send_part(bundle, part, now)
    return sent


def _send_part(bundle: Bundle, part: Part, now: datetime) -> int:
    try:
        with transaction.atomic():
            row = BundlePart.objects.select_for_update().get(bundle=bundle, service=part.service)
            if row.application_id is not None:
                return 0
            row.application = _application(bundle, part, row, now)
            row.problem = ""
            row.save()
        return 1
    except Refusal as refusal:
        says = " ".join(str(fault.says) for fault in refusal.faults) or str(refusal)
        BundlePart.objects.filter(bundle=bundle, service=part.service).update(problem=says[:500])
        return 0


def _application(bundle: Bundle, part: Part, row: BundlePart, now: datetime) -> Application:
    declared = catalogue.service(code=part.service)
    answers = answers_for(part=part, fields=declared.fields, answers=bundle.answers, shown=bundle.shown)
    files = _files(bundle, part, declared)
    faults = check(fields=declared.fields, answers=answers, files=frozenset(each.field for each in files))
    if faults:
        raise AnswersFaulty(faults=told(faults=faults))
    application = _new(bundle, declared, now)
    application.answers = answers
    application.shown = bundle.shown
    application.save()
    Attachment.objects.bulk_create(attachment(application=application, file=each, now=now) for each in files)
    # The announcement names the bundle, so the part must know its application before it proceeds.
    BundlePart.objects.filter(pk=row.pk).update(application=application)
    actor = system_actor("civil.life_event", language=bundle.language)
    go_on(application=application, amount=due(fee=declared.fee, channel=Channel.ONLINE).amount, actor=actor, now=now)
    return application


def _files(bundle: Bundle, part: Part, declared: ServiceDeclaration) -> tuple[KeptFile, ...]:
    """The event's files that this part's form asks for."""
    asked = {
        file_question(part=part, field=each.name): each.name for each in declared.fields if each.kind is FieldKind.FILE
    }
    kept = (KeptFile(**each) for each in bundle.files)
    return tuple(replace(each, field=asked[each.field]) for each in kept if each.field in asked)


def _new(bundle: Bundle, declared: ServiceDeclaration, now: datetime) -> Application:
    return Application(
        number=new_number(member=settings.MADANG_MEMBER, year=now.year),
        key=f"{bundle.number}/{declared.code}",
        service=declared.code,
        owner=declared.owner,
        member=catalogue.current().members[declared.code],
        kind=declared.kind.value,
        subject_kind=bundle.subject_kind,
        subject_key=bundle.subject_key,
        filed_by=bundle.filed_by,
        filed_by_name=bundle.filed_by_name,
        account=bundle.account,
        mandate=bundle.mandate,
        language=bundle.language,
        changed_at=now,
        filed_at=now,
    )
