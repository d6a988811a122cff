"""What becomes of an indicator: the suppliers are told, answer, and the integrity office decides with reasons."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, PartyKind, Refusal
from madang.systems.procurement.domain.indicating import IndicatorState
from madang.systems.procurement.models import Indicator, IndicatorParty

LONGEST = 4000


class AlreadyDecided(Refusal):
    """It is over."""

    code = "procurement.indicator.decided"
    says = _("This indicator was decided already. Read the decision on its page.")
    status = 409


class NotTold(Refusal):
    """The supplier was not told, or answered."""

    code = "procurement.indicator.no_answer_open"
    says = _("No answer is open here. You can answer once, after the integrity office asked you.")
    status = 409


class ReasonsMissing(Refusal):
    """Text is missing."""

    code = "procurement.indicator.text_missing"
    says = _("Write what you have to say; nothing was recorded.")
    status = 422


class AnswersOpen(Refusal):
    """Suppliers may still answer."""

    code = "procurement.indicator.answers_open"
    says = _("Nothing is passed on before the suppliers were asked and had their time to answer. Ask them, or wait.")
    status = 409


def look(*, what: str, actor: Actor, now: datetime) -> None:
    """Record that an officer looked; Forbidden for others."""
    require(actor, "procurement.inspect")
    audit.record(actor=actor, action="procurement.inspect", target=f"indicator:{what}", detail={}, now=now)


def tell_suppliers(*, indicator: int, actor: Actor, now: datetime) -> Indicator:
    """Ask the suppliers concerned; they have some days to answer."""
    require(actor, "procurement.inspect")
    with transaction.atomic():
        held = Indicator.objects.select_for_update().get(pk=indicator)
        if held.state != IndicatorState.FOUND.value:
            raise AlreadyDecided
        days = parameter("procurement.disclosure.answer_days", on=now.date())
        held.state, held.told_at, held.answer_by = IndicatorState.TOLD.value, now, now + timedelta(days=days)
        held.save(update_fields=["state", "told_at", "answer_by"])
        for one in held.parties.select_related("supplier", "indicator__lot__tender"):
            notify(
                party=Party(PartyKind.BUSINESS, one.supplier.number),
                template="procurement/indicator",
                values={"title": held.lot.tender.title, "answer_by": held.answer_by},
                link=f"/procurement/indicators/mine/{one.pk}/",
                now=now,
            )
        audit.record(actor=actor, action="procurement.ask", target=f"indicator:{held.key}", detail={}, now=now)
    return held


def answer(*, place: int, text: str, actor: Actor, now: datetime) -> IndicatorParty:
    """What a supplier says to the pattern; written once."""
    with transaction.atomic():
        held = (
            IndicatorParty.objects.select_for_update(of=("self",)).select_related("indicator", "supplier").get(pk=place)
        )
        require(actor, "procurement.supply", held.supplier.number)
        if held.indicator.state != IndicatorState.TOLD.value or held.answered_at is not None:
            raise NotTold
        held.answer, held.answered_at = _text("answer", text), now
        held.save(update_fields=["answer", "answered_at"])
        target = f"indicator:{held.indicator.key}"
        audit.record(actor=actor, action="procurement.answer", target=target, detail={}, now=now)
    return held


def decide(*, indicator: int, state: IndicatorState, reasons: str, actor: Actor, now: datetime) -> Indicator:
    """Explained, or passed on to the competition authority: the latter only after the suppliers could answer."""
    require(actor, "procurement.inspect")
    with transaction.atomic():
        held = Indicator.objects.select_for_update().get(pk=indicator)
        if IndicatorState(held.state).decided:
            raise AlreadyDecided
        if state is IndicatorState.PASSED_ON and not _heard(held, now):
            raise AnswersOpen
        held.state, held.reasons = state.value, _text("reasons", reasons)
        held.decided_at, held.decided_by = now, officer(actor)
        held.save(update_fields=["state", "reasons", "decided_at", "decided_by"])
        detail = {"state": held.state}
        audit.record(actor=actor, action="procurement.judge", target=f"indicator:{held.key}", detail=detail, now=now)
    return held


def _heard(held: Indicator, now: datetime) -> bool:
    """Whether all answered, or their time is over."""
    if held.answer_by is None:
        return False
    return now >= held.answer_by or not held.parties.filter(answered_at=None).exists()


def _text(place: str, text: str) -> str:
    told = text.strip()
    if not told or len(told) > LONGEST:
        raise ReasonsMissing(faults=(Fault(place=place, says=str(ReasonsMissing.says), code=ReasonsMissing.code),))
    return told
