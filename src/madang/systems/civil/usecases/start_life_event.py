"""Begin a life event: answers given once go to several agencies."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.jobs import later
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.civil.domain.applications import new_number
from madang.systems.civil.domain.forms import check, kept
from madang.systems.civil.domain.life_events import PARTS, LifeEvent
from madang.systems.civil.models import Bundle, BundlePart
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.advance_bundle import advance_bundle
from madang.systems.civil.usecases.apply import shown_answers
from madang.systems.civil.usecases.eligibility import NotForThisParty
from madang.systems.civil.usecases.faults import AnswersFaulty, told
from madang.systems.civil.usecases.keep_file import KeptFile
from madang.systems.civil.usecases.permissions import APPLY
from madang.systems.civil.usecases.prefill import Known
from madang.systems.civil.usecases.queue import advance_job


def start_life_event(
    *,
    event: str,
    chosen: frozenset[str],
    answers: Mapping[str, str],
    files: tuple[KeptFile, ...] = (),
    known: Known,
    key: str,
    actor: Actor,
    now: datetime,
) -> Bundle:
    """The bundle with its first parts on their way. Raises NoSuchLifeEvent, AnswersFaulty, OutsideMandate.

    The same `key` again gives the bundle that it made. Parts that wait for an earlier one go out when that one is granted;
    a part that cannot go out says why.
    """
    turn = catalogue.life_event(code=event)
    subject = actor.party
    if subject is None:
        raise NotForThisParty
    services = _chosen_services(turn, chosen, actor)
    earlier = Bundle.objects.filter(key=f"{subject}/{key}").first()
    if earlier is not None:
        return earlier
    given = {**answers, PARTS: ",".join(sorted(chosen))}
    named = frozenset(each.field for each in files)
    faults = check(fields=turn.questions, answers=given, files=named, known_choices=known.choices)
    if faults:
        raise AnswersFaulty(faults=told(faults=faults))

    bundle = _bundle(turn, subject, actor, now)
    bundle.key = f"{subject}/{key}"
    bundle.answers = kept(fields=turn.questions, answers=given)
    bundle.shown = shown_answers(answers=bundle.answers, known=known, language=bundle.language)
    bundle.files = [asdict(each) for each in files]
    with transaction.atomic():
        _record(bundle, services, actor, now)
    advance_bundle(number=bundle.number, now=now)
    return bundle


def _chosen_services(turn: LifeEvent, chosen: frozenset[str], actor: Actor) -> list[str]:
    """The services of the parts that are offered here and wanted, each of which the actor may apply for."""
    offered = catalogue.current().services
    wanted = [part.service for part in turn.parts if part.service in chosen or not part.optional]
    services = [service for service in wanted if service in offered]
    for service in services:
        require(actor, APPLY, service)
    return services


def _record(bundle: Bundle, services: list[str], actor: Actor, now: datetime) -> None:
    bundle.save(force_insert=True)
    BundlePart.objects.bulk_create(
        BundlePart(bundle=bundle, place=place, service=service) for place, service in enumerate(services)
    )
    detail = {"event": bundle.event, "parts": services}
    record(actor=actor, action="civil.life_event_started", target=bundle.number, detail=detail, now=now)
    # A process that dies before the parts are sent leaves a job that sends them.
    later(advance_job(), number=bundle.number)


def _bundle(turn: LifeEvent, subject: Party, actor: Actor, now: datetime) -> Bundle:
    return Bundle(
        number=new_number(member=settings.MADANG_MEMBER, year=now.year),
        event=turn.code,
        subject_kind=subject.kind.value,
        subject_key=subject.key,
        filed_by=actor.person or "",
        filed_by_name=actor.name,
        account=actor.account_id,
        mandate=str(actor.acting_for.mandate_id) if actor.acting_for else "",
        language=actor.language or pack().languages[0],
        created_at=now,
    )
