"""Begin a life event: answers given once go to several agencies."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.civil.domain.applications import new_number
from madang.systems.civil.domain.forms import check, kept
from madang.systems.civil.models import Bundle, BundlePart
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.advance_bundle import advance_bundle
from madang.systems.civil.usecases.eligibility import NotForThisParty
from madang.systems.civil.usecases.faults import AnswersFaulty, told
from madang.systems.civil.usecases.permissions import APPLY
from madang.systems.civil.usecases.prefill import Known


def start_life_event(
    *,
    event: str,
    chosen: frozenset[str],
    answers: Mapping[str, str],
    known: Known,
    key: str,
    actor: Actor,
    now: datetime,
) -> Bundle:
    """The bundle with its first parts on their way. Raises NoSuchLifeEvent, AnswersFaulty, OutsideMandate.

    The same `key` again gives the bundle that it made. Parts that wait for an earlier one go out when that one is granted; a part that cannot go out says why.
    """
    turn = catalogue.life_event(code=event)
    offered = catalogue.current().services
    parts = [each for each in turn.parts if each.service in offered and (each.service in chosen or not each.optional)]
    subject = actor.party
    if subject is None:
        raise NotForThisParty
    for part in parts:
        require(actor, APPLY, part.service)
    faults = check(fields=turn.questions, answers=answers, known_choices=known.choices)
    if faults:
        raise AnswersFaulty(faults=told(faults=faults))

    earlier = Bundle.objects.filter(key=f"{subject}/{key}").first()
    if earlier is not None:
        return earlier

    with transaction.atomic():
        bundle = Bundle(
            key=f"{subject}/{key}",
            number=new_number(member=settings.MADANG_MEMBER, year=now.year),
            event=event,
            subject_kind=subject.kind.value,
            subject_key=subject.key,
            filed_by=actor.person or "",
            filed_by_name=actor.name,
            account=actor.account_id,
            mandate=str(actor.acting_for.mandate_id) if actor.acting_for else "",
            language=actor.language or settings.LANGUAGE_CODE,
            created_at=now,
        )
        bundle.answers = kept(fields=turn.questions, answers=answers)
        bundle.save()
        BundlePart.objects.bulk_create(
            BundlePart(bundle=bundle, place=place, service=part.service) for place, part in enumerate(parts)
        )
        detail = {"event": event, "parts": [part.service for part in parts]}
        record(actor=actor, action="civil.life_event_started", target=bundle.number, detail=detail, now=now)
    advance_bundle(number=bundle.number, now=now)
    return bundle
