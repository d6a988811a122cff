"""Reveal a lot's seed after the opening, and with it the fifteen prices and the reserve price."""

from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.procurement.domain import reserve_price
from madang.systems.procurement.domain.words import BidState, Step, TenderState
from madang.systems.procurement.models import Bid, Lot, ReservePrice
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release


class NotOpenedYet(Refusal):
    """The bids are still sealed, or nothing is left to do."""

    code = "procurement.not_opened"
    says = _("Nothing was done: the bids of tender {tender} are not open. Open them in the ceremony first.")


class NeverCommitted(Refusal):
    """No promise was made before closing."""

    code = "procurement.never_committed"
    says = _(
        "Lot {lot} has no seed that was promised before closing, so neither a reserve price nor an order of equal bids can be "
        "drawn that anyone could check. Cancel the tender with this reason and repeat it."
    )


class CommitmentBroken(Refusal):
    """The kept seed is not the promised one: somebody changed it."""

    code = "procurement.commitment_broken"
    says = _(
        "The seed kept for lot {lot} is not the one that was promised before closing. Nothing was revealed; tell the "
        "integrity office, and cancel the tender with this reason."
    )


def reveal_reserve_price(*, lot: Lot, actor: Actor, now: datetime) -> ReservePrice:
    """Publish the seed and what it draws from the opened bids. Done once; again it gives what was revealed.

    Raises Forbidden, NotOpenedYet, NeverCommitted, CommitmentBroken.
    """
    tender = lot.tender
    require(actor, "procurement.buy", tender.buyer)
    require_opened(lot=lot)
    with transaction.atomic():
        held = committed(lot=lot)
        if held.revealed_at is not None:
            return held
        seed = _kept_seed(held)
        hashes = Bid.objects.filter(lot=lot).exclude(state=BidState.WITHDRAWN.value).values_list("sha256", flat=True)
        held.bids = sorted(hashes)
        _draw(held, seed)
        held.seed, held.revealed_at = seed.hex(), now
        held.save(update_fields=["seed", "revealed_at", "bids", "prices", "counts", "chosen", "minor"])
        detail = {"lot": lot.position, "reserve": held.minor or 0, "chosen": list(held.chosen)}
        record(actor=actor, action="procurement.reveal_seed", target=f"tender:{tender.number}", detail=detail, now=now)
        publish_release(ocid=tender.ocid, step=Step.TENDER_UPDATE, now=now)
    return held


def require_opened(*, lot: Lot) -> None:
    """Raises NotOpenedYet."""
    if lot.tender.state != TenderState.OPENED.value:
        raise NotOpenedYet(tender=lot.tender.number)


def committed(*, lot: Lot) -> ReservePrice:
    """The lot's lottery, locked. Raises NeverCommitted."""
    held = ReservePrice.objects.select_for_update().filter(lot=lot).first()
    if held is None:
        raise NeverCommitted(lot=lot)
    return held


def _kept_seed(held: ReservePrice) -> bytes:
    seed = bytes.fromhex(held.sealed_seed)
    promised = reserve_price.commitment(
        seed=seed,
        tender=held.lot.tender.number,
        lot=held.lot.position,
        base=held.base,
        percent=Fraction(held.percent),
    )
    if promised != held.commitment:
        raise CommitmentBroken(lot=held.lot)
    return seed


def _draw(held: ReservePrice, seed: bytes) -> None:
    if not held.base:
        return
    draws = {bid.number: bid.offer.draws for bid in opened_bids(lot=held.lot) if isinstance(bid.offer.draws, list)}
    fit = {number: pair for number, pair in draws.items() if reserve_price.draws_fit(draws=pair)}
    key = reserve_price.mixed(seed=seed, bids=held.bids)
    drawn = reserve_price.draw_reserve(key=key, base=held.base, percent=Fraction(held.percent), draws=fit)
    held.prices, held.counts, held.chosen = list(drawn.prices), list(drawn.counts), list(drawn.chosen)
    held.minor = drawn.reserve
