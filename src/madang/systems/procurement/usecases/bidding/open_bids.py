"""Open the bids of a ceremony: custodians give their parts, and as soon as enough of them did, all bids are opened at once."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.ui import written
from madang.systems.procurement.domain.bids import COSTS, BidUnsound, Terms, read_content
from madang.systems.procurement.domain.secret_sharing import PartsDoNotFit, Proof, check_parts, pool
from madang.systems.procurement.domain.words import AwardBy, BidState, Method, Step, TenderState
from madang.systems.procurement.formats.parts import opening_context
from madang.systems.procurement.formats.sealed_bid import DoesNotDecrypt, open_sealed, read_sealed
from madang.systems.procurement.models import Bid, Ceremony, Lot, Offer, OpenedPart, OpeningStep, Seat
from madang.systems.procurement.models.ceremony import CLOSED, OPEN, OPENED
from madang.systems.procurement.usecases.bidding.close_bidding import fail
from madang.systems.procurement.usecases.bidding.refusals import NotYourSeat, PartsRefused, TechnicalFirst, TooEarly
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.may_bid import barred
from madang.systems.procurement.usecases.stages.which import is_technical, prices_may_open


def seat_of(*, ceremony: Ceremony, actor: Actor) -> Seat:
    """The actor's seat. Raises NotYourSeat, Forbidden."""
    require(actor, "procurement.hold_key", "")
    found = ceremony.seats.select_related("key").filter(key__officer=officer(actor)).first()
    if found is None:
        raise NotYourSeat
    return found


def waiting_for(*, seat: Seat) -> QuerySet[Bid]:
    """The bids whose part this custodian has not given yet, by number."""
    standing = Bid.objects.filter(tender=seat.ceremony.tender_id, state=BidState.RECEIVED.value)
    return standing.exclude(parts__seat=seat).defer("token").order_by("number")


def require_time(*, ceremony: Ceremony, now: datetime) -> None:
    """Raises TooEarly before the list is closed or the opening's hour has come, TechnicalFirst before it is known whose prices
    count."""
    opens_at = ceremony.tender.opens_at
    if ceremony.state == OPEN or opens_at is None or now < opens_at:
        raise TooEarly(opens_at=written.moment(opens_at) if opens_at else "")
    if not prices_may_open(tender=ceremony.tender):
        raise TechnicalFirst


def give_parts(
    *, ceremony: Ceremony, numbers: Sequence[str], parts: Sequence[bytes], proof: Proof, actor: Actor, now: datetime
) -> int:
    """Keep what the custodian's device made of these bids; how many still wait for it. The last one opens all bids.

    Raises TooEarly, NotYourSeat, PartsRefused, Forbidden.
    """
    seat = seat_of(ceremony=ceremony, actor=actor)
    require_time(ceremony=ceremony, now=now)
    waiting = {bid.number: bid for bid in waiting_for(seat=seat).filter(number__in=numbers)}
    if set(numbers) != set(waiting):
        raise PartsRefused
    shares = [share_of(bid=waiting[number], position=seat.position) for number in numbers]
    context = opening_context(ceremony=ceremony.key, position=seat.position, numbers=tuple(numbers))
    try:
        key = bytes.fromhex(seat.key.public)
        check_parts(key=key, shares=shares, parts=parts, proof=proof, context=context.encode())
    except PartsDoNotFit as error:
        raise PartsRefused from error

    with transaction.atomic():
        Seat.objects.select_for_update().get(pk=seat.pk)
        OpenedPart.objects.bulk_create(
            [
                OpenedPart(seat=seat, bid=waiting[number], part=part, given_at=now)
                for number, part in zip(numbers, parts, strict=True)
            ],
            ignore_conflicts=True,
        )
        left = waiting_for(seat=seat).count()
        if not left:
            _gave_all(seat, actor, now)
    if not left:
        open_bids(ceremony=ceremony, now=now)
    return left


def share_of(*, bid: Bid, position: int) -> bytes:
    """The share for the custodian at `position`, as the bid came."""
    return read_sealed(data=bytes(bid.sealed), checked=True).dealing.shares[position - 1]


def _gave_all(seat: Seat, actor: Actor, now: datetime) -> None:
    if not Seat.objects.filter(pk=seat.pk, gave_at=None).update(gave_at=now):
        return
    count = OpenedPart.objects.filter(seat=seat).count()
    OpeningStep.objects.create(ceremony=seat.ceremony, at=now, what="gave", who=actor.name[:120], count=count)
    target = f"ceremony:{seat.ceremony.key}"
    record(actor=actor, action="procurement.give_parts", target=target, detail={"bids": count}, now=now)


