"""Answer an objection."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Happened, ObjectionOutcome, Outcome, State
from madang.framework.cases.models import Case, Decision, Objection
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.decide import settle
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal


class SameOfficial(Refusal):
    """Who decided first may not judge the objection."""

    code = "cases.same_official"
    says = _("{who} made the decision that is objected to. Another official of the office answers the objection.")
    status = 403


class AnswerIncomplete(Refusal):
    """No outcome, or no reasons."""

    code = "cases.objection_answer_incomplete"
    says = _("The answer was not recorded: {says}")
    status = 422


def answer_objection(
    *, case: Case, outcome: str, reasons: str, actor: Actor, now: datetime, version: int | None = None
) -> Objection:
    """Uphold the objection, which grants what was refused and lets the procedure act on it, or dismiss it.

    Raises AnswerIncomplete with every fault, SameOfficial, NotYourOffice, NotNow, CaseMovedOn.
    """
    require_handler(actor=actor, case=case)
    faults = _faults(outcome=outcome, reasons=reasons)
    if faults:
        raise AnswerIncomplete(faults=faults, says=" ".join(fault.says for fault in faults))

    with transaction.atomic():
        case = locked(case=case, version=version, event=Happened.OBJECTION_ANSWERED)
        require_handler(actor=actor, case=case)
        objection = Objection.objects.select_related("against").get(case=case, answered_at=None)
        if actor.account_id is not None and objection.against.decided_by == actor.account_id:
            raise SameOfficial(who=objection.against.decided_by_name)
        objection.outcome, objection.answer, objection.answered_at = outcome, reasons.strip(), now
        objection.answered_by, objection.answered_by_name = actor.account_id, actor.name
        objection.save()
        case.state, case.objection_until = State.DECIDED.value, None
        happen(
            case=case,
            kind=Happened.OBJECTION_ANSWERED,
            actor=actor,
            now=now,
            text=objection.answer,
            detail={"outcome": outcome},
        )
        if outcome == ObjectionOutcome.UPHELD:
            _reverse(case=case, objection=objection, actor=actor, now=now)
        tell_applicant(case=case, template=f"cases/objection_{outcome}", now=now, reasons=objection.answer)
    return objection


def _reverse(*, case: Case, objection: Objection, actor: Actor, now: datetime) -> None:
    procedure = procedures.get(case.procedure)
    decision = Decision.objects.create(
        case=case,
        outcome=Outcome.GRANTED.value,
        reasons=objection.answer,
        legal_text=procedure.law_of(case),
        decided_at=now,
        decided_by=actor.account_id,
        decided_by_name=actor.name,
        office_code=case.office_code,
        on_objection=True,
    )
    settle(case=case, decision=decision, procedure=procedure, actor=actor, now=now)


def _faults(*, outcome: str, reasons: str) -> tuple[Fault, ...]:
    faults = []
    if outcome not in set(ObjectionOutcome):
        says = _("Choose whether the objection is upheld or dismissed.")
        faults.append(Fault("outcome", str(says), "cases.outcome_missing"))
    if not reasons.strip():
        says = _("Write the reasons; the applicant will read them.")
        faults.append(Fault("reasons", str(says), "cases.reasons_missing"))
    return tuple(faults)
