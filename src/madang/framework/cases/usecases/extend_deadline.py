"""Put a decision, or the answer to an objection, off: once, within the law, with reasons that the applicant reads."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.extensions import Hindrance, hindrances
from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case, Objection
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Refusal


class NotExtended(Refusal):
    """The law does not give it, or the reasons are missing."""

    code = "cases.not_extended"
    says = _("The period was not extended: {says}")
    status = 422


_WHY = {
    Hindrance.NO_LAW: _("No law lets this period be extended."),
    Hindrance.TWICE: _("It was extended before; the law lets it once."),
    Hindrance.TOO_LATE: _("The period has passed; decide without delay."),
    Hindrance.NO_DAYS: _("Give at least one day."),
    Hindrance.TOO_LONG: _("The law gives at most {days} days more."),
}


def most_days(*, case: Case, now: datetime) -> int:
    """By how many days the law lets this case's present period be extended; 0 for none."""
    procedure, today = procedures.get(case.procedure), clock.local_day(now)
    if case.state == State.OBJECTED:
        return procedure.term("objection_extension", on=today)
    return case.days * procedure.term("extension_periods", on=today)


def _before(case: Case) -> bool:
    if case.state == State.OBJECTED:
        return Objection.objects.filter(case=case, answered_at=None, extended_days__gt=0).exists()
    return case.extended_days > 0


def may_be_extended(*, case: Case, now: datetime) -> bool:
    """Whether an official may put it off by a day at least."""
    overdue = now > case.due_at
    return not hindrances(days=1, at_most=most_days(case=case, now=now), extended_before=_before(case), overdue=overdue)


def extend_deadline(
    *, case: Case, days: int, reasons: str, actor: Actor, now: datetime, version: int | None = None
) -> Case:
    """The case with `days` more (working days where the country counts those), its applicant told the day and the reasons.

    Raises NotExtended with every fault, NotYourOffice, NotNow, CaseMovedOn.
    """
    require_handler(actor=actor, case=case)
    with transaction.atomic():
        case = locked(case=case, version=version, event=Happened.EXTENDED)
        require_handler(actor=actor, case=case)
        faults = _faults(case=case, days=days, reasons=reasons, now=now)
        if faults:
            raise NotExtended(faults=faults, says=" ".join(fault.says for fault in faults))
        case.due_at, case.due_on = clock.extended(
            due_at=case.due_at, days=days, calendar_days=procedures.get(case.procedure).runs_in_calendar_days
        )
        if case.state == State.OBJECTED:
            Objection.objects.filter(case=case, answered_at=None).update(due_on=case.due_on, extended_days=days)
        else:
            case.extended_days = days
        detail = {"due_on": str(case.due_on), "days": days}
        happen(case=case, kind=Happened.EXTENDED, actor=actor, now=now, text=reasons.strip(), detail=detail)
        values = {"reasons": reasons.strip(), "due_on": case.due_on}
        tell_applicant(case=case, template="cases/extended", now=now, **values)
    return case


def _faults(*, case: Case, days: int, reasons: str, now: datetime) -> tuple[Fault, ...]:
    at_most = most_days(case=case, now=now)
    found = hindrances(days=days, at_most=at_most, extended_before=_before(case), overdue=now > case.due_at)
    faults = [Fault("days", str(_WHY[each]).format(days=at_most), each.value) for each in found]
    if not reasons.strip():
        says = _("Write the reasons; the applicant will read them.")
        faults.append(Fault("reasons", str(says), "cases.reasons_missing"))
    return tuple(faults)
