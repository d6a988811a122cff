"""Hand a case to another office."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Office
from madang.framework.values import Fault, Refusal


class TransferRefused(Refusal):
    """No such office, the same office, or no reason given."""

    code = "cases.transfer_refused"
    says = _("The case was not transferred: {says}")
    status = 422


def transfer(*, case: Case, office: str, reason: str, actor: Actor, now: datetime, version: int | None = None) -> Case:
    """Hand the case to `office` and tell the applicant. The clock runs on: Korea's Civil Petitions Treatment Act art. 16
    has the competent office notified without delay and grants no new period.

    Raises TransferRefused with every fault, NotYourOffice, NotNow, CaseMovedOn.
    """
    require_handler(actor=actor, case=case)
    target = Office.objects.filter(code=office).first()
    faults = _faults(case=case, target=target, reason=reason)
    if faults or target is None:
        raise TransferRefused(faults=faults, says=" ".join(fault.says for fault in faults))

    with transaction.atomic():
        case = locked(case=case, version=version, event=Happened.TRANSFERRED)
        require_handler(actor=actor, case=case)
        left = case.office_code
        case.office_code, case.taken_by, case.taken_by_name = target.code, None, ""
        case.state = State.FILED.value
        happen(
            case=case,
            kind=Happened.TRANSFERRED,
            actor=actor,
            now=now,
            text=reason.strip(),
            detail={"from": left, "to": target.code},
        )
        tell_applicant(case=case, template="cases/transferred", now=now, office=target.name, reason=reason.strip())
    return case


def _faults(*, case: Case, target: Office | None, reason: str) -> tuple[Fault, ...]:
    faults = []
    if target is None:
        faults.append(Fault("office", str(_("Choose the office that should decide it.")), "cases.no_such_office"))
    elif target.code == case.office_code:
        faults.append(Fault("office", str(_("The case already lies with this office.")), "cases.same_office"))
    if not reason.strip():
        faults.append(Fault("reason", str(_("Write why the other office should decide it.")), "cases.reason_missing"))
    return tuple(faults)
