"""What customs told it would assess is assessed: at once where its party wants that, else when nobody asked for a review."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState, additions
from madang.systems.customs.models import Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.law import correction_law
from madang.systems.customs.usecases.corrections.reckon_correction import facts_of, shortfall_of, summed
from madang.systems.customs.usecases.corrections.refusals import NoticeStands
from madang.systems.customs.usecases.corrections.settle_correction import settle_correction
from madang.systems.customs.usecases.declarations.advance_declaration import locked

AT_ONCE = 200


@transaction.atomic
def assess_early(*, number: str, actor: Actor, now: datetime) -> Correction:
    """Its party asks for no review and wants it assessed now (Customs Act of Korea art. 118 (5)). Raises Forbidden,
    NoticeStands."""
    made = Correction.objects.select_related("declaration").get(number=number)
    require(actor, "customs.declare", str(made.declaration.party))
    one = locked(number=made.declaration.number)
    made = Correction.objects.select_for_update().get(pk=made.pk)
    if made.state != CorrectionState.TOLD.value or made.appeals.exists():
        raise NoticeStands(correction=made.number)
    assess_told(one=one, made=made, actor=actor, now=now)
    return made


def assess_due(*, actor: Actor, now: datetime) -> int:
    """Assess what nobody asked a review of in time; how many."""
    rows = Correction.objects.filter(state=CorrectionState.TOLD.value, ask_until__lt=timezone.localdate(now))
    found = list(rows.filter(appeals=None).order_by("pk").values_list("pk", "declaration__number")[:AT_ONCE])
    for key, number in found:
        with transaction.atomic():
            one = locked(number=number)
            made = Correction.objects.select_for_update().get(pk=key)
            if made.state == CorrectionState.TOLD.value and not made.appeals.exists():
                assess_told(one=one, made=made, actor=actor, now=now)
    return len(found)


def assess_told(
    *,
    one: CustomsDeclaration,
    made: Correction,
    actor: Actor,
    now: datetime,
    slow: tuple[date, date] | None = None,
) -> None:
    """It takes effect, with what comes on top up to this day; `slow` where the review was decided late. In the caller's
    transaction, which holds the declaration."""
    today = timezone.localdate(now)
    steps = additions(
        kind=CorrectionKind.ASSESSED,
        shortfall=shortfall_of(changes=made.changes, on=today),
        on=today,
        facts=facts_of(one=one),
        law=correction_law(on=today),
        fraud=bool(made.fraud),
        slow=slow,
    )
    made.additions = [{"code": step.code, "minor": step.minor, "cite": step.cite} for step in steps]
    made.addition_minor = summed(steps=steps, on=today)
    settle_correction(one=one, made=made, actor=actor, now=now)
