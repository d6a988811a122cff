"""Reveal the panel's scores, when all are in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import parameter
from madang.framework.values import Refusal
from madang.systems.procurement.domain.panel import sealed_as
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Lot, PanelMember, SealedScore
from madang.systems.procurement.usecases.award.reveal_reserve_price import require_opened
from madang.systems.procurement.usecases.award.rules_of import KEY, day_of
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release


class ScoresMissing(Refusal):
    """Some evaluators have not scored."""

    code = "procurement.scores_missing"
    says = _("The scores of lot {lot} stay sealed: {given} of {wanted} evaluators scored. Wait for the others.")


class SealBroken(Refusal):
    """The kept scores are not those that were sealed."""

    code = "procurement.seal_broken"
    says = _(
        "The scores of {evaluator} are not those that were sealed. Nothing was revealed; tell the integrity office."
    )


def reveal_scores(*, lot: Lot, actor: Actor, now: datetime) -> int:
    """Publish every evaluator's scores of the lot; how many.

    Raises Forbidden, NotOpenedYet, ScoresMissing, SealBroken.
    """
    tender = lot.tender
    require(actor, "procurement.buy", tender.buyer)
    require_opened(lot=lot)
    least = int(parameter(f"{KEY}.panel.least_members", on=day_of(tender=tender)))
    with transaction.atomic():
        Lot.objects.select_for_update().get(pk=lot.pk)
        seats = PanelMember.objects.filter(panel__tender=tender).exclude(state="conflicted")
        held = list(
            SealedScore.objects.select_for_update(of=("self",))
            .filter(lot=lot, member__in=seats)
            .select_related("member")
        )
        wanted = max(least, seats.count())
        if len(held) < wanted:
            raise ScoresMissing(lot=lot, given=len(held), wanted=wanted)
        for one in held:
            if one.revealed_at is None:
                _reveal(one, now)
        detail = {"lot": lot.position, "evaluators": len(held)}
        record(
            actor=actor, action="procurement.reveal_scores", target=f"tender:{tender.number}", detail=detail, now=now
        )
        publish_release(ocid=tender.ocid, step=Step.TENDER_UPDATE, now=now)
    return len(held)


def _reveal(one: SealedScore, now: datetime) -> None:
    nonce, sheet = one.sealed["nonce"], one.sealed["sheet"]
    if sealed_as(nonce=nonce, sheet=sheet) != one.sha256:
        raise SealBroken(evaluator=one.member.label)
    one.nonce, one.sheet, one.revealed_at = nonce, sheet, now
    one.save(update_fields=["nonce", "sheet", "revealed_at"])
