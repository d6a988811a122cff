"""Object to a decision."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case, Objection
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_applicant
from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal


class ObjectionRefused(Refusal):
    """Too late, no reasons, or against what cannot be objected to."""

    code = "cases.objection_refused"
    says = _("The objection was not accepted: {says}")
    status = 422


def object_to(*, case: Case, reasons: str, actor: Actor, now: datetime) -> Objection:
    """The applicant objects to the refusal; another official answers within the days the law gives.

    Raises ObjectionRefused with every fault, NotYourCase, NotNow.
    """
    require_applicant(actor=actor, case=case)
    with transaction.atomic():
        case = locked(case=case, version=None, event=Happened.OBJECTED)
        faults = _faults(case=case, reasons=reasons, now=now)
        if faults:
            raise ObjectionRefused(faults=faults, says=" ".join(fault.says for fault in faults))
        procedure = procedures.get(case.procedure)
        until = clock.last_day(procedure=procedure, of="objection_decided_in", start=now)
        objection = Objection.objects.create(
            case=case,
            against=case.decisions.get(on_objection=False),
            reasons=reasons.strip(),
            filed_at=now,
            due_on=until,
        )
        case.state, case.due_on, case.taken_by, case.taken_by_name = State.OBJECTED.value, until, None, ""
        case.due_at = clock.end_of(until)
        happen(
            case=case,
            kind=Happened.OBJECTED,
            actor=actor,
            now=now,
            text=objection.reasons,
            detail={"due_on": str(until)},
        )
        tell_applicant(case=case, template="cases/objected", now=now, due_on=until)
    return objection


def _faults(*, case: Case, reasons: str, now: datetime) -> tuple[Fault, ...]:
    faults = []
    if case.objection_until is None:
        says = _("This decision cannot be objected to here. An administrative appeal remains open to you.")
        faults.append(Fault("case", str(says), "cases.no_objection"))
    elif clock.local_day(now) > case.objection_until:
        says = _("The last day to object was {day}. An administrative appeal may still be open to you.")
        faults.append(Fault("case", str(says).format(day=case.objection_until), "cases.objection_late"))
    if not reasons.strip():
        says = _("Write what is wrong with the decision.")
        faults.append(Fault("reasons", str(says), "cases.reasons_missing"))
    return tuple(faults)
