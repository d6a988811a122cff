"""Cancelling the release of an export whose goods were not loaded: asked for by the exporter (in Korea Customs Act art.
250), or begun by customs after the term (art. 251 (2)), who hear the exporter first (Administrative Procedures Act arts. 21,
22 (3))."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.framework.values import Fault
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, Discharged, Drawback, ReleaseCancelling
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.leaving.loaded import loaded_of
from madang.systems.customs.usecases.leaving.refusals import AnswerFaulty, NotToCancel
from madang.systems.customs.usecases.leaving.watch_exports import last_day, waiting_exports

PROCEDURE = "customs.cancel_release"
LONGEST = 1_000


@transaction.atomic
def ask_cancelling(*, number: str, reason: str, actor: Actor, now: datetime) -> ReleaseCancelling:
    """The exporter asks that the release be cancelled. Raises Forbidden, NotToCancel, AnswerFaulty."""
    one = locked(number=number)
    require(actor, "customs.declare", str(one.party))
    _require_text("reason", reason, LONGEST)
    require_cancellable(one=one)
    return _begin(one, ReleaseCancelling(by_customs=False, reason=reason.strip()), actor, now)


@transaction.atomic
def begin_cancelling(*, number: str, reason: str, actor: Actor, now: datetime) -> ReleaseCancelling:
    """An officer begins it: the term is over and nothing is loaded. The exporter is told and heard. Raises Forbidden,
    NotToCancel, AnswerFaulty."""
    one = locked(number=number)
    require(actor, "customs.decide", one.office_code)
    _require_text("reason", reason, LONGEST)
    require_cancellable(one=one)
    today = timezone.localdate(now)
    waiting = waiting_exports().get(pk=one.pk)
    last = last_day(one=waiting)
    if today <= last:
        raise NotToCancel(why=_("it may be loaded until {day}.").format(day=written.day(last)))
    answer_by = today + timedelta(days=int(parameter("customs.leaving.answer_days", on=today)))
    begun = ReleaseCancelling(by_customs=True, reason=reason.strip(), answer_by=answer_by)
    made = _begin(one, begun, actor, now)
    values = {"number": one.number, "day": answer_by}
    link = f"/customs/leaving/exports/{one.number}/"
    notify(party=one.party, template="customs/release_hearing", values=values, link=link, now=now)
    return made


def _begin(one: CustomsDeclaration, begun: ReleaseCancelling, actor: Actor, now: datetime) -> ReleaseCancelling:
    if ReleaseCancelling.objects.filter(declaration=one, decided_at=None).exists():
        raise NotToCancel(why=_("it is being decided already."))
    begun.declaration, begun.opened_at, begun.opened_by = one, now, officer(actor)
    begun.save()
    case = open_case(
        procedure=PROCEDURE,
        applicant=one.party,
        subject=one.party,
        office=one.office_code,
        data={"declaration": one.number, "cancelling": begun.pk},
        actor=actor,
        now=now,
        application=f"{PROCEDURE}:{begun.pk}",
        applicant_name=one.party_name,
    )
    begun.case = case.number
    begun.save(update_fields=["case"])
    kind = "cancelling_begun" if begun.by_customs else "cancelling_asked"
    happened(to=one, kind=kind, actor=actor, now=now, text=begun.reason, detail={"case": case.number})
    return begun


@transaction.atomic
def answer_cancelling(*, number: str, answer: str, actor: Actor, now: datetime) -> ReleaseCancelling:
    """The exporter says why the release should stand, within the term. Raises Forbidden, NotToCancel, AnswerFaulty."""
    one = locked(number=number)
    require(actor, "customs.declare", str(one.party))
    _require_text("answer", answer, 2 * LONGEST)
    rows = ReleaseCancelling.objects.select_for_update()
    open_one = rows.filter(declaration=one, decided_at=None, by_customs=True, answered_at=None).first()
    if open_one is None or open_one.answer_by is None or timezone.localdate(now) > open_one.answer_by:
        raise NotToCancel(why=_("nothing waits for an answer."))
    open_one.answer, open_one.answered_at = answer.strip(), now
    open_one.save(update_fields=["answer", "answered_at"])
    happened(to=one, kind="cancelling_answered", actor=actor, now=now, text=open_one.answer)
    return open_one


def require_cancellable(*, one: CustomsDeclaration) -> None:
    """Raises NotToCancel where it is no released export, something of it is loaded, or something rests on its leaving."""
    if one.direction != Direction.EXPORT.value or one.state != DeclarationState.RELEASED.value:
        raise NotToCancel(why=_("this is no released export."))
    told = loaded_of(declaration=one)
    if told.whole or told.loaded:
        raise NotToCancel(why=_("goods of it are loaded. Correct the declaration instead."))
    if Drawback.objects.filter(declaration=one).exclude(state="refused").exists():
        raise NotToCancel(why=_("duty was drawn back for it. Settle the drawback first."))
    if Discharged.objects.filter(declaration=one.number).exists():
        raise NotToCancel(why=_("it ended a procedure under which duties waited. Settle that first."))


def _require_text(name: str, told: str, most: int) -> None:
    if not 0 < len(told.strip()) <= most:
        says = _("Write something here, and at most {most} signs.").format(most=most)
        raise AnswerFaulty(faults=(Fault(name, says, "customs.leaving.text"),))
