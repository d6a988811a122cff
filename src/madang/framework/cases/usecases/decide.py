"""Decide a case."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.states import Happened, Outcome, State
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.recording import happen, locked, moved_on
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.cases.wording import moment, outcome_title
from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal


class AlreadyDecided(Refusal):
    """A colleague was faster."""

    code = "cases.already_decided"
    says = _(
        "{who} decided case {number} on {when}: {outcome}. Your decision was not recorded; there is nothing left to do."
    )


class DecisionIncomplete(Refusal):
    """No outcome, or no reasons."""

    code = "cases.decision_incomplete"
    says = _("The decision was not recorded: {says}")
    status = 422


def decide(
    *, case: Case, outcome: str, reasons: str, actor: Actor, now: datetime, version: int | None = None
) -> Decision:
    """Grant or refuse, with reasons and the procedure's legal text; what the procedure does on it happens in the same
    transaction, and what that refuses leaves the case undecided.

    `version` is that of the case whom the official saw (by default the one in `case`). Raises DecisionIncomplete with
    every fault, AlreadyDecided, CaseMovedOn, NotNow, NotYourOffice, and what the procedure's `on_decision` raises.
    """
    require_handler(actor=actor, case=case)
    procedure = procedures.get(case.procedure)
    faults = _faults(outcome=outcome, reasons=reasons)
    if faults:
        raise DecisionIncomplete(faults=faults, says=" ".join(fault.says for fault in faults))

    with transaction.atomic():
        case = _undecided(case=case, version=case.version if version is None else version)
        require_handler(actor=actor, case=case)
        decision = Decision.objects.create(
            case=case,
            outcome=outcome,
            reasons=reasons.strip(),
            legal_text=procedure.law_of(case),
            decided_at=now,
            decided_by=actor.account_id,
            decided_by_name=actor.name,
            office_code=case.office_code,
        )
        settle(case=case, decision=decision, procedure=procedure, actor=actor, now=now)
        tell_applicant(
            case=case,
            template=f"cases/{outcome}",
            now=now,
            reasons=decision.reasons,
            objection_until=case.objection_until or "",
        )
    return decision


def settle(*, case: Case, decision: Decision, procedure: Procedure, actor: Actor, now: datetime) -> None:
    """Let the decision take effect: the case's state, the procedure's own doing, the event."""
    case.state, case.outcome, case.decided_at = State.DECIDED.value, decision.outcome, now
    case.objection_until = _objection_until(procedure=procedure, decision=decision, now=now)
    case.stopped_at = None
    case.waits_for = ""
    if procedure.on_decision is not None:
        procedure.on_decision(case=case, decision=decision, actor=actor, now=now)
    happen(
        case=case,
        kind=Happened.DECIDED,
        actor=actor,
        now=now,
        text=decision.reasons,
        detail={"outcome": decision.outcome, "on_objection": decision.on_objection},
    )


def _undecided(*, case: Case, version: int) -> Case:
    """The case, locked and at that version. Raises AlreadyDecided, CaseMovedOn, NotNow."""
    current = Case.objects.select_for_update().get(pk=case.pk)
    first = Decision.objects.filter(case=current).order_by("id").last()
    if first is not None:
        raise AlreadyDecided(
            who=first.decided_by_name or _("The system"),
            number=current.number,
            when=moment(first.decided_at),
            outcome=outcome_title(first.outcome),
        )
    if current.version != version:
        raise moved_on(current)
    return locked(case=current, version=version, event=Happened.DECIDED)


def _objection_until(*, procedure: Procedure, decision: Decision, now: datetime) -> date | None:
    if procedure.objection_days is None or decision.outcome == Outcome.GRANTED or decision.on_objection:
        return None
    return clock.last_day(procedure=procedure, of="objection_days", start=now)


def _faults(*, outcome: str, reasons: str) -> tuple[Fault, ...]:
    faults = []
    if outcome not in set(Outcome):
        faults.append(Fault("outcome", str(_("Choose whether it is granted or refused.")), "cases.outcome_missing"))
    if not reasons.strip():
        faults.append(
            Fault("reasons", str(_("Write the reasons; the applicant will read them.")), "cases.reasons_missing")
        )
    return tuple(faults)
