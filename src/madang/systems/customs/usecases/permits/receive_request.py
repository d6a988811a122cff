"""The agency's side of the single window: a request is answered at once where the law lets it, else it becomes a case of the
office."""

from datetime import datetime

import msgspec
from django.db import transaction

from madang.contracts.customs_v1 import AskPermit, PermitAnswer, PermitRest, PermitStanding
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.requirements import PermitKind
from madang.systems.customs.models import PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permits.automatic import answer_by_rule
from madang.systems.customs.usecases.permits.procedures import procedure_code


@transaction.atomic
def receive_request(*, asked: AskPermit, actor: Actor, now: datetime) -> PermitStanding:
    """Keep the request; answer it by rule, or open its case. Asked again it is the same request."""
    known = PermitRequest.objects.filter(
        declaration=asked.declaration, item=asked.item, requirement=asked.requirement
    ).first()
    return standing_of(one=known or _received(asked, actor, now))


def standing_of(*, one: PermitRequest) -> PermitStanding:
    """What the agency says of it now."""
    known = one.answer in set(PermitAnswer)
    return PermitStanding(
        request=one.number,
        answer=PermitAnswer(one.answer) if known else PermitAnswer.REFUSED,
        says=one.says,
        accepted=one.accepted,
        unit=one.facts["unit"],
        rest=PermitRest(one.rest) if one.rest else None,
        automatic=one.automatic,
    )


def _received(asked: AskPermit, actor: Actor, now: datetime) -> PermitRequest:
    one = PermitRequest.objects.create(
        number=f"P{now:%Y}-{random_symbols(count=8)}",
        office_code=asked.office,
        requirement=asked.requirement,
        declaration=asked.declaration,
        item=asked.item,
        party_kind=asked.party.kind.value,
        party_key=asked.party.key,
        commodity=asked.commodity,
        origin=asked.origin,
        # As it will be read again: decimals are text, tuples lists.
        facts=msgspec.json.decode(msgspec.json.encode(asked)),
        asked_at=now,
        answer=PermitAnswer.ASKED.value,
    )
    found = answer_by_rule(one=one, now=now)
    if found:
        one.answer, one.automatic, one.says, one.answered_at = PermitAnswer.GRANTED.value, True, found[:1000], now
    else:
        one.case = _case(one, asked, actor, now)
    one.save()
    return one


def _case(one: PermitRequest, asked: AskPermit, actor: Actor, now: datetime) -> str:
    law = requirement_of(code=asked.requirement)
    case = open_case(
        procedure=procedure_code(kind=law.kind if law else PermitKind.OTHER),
        applicant=asked.party,
        subject=asked.party,
        office=asked.office,
        data={"request": one.number},
        actor=actor,
        now=now,
        application=f"customs:permit:{asked.declaration}:{asked.item}:{asked.requirement}",
        applicant_name=asked.trader,
    )
    return case.number
