"""An official decides what is held against an assessment or a refused claim (Customs Act of Korea arts. 118, 122, 132)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.systems.customs.domain.appeal import AppealKind, AppealState
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState
from madang.systems.customs.models import Appeal, Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.assess_told import assess_told
from madang.systems.customs.usecases.corrections.decide_claim import would_change
from madang.systems.customs.usecases.corrections.file_appeal import procedure_of
from madang.systems.customs.usecases.corrections.law import HERE
from madang.systems.customs.usecases.corrections.refusals import NothingToStay, OwnDecision
from madang.systems.customs.usecases.corrections.set_aside import set_aside
from madang.systems.customs.usecases.corrections.settle_correction import settle_correction
from madang.systems.customs.usecases.corrections.words import APPEALS
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.permissions import REVIEWER


def procedures() -> tuple[Procedure, ...]:
    """One a kind, decided by reviewers: of the office, for an examination of the head of customs."""
    return tuple(_procedure(kind) for kind in AppealKind)


def _procedure(kind: AppealKind) -> Procedure:
    days = f"{HERE}.{kind.value}_decided_in"
    return Procedure(
        code=procedure_of(kind=kind),
        title=APPEALS[kind.value],
        decided_by=REVIEWER,
        days=days,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    made = Appeal.objects.select_related("correction__declaration").get(number=case.data["appeal"])
    return [*would_change(made=made.correction), (_("What the trader says"), made.reasons)]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Upheld: what was told is dropped, an assessment set aside, a refused claim settled. Dismissed: what was told is assessed.
    Raises OwnDecision."""
    named = Appeal.objects.select_related("correction__declaration").get(number=case.data["appeal"])
    one = locked(number=named.correction.declaration.number)
    made = Appeal.objects.select_for_update().get(pk=named.pk)
    against = Correction.objects.select_for_update().get(pk=named.correction_id)
    if made.state != AppealState.FILED.value:
        return
    if _decided_before(against, actor):
        raise OwnDecision(correction=against.number)
    upheld = decision.outcome == Outcome.GRANTED.value
    made.state = (AppealState.UPHELD if upheld else AppealState.DISMISSED).value
    made.says, made.decided_at = decision.reasons[:1000], now
    made.save(update_fields=["state", "says", "decided_at"])
    kind = "appeal_upheld" if upheld else "appeal_dismissed"
    detail = {"appeal": made.number, "kind": made.kind, "correction": against.number}
    happened(to=one, kind=kind, actor=actor, now=now, text=decision.reasons, detail=detail)
    _follow(one, against, made, case, actor, now)
    values = {"number": made.number, "correction": against.number, "reasons": made.says}
    notify(party=one.party, template=f"customs/{kind}", values=values, link=against.link, now=now)


def _decided_before(against: Correction, actor: Actor) -> bool:
    """Whether the actor assessed it, or refused the claim."""
    if officer(actor) == against.filed_by:
        return True
    refused = Decision.objects.filter(case__number=against.case, decided_by=actor.account_id)
    return bool(against.case and actor.account_id) and refused.exists()


def _follow(
    one: CustomsDeclaration, against: Correction, made: Appeal, case: Case, actor: Actor, now: datetime
) -> None:
    upheld, review = made.state == AppealState.UPHELD.value, made.kind == AppealKind.REVIEW.value
    if review and upheld:
        against.state, against.decided_at = CorrectionState.DROPPED.value, now
        against.save(update_fields=["state", "decided_at"])
    elif review:
        today = timezone.localdate(now)
        slow = (case.due_on, today) if case.due_on and case.due_on < today else None
        assess_told(one=one, made=against, actor=actor, now=now, slow=slow)
    elif upheld and against.kind == CorrectionKind.CLAIM.value:
        settle_correction(one=one, made=against, actor=actor, now=now)
    elif upheld:
        set_aside(one=one, against=against, reason=made.says, actor=actor, now=now)


@transaction.atomic
def stay_collection(*, number: str, actor: Actor, now: datetime) -> Appeal:
    """Nothing of the assessment is collected until the appeal is decided, where that would do great harm (Customs Act of Korea
    art. 125 (1)). Raises Forbidden, NothingToStay."""
    made = Appeal.objects.select_for_update(of=("self",)).select_related("correction__declaration").get(number=number)
    case = Case.objects.get(number=made.case)
    require(actor, "customs.review", case.office_code)
    if made.state != AppealState.FILED.value or made.correction.state != CorrectionState.DONE.value:
        raise NothingToStay
    if made.stayed_at is None:
        made.stayed_at = now
        made.save(update_fields=["stayed_at"])
        one = made.correction.declaration
        happened(to=one, kind="collection_stayed", actor=actor, now=now, detail={"appeal": made.number})
        values = {"number": made.number, "correction": made.correction.number}
        notify(party=one.party, template="customs/collection_stayed", values=values, link=made.correction.link, now=now)
    return made
