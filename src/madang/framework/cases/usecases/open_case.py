"""Open a case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.numbers import case_number
from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.recording import append
from madang.framework.identity.actor import Actor
from madang.framework.values import Fault, Party, Refusal


class CaseRefused(Refusal):
    """The data of the new case do not hold; every fault is told."""

    code = "cases.refused"
    says = _("The application was not accepted: {says} Correct it and send it again.")
    status = 422


def open_case(
    *,
    procedure: str,
    applicant: Party,
    subject: Party,
    office: str,
    data: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    application: str = "",
    applicant_name: str = "",
) -> Case:
    """Open a case at `office` and start its clock. The same `application` twice gives the case that it already opened.

    Raises NoSuchProcedure, CaseRefused with every fault; then nothing was written.
    """
    kind = procedures.get(procedure)
    known = _opened_before(application)
    if known is not None:
        return known
    faults = tuple(fault for check in kind.checks for fault in check(data)) + _faults(office=office)
    if faults:
        raise CaseRefused(faults=faults, says=" ".join(str(fault.says) for fault in faults))

    case = _new_case(kind=kind, applicant=applicant, subject=subject, office=office, now=now)
    case.data, case.application, case.applicant_name = dict(data), application, applicant_name[:120]

    try:
        _record(case, actor=actor, now=now)
    except IntegrityError:
        # Somebody else opened it for the same application in this very moment; theirs is ours.
        known = _opened_before(application)
        if known is None:
            raise
        return known
    return case


def _new_case(*, kind: Procedure, applicant: Party, subject: Party, office: str, now: datetime) -> Case:
    days = kind.term("days", on=clock.local_day(now))
    due_at, due_on = clock.due(received_at=now, days=days, calendar_days=kind.runs_in_calendar_days)
    return Case(
        procedure=kind.code,
        applicant_kind=applicant.kind.value,
        applicant_key=applicant.key,
        subject_kind=subject.kind.value,
        subject_key=subject.key,
        office_code=office,
        state=State.FILED.value,
        filed_at=now,
        days=days,
        due_at=due_at,
        due_on=due_on,
    )


def _record(case: Case, *, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        case.number = next_number(year=clock.local_day(now).year)
        case.save(force_insert=True)
        tell_applicant(case=case, template="cases/filed", now=now, due_on=case.due_on)
        append(case=case, kind=Happened.FILED, actor=actor, now=now, text="", detail={"due_on": str(case.due_on)})


def next_number(*, year: int) -> str:
    """The next case number of this member's year."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_next_serial(%s)", [year])
        (serial,) = cursor.fetchone()
    return case_number(member=settings.MADANG_MEMBER, year=year, serial=int(serial))


def _opened_before(application: str) -> Case | None:
    return Case.objects.filter(application=application).first() if application else None


def _faults(*, office: str) -> tuple[Fault, ...]:
    if office:
        return ()
    return (Fault("office", str(_("No office is named that would decide it.")), "cases.office_missing"),)