def open_bids(*, ceremony: Ceremony, now: datetime) -> bool:
    """Open all bids where enough custodians gave their parts; False where they did not, or it is done.

    A bid that does not open, or says what no bid may say, is refused with the reason; it harms no other.
    """
    with transaction.atomic():
        held = Ceremony.objects.select_for_update(of=("self",)).select_related("tender").get(pk=ceremony.pk)
        seats = list(held.seats.exclude(gave_at=None).order_by("gave_at", "position"))[: held.threshold]
        if held.state != CLOSED or len(seats) < held.threshold:
            return False
        refused = _open_all(held, seats, now)
        held.state, held.opened_at = OPENED, now
        held.save(update_fields=["state", "opened_at"])
        OpeningStep.objects.create(
            ceremony=held, at=now, what="opened", who="procurement", count=held.listed, detail={"refused": refused}
        )
        if not Bid.objects.filter(tender=held.tender_id, state=BidState.OPENED.value).exists():
            fail(ceremony=held, reason=_("No valid bid was received."), now=now)
        else:
            held.tender.state = TenderState.OPENED.value
            held.tender.save(update_fields=["state"])
        publish_release(ocid=held.tender.ocid, step=Step.TENDER_UPDATE, now=now)
    return True


def open_ready(*, now: datetime) -> int:
    """Open what waits although enough custodians gave their parts, as after a crash between the last part and the opening."""
    given = Ceremony.objects.filter(state=CLOSED, seats__gave_at__isnull=False).distinct()
    return sum(open_bids(ceremony=one, now=now) for one in given)


def _open_all(held: Ceremony, seats: list[Seat], now: datetime) -> int:
    """Write the offers, mark the bids; how many were refused."""
    position = {seat.pk: seat.position for seat in seats}
    parts: dict[int, dict[int, bytes]] = defaultdict(dict)
    for which, seat, part in OpenedPart.objects.filter(seat__in=seats).values_list("bid", "seat", "part"):
        parts[which][position[seat]] = bytes(part)
    terms = {lot.pk: terms_of(lot=lot) for lot in held.tender.lots.select_related("tender")}
    standing = Bid.objects.filter(tender=held.tender_id, state=BidState.RECEIVED.value)
    void = barred(suppliers=set(standing.values_list("supplier", flat=True)), now=now)
    offers: list[Offer] = []
    refusals: dict[str, list[int]] = defaultdict(list)
    for bid in standing.defer("token"):
        try:
            if bid.supplier_id in void:
                raise BidUnsound(void[bid.supplier_id])
            offers.append(_offer(bid, parts[bid.pk], terms[bid.lot_id]))
        except BidUnsound as fault:
            refusals[fault.code].append(bid.pk)
    Offer.objects.bulk_create(offers)
    opened = Bid.objects.filter(pk__in=[offer.bid_id for offer in offers])
    opened.update(state=BidState.OPENED.value, opened_at=now)
    for code, found in refusals.items():
        Bid.objects.filter(pk__in=found).update(state=BidState.REFUSED.value, opened_at=now, refusal=code)
    return sum(map(len, refusals.values()))


def _offer(bid: Bid, parts: dict[int, bytes], terms: Terms) -> Offer:
    sealed = read_sealed(data=bytes(bid.sealed), checked=True)
    try:
        plain = open_sealed(bid=sealed, secret=pool(parts=parts))
    except DoesNotDecrypt as error:
        raise BidUnsound("procurement.bid.does_not_decrypt") from error
    content = read_content(data=plain, terms=terms)
    return Offer(
        bid=bid,
        minor=content.minor,
        currency=content.currency,
        draws=list(content.draws),
        answers=dict(content.answers),
        device=hashlib.sha256(sealed.signer).hexdigest(),
    )


def terms_of(*, lot: Lot) -> Terms:
    """What the notice asks of bids for this lot. Preliminary prices are drawn where a lower limit is reckoned from them."""
    tender, priced = lot.tender, not is_technical(tender=lot.tender)
    # In two stages the lowest price at or below the reserve price wins, so it is drawn there, too.
    reserve = tender.award_by == AwardBy.LOWER_LIMIT.value or tender.method == Method.TWO_STAGE.value
    costs = [COSTS] if tender.award_by == AwardBy.LIFECYCLE_COST.value else []
    return Terms(
        currency=tender.currency,
        draws=priced and reserve and lot.base_price is not None,
        priced=priced,
        criteria=frozenset({*tender.criteria.values_list("code", flat=True), *costs}),
    )
