"""The agency's side of the single window: a request becomes a case of its office, and the decision goes back as an event."""

from datetime import datetime

import msgspec
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.contracts.customs_v1 import AskPermit, PermitAnswer, PermitDecided, PermitStanding
from madang.exchange import announce
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.models import PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permissions import PERMITS

PROCEDURE = "customs.permit"


@transaction.atomic
def receive_request(*, asked: AskPermit, actor: Actor, now: datetime) -> PermitStanding:
    """Keep the request and open its case; asked again it is the same request."""
    known = PermitRequest.objects.filter(
        declaration=asked.declaration, item=asked.item, requirement=asked.requirement
    ).first()
    if known is None:
        known = _opened(asked, actor, now)
    return PermitStanding(request=known.number, answer=PermitAnswer(known.answer), says=known.says)


def _opened(asked: AskPermit, actor: Actor, now: datetime) -> PermitRequest:
    number = f"P{now:%Y}-{random_symbols(count=8)}"
    case = open_case(
        procedure=PROCEDURE,
        applicant=asked.party,
        subject=asked.party,
        office=asked.office,
        data={"request": number},
        actor=actor,
        now=now,
        application=f"customs:permit:{asked.declaration}:{asked.item}:{asked.requirement}",
        applicant_name=asked.trader,
    )
    return PermitRequest.objects.create(
        number=number,
        office_code=asked.office,
        requirement=asked.requirement,
        declaration=asked.declaration,
        item=asked.item,
        facts=msgspec.to_builtins(asked),
        asked_at=now,
        case=case.number,
        answer=PermitAnswer.ASKED.value,
    )


def procedure() -> Procedure:
    """Decided by the agency's officer."""
    return Procedure(
        code=PROCEDURE,
        title=_("Permit of an agency for declared goods"),
        decided_by=PERMITS,
        days="customs.declarations.permit_days",
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        legal_text=_law,
        on_decision=_decide,
        may_withdraw=False,
    )


def _law(case: Case) -> str:
    one = PermitRequest.objects.get(number=case.data["request"])
    found = requirement_of(code=one.requirement)
    return found.cite if found else ""


def _facts(case: Case) -> list[tuple[object, object]]:
    one = PermitRequest.objects.get(number=case.data["request"])
    told = one.facts
    return [
        (_("Declaration"), f"{one.declaration} / {one.item}"),
        (pgettext_lazy("customs", "Trader"), told["trader"]),
        (pgettext_lazy("customs", "Commodity"), told["commodity"]),
        (pgettext_lazy("customs", "Goods"), told["description"]),
        (pgettext_lazy("customs", "Origin"), told["origin"]),
        (pgettext_lazy("customs", "Quantity"), f"{told['quantity'] or ''} {told['unit']}".strip()),
        (_("Paper produced"), told["document"] or _("none")),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    one = PermitRequest.objects.select_for_update().get(number=case.data["request"])
    granted = decision.outcome == Outcome.GRANTED.value
    one.answer = (PermitAnswer.GRANTED if granted else PermitAnswer.REFUSED).value
    one.says, one.answered_at = decision.reasons[:1000], now
    one.save(update_fields=["answer", "says", "answered_at"])
    told = PermitDecided(
        declaration=one.declaration,
        item=one.item,
        requirement=one.requirement,
        answer=PermitAnswer(one.answer),
        says=one.says,
    )
    announce(told, now=now, subject=case.applicant)
