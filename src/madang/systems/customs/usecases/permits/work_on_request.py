"""What an agency's officer does before the answer: order an examination and enter what was found, hold, go on. Customs and the
trader are told each time."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.contracts.customs_v1 import PermitAnswer, PermitMoved, PermitStage
from madang.exchange import announce
from madang.framework.audit import record
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import extend_deadline, resume, wait
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law.days import add_working_days
from madang.framework.values import Fault
from madang.systems.customs.models import PermitExamination, PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permits.refusals import ExaminationOpen, ExaminationUnfit, RequestClosed
from madang.systems.customs.usecases.permits.words import in_language


def open_request(*, number: str, actor: Actor) -> PermitRequest:
    """The request, held until the transaction ends. Raises Forbidden, RequestClosed."""
    one = PermitRequest.objects.select_for_update().get(number=number)
    require(actor, "customs.permit", one.office_code)
    if one.answer != PermitAnswer.ASKED.value or one.ended_at is not None:
        raise RequestClosed(number=one.number)
    return one


@transaction.atomic
def order_examination(
    *, number: str, kind: str, place: str, note: str, actor: Actor, now: datetime
) -> PermitExamination:
    """Order a look at the goods where they lie. The period grows to what the act gives for it. Raises Forbidden,
    RequestClosed, ExaminationOpen, ExaminationUnfit."""
    one = open_request(number=number, actor=actor)
    law = requirement_of(code=one.requirement)
    known = next((found for found in law.examinations if found.code == kind), None) if law else None
    faults = []
    if known is None:
        faults.append(Fault("kind", _("The act knows no such examination."), "customs.examination.kind"))
    if not place.strip():
        faults.append(Fault("place", _("Say where the goods are examined."), "customs.examination.place"))
    if known is None or faults:
        raise ExaminationUnfit(faults=tuple(faults))
    if one.examinations.filter(done_at=None).exists():
        raise ExaminationOpen(number=one.number)
    title = in_language(known.titles)
    made = PermitExamination.objects.create(
        request=one,
        kind=kind,
        place=place.strip()[:200],
        note=note.strip()[:500],
        due_on=_due(one, known.days, title, actor, now),
        ordered_at=now,
        ordered_by=actor.name[:120],
    )
    _tell(one, PermitStage.EXAMINATION, f"{title}: {made.place}", actor, now)
    return made


def _due(one: PermitRequest, days: int, title: str, actor: Actor, now: datetime) -> date:
    """The law gives more days where goods are examined: the case has them, once, and the examination is due with it. (A case
    that is asked before offices open may end a working day before those that are counted from its date.)"""
    case = Case.objects.get(number=one.case)
    more = days - case.days - case.extended_days
    if more > 0 and case.extended_days == 0 and now <= case.due_at and case.stopped_at is None:
        return extend_deadline(case=case, days=more, reasons=title, actor=actor, now=now).due_on
    return add_working_days(start=timezone.localdate(one.asked_at), days=days)


@transaction.atomic
def enter_finding(*, number: str, fit: bool, finding: str, actor: Actor, now: datetime) -> PermitExamination:
    """What the examination found; the answer is another step. Raises Forbidden, RequestClosed, ExaminationUnfit."""
    one = open_request(number=number, actor=actor)
    held = one.examinations.filter(done_at=None).first()
    if held is None or not finding.strip():
        says = _("Say what was found.") if held else _("No examination waits for a finding.")
        raise ExaminationUnfit(faults=(Fault("finding", says, "customs.examination.finding"),))
    held.fit, held.finding, held.done_at, held.done_by = fit, finding.strip()[:1000], now, actor.name[:120]
    held.save()
    _tell(one, PermitStage.EXAMINED, held.finding, actor, now)
    return held


@transaction.atomic
def hold_request(*, number: str, reason: str, actor: Actor, now: datetime) -> None:
    """It cannot go on for now; everybody sees why, and the period runs on. Raises Forbidden, RequestClosed,
    ExaminationUnfit, NotNow."""
    one = open_request(number=number, actor=actor)
    if not reason.strip():
        raise ExaminationUnfit(faults=(Fault("reason", _("Say why it is held."), "customs.permit.hold_reason"),))
    wait(case=Case.objects.get(number=one.case), waits_for=reason.strip()[:200], actor=actor, now=now)
    _tell(one, PermitStage.HELD, reason.strip(), actor, now)


@transaction.atomic
def go_on(*, number: str, actor: Actor, now: datetime) -> None:
    """What held it is over. Raises Forbidden, RequestClosed, NotNow."""
    one = open_request(number=number, actor=actor)
    resume(case=Case.objects.get(number=one.case), actor=actor, now=now)
    _tell(one, PermitStage.TAKEN_UP, "", actor, now)


def _tell(one: PermitRequest, stage: PermitStage, says: str, actor: Actor, now: datetime) -> None:
    told = PermitMoved(
        declaration=one.declaration, item=one.item, requirement=one.requirement, stage=stage, says=says[:1000]
    )
    announce(told, now=now, subject=one.party)
    record(actor=actor, action=f"customs.permit_{stage.value}", target=f"request:{one.number}", detail={}, now=now)


def follow_case(*, case: Case, stage: PermitStage, says: str, actor: Actor, now: datetime) -> None:
    """What the case's own pages did (a supplement asked for or answered): customs is told too. In the caller's transaction."""
    one = PermitRequest.objects.filter(number=case.data.get("request", "")).first()
    if one is not None and one.answer == PermitAnswer.ASKED.value:
        _tell(one, stage, says, actor, now)
