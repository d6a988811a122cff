"""Promise the seed of a lot's lottery, before closing."""

import secrets
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.procurement.domain import reserve_price
from madang.systems.procurement.domain.words import Method, Step, TenderState
from madang.systems.procurement.models import Lot, ReservePrice, Tender
from madang.systems.procurement.usecases.award.rules_of import day_of, spread_percent
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release


class TooLateToCommit(Refusal):
    """Bids are closed, or the tender is past its notice."""

    code = "procurement.commit_too_late"
    says = _("The seed of lot {lot} was not promised: bids closed already, and a seed chosen now would prove nothing.")


class AlreadyCommitted(Refusal):
    """One promise a lot."""

    code = "procurement.already_committed"
    says = _("The seed of lot {lot} was promised before; a promise stands and is not made again.")


class BaseTooSmall(Refusal):
    """Fifteen different prices do not fit."""

    code = "procurement.base_too_small"
    says = _("Around the base amount of lot {lot} no fifteen different prices fit. Correct the base amount first.")
    status = 422


def commit_reserve_price(*, lot: Lot, actor: Actor, now: datetime, local: bool = False) -> ReservePrice:
    """Draw a secret seed for the lot and publish its commitment. Local governments draw within a wider range.

    Raises Forbidden, TooLateToCommit, AlreadyCommitted, BaseTooSmall.
    """
    require(actor, "procurement.buy", lot.tender.buyer)
    with transaction.atomic():
        # Locked, so that the tender does not close and no second promise is made meanwhile.
        tender = Tender.objects.select_for_update().get(pk=lot.tender_id)
        if tender.state not in {TenderState.DRAFT.value, TenderState.PUBLISHED.value} or (
            tender.closes_at is not None and now >= tender.closes_at
        ):
            raise TooLateToCommit(lot=lot)
        return promise_seed(lot=lot, actor=actor, now=now, local=local)


def promise_seed(*, lot: Lot, actor: Actor, now: datetime, local: bool = False) -> ReservePrice:
    """Draw the seed and publish its commitment, in the caller's transaction, whatever the hour: that is the caller's to check.

    Raises AlreadyCommitted, BaseTooSmall.
    """
    tender, base = lot.tender, lot.base_price or 0
    percent = spread_percent(local=local, on=day_of(tender=tender))
    seed = secrets.token_bytes(reserve_price.SEED_BYTES)
    if base:
        _require_room(lot, base, percent)
    if ReservePrice.objects.filter(lot=lot).exists():
        raise AlreadyCommitted(lot=lot)
    promised = reserve_price.commitment(seed=seed, tender=tender.number, lot=lot.position, base=base, percent=percent)
    made = ReservePrice.objects.create(
        lot=lot,
        base=base,
        percent=str(percent),
        commitment=promised,
        sealed_seed=seed.hex(),
        committed_at=now,
        committed_by=officer(actor),
    )
    _tell(made, tender, actor, now)
    return made


def _tell(made: ReservePrice, tender: Tender, actor: Actor, now: datetime) -> None:
    detail = {"commitment": made.commitment, "lot": made.lot.position}
    record(actor=actor, action="procurement.commit_seed", target=f"tender:{tender.number}", detail=detail, now=now)
    if tender.state != TenderState.DRAFT.value:
        publish_release(ocid=tender.ocid, step=Step.TENDER_UPDATE, now=now)


def _require_room(lot: Lot, base: int, percent: Fraction) -> None:
    try:
        reserve_price.bands(base=base, percent=percent)
    except ValueError:
        raise BaseTooSmall(lot=lot) from None


def commit_missing(*, actor: Actor, now: datetime) -> int:
    """Promise a seed for every lot that is open for bids and has none yet; how many."""
    waiting = Lot.objects.filter(
        tender__state=TenderState.PUBLISHED.value, tender__closes_at__gt=now, reserve_price=None
    ).select_related("tender")
    # A technical stage has nothing to draw.
    waiting = waiting.exclude(tender__method=Method.TWO_STAGE.value, tender__technical_stage=None)
    made = 0
    for lot in waiting:
        try:
            commit_reserve_price(lot=lot, actor=actor, now=now)
        except (TooLateToCommit, AlreadyCommitted, BaseTooSmall):
            # It closed, was promised or cannot be drawn in this moment; the others still get theirs.
            continue
        made += 1
    return made
