"""Ask the applicant to add something."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case, Supplement
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal


class SupplementUnclear(Refusal):
    """The request does not say what is wanted, or by when in time."""

    code = "cases.supplement_unclear"
    says = _("The request was not sent: {says}")
    status = 422


def request_supplement(
    *,
    case: Case,
    asked: str,
    actor: Actor,
    now: datetime,
    answer_by: date | None = None,
    version: int | None = None,
) -> Supplement:
    """Ask for `asked` by the day `answer_by` (by default the procedure's term); the case's clock stops now.

    Raises SupplementUnclear with every fault, NotYourOffice, NotNow, CaseMovedOn.
    """
    require_handler(actor=actor, case=case)
    procedure = procedures.get(case.procedure)
    until = answer_by or clock.last_day(procedure=procedure, of="supplement_days", start=now)
    faults = _faults(asked=asked, until=until, today=clock.local_day(now))
    if faults:
        raise SupplementUnclear(faults=faults, says=" ".join(fault.says for fault in faults))

    with transaction.atomic():
        case = locked(case=case, version=version, event=Happened.SUPPLEMENT_REQUESTED)
        require_handler(actor=actor, case=case)
        case.state, case.stopped_at = State.SUPPLEMENT_REQUESTED.value, now
        supplement = Supplement.objects.create(
            case=case,
            asked=asked.strip(),
            asked_at=now,
            asked_by=actor.account_id,
            asked_by_name=actor.name,
            answer_by=until,
        )
        detail = {"answer_by": str(until)}
        asked = supplement.asked
        happen(case=case, kind=Happened.SUPPLEMENT_REQUESTED, actor=actor, now=now, text=asked, detail=detail)
        tell_applicant(case=case, template="cases/supplement", now=now, asked=asked, answer_by=until)
    return supplement


def _faults(*, asked: str, until: date, today: date) -> tuple[Fault, ...]:
    faults = []
    if not asked.strip():
        faults.append(Fault("asked", str(_("Write what the applicant should add.")), "cases.asked_missing"))
    if until <= today:
        faults.append(Fault("answer_by", str(_("Give the applicant a day after today.")), "cases.answer_by_past"))
    return tuple(faults)
