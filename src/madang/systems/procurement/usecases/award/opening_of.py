"""What was published of a lot's opening: all that its lottery and its ranking are recomputed from, and nothing else."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from madang.systems.procurement.domain import ranking, reserve_price
from madang.systems.procurement.domain.ranking import Place, Points, RankedBid, Rules
from madang.systems.procurement.domain.words import AwardBy, BidState
from madang.systems.procurement.models import (
    AbnormallyLow,
    Bid,
    Lot,
    QualificationReview,
    ReservePrice,
    SealedScore,
    Tender,
)
from madang.systems.procurement.usecases.award.rules_of import criteria_of, rules_of
from madang.systems.procurement.usecases.frameworks.room import agreed_prices
from madang.systems.procurement.usecases.stages.which import fit_suppliers

FORMAT = "madang-opening-1"
MOST_DIGITS = 15


def opened_bids(*, lot: Lot) -> list[Bid]:
    """The bids that opened, by number, with what they offer."""
    return list(
        Bid.objects.filter(
            lot=lot, state=BidState.OPENED.value, offer__isnull=False, offer__currency=lot.tender.currency
        )
        .select_related("offer", "supplier")
        .order_by("number")
    )


def ranked_bids(*, lot: Lot) -> tuple[RankedBid, ...]:
    """The bids as the ranking looks at them."""
    tender = lot.tender
    scores, technical, agreed = scores_of(lot=lot), fit_suppliers(lot=lot), agreed_prices(lot=lot)
    unfit = set(QualificationReview.objects.filter(bid__lot=lot, passed=False).values_list("bid_id", flat=True))
    low = set(AbnormallyLow.objects.filter(bid__lot=lot, accepted=False).values_list("bid_id", flat=True))

    def excluded(bid: Bid) -> str:
        if bid.offer.minor > agreed.get(bid.supplier_id, bid.offer.minor):
            return "above_agreement"
        return "unqualified" if bid.pk in unfit else "low_price" if bid.pk in low else ""

    return tuple(
        RankedBid(
            number=bid.number,
            sha256=bid.sha256,
            minor=bid.offer.minor,
            draws=tuple(bid.offer.draws) if isinstance(bid.offer.draws, list) else (),
            costs=_costs(bid, tender),
            scores={label: sheet[bid.number] for label, sheet in scores.items() if bid.number in sheet},
            technical=Fraction(technical.get(bid.supplier_id, 0)),
            excluded=excluded(bid),
        )
        for bid in opened_bids(lot=lot)
    )


def lottery_lot(*, reserve: ReservePrice, criteria: tuple[Points, ...]) -> ranking.Lot:
    """The key of a revealed lottery, with its reserve price."""
    key = reserve_price.mixed(seed=bytes.fromhex(reserve.seed), bids=reserve.bids)
    return ranking.Lot(key=key, reserve=reserve.minor, criteria=criteria)


def opening_of(*, lot: Lot) -> dict[str, Any]:
    """The published opening of a lot whose lottery is revealed, with the ranking that follows from it."""
    rules, criteria = rules_of(lot=lot), criteria_of(tender=lot.tender)
    bids, reserve = ranked_bids(lot=lot), lot.reserve_price
    places = ranking.rank(bids=bids, rules=rules, lot=lottery_lot(reserve=reserve, criteria=criteria))
    return {
        "format": FORMAT,
        "tender": lot.tender.number,
        "ocid": lot.tender.ocid,
        "lot": lot.position,
        "currency": lot.tender.currency,
        "award_by": rules.by.value,
        "estimated": lot.estimated,
        "rules": _written_rules(rules),
        "criteria": [{"code": one.code, "points": one.most, "by_formula": one.by_formula} for one in criteria],
        "lottery": _written_lottery(reserve, rules),
        "seals": _seals(lot),
        "bids": _written_bids(lot, bids),
        "ranking": [_written_place(place) for place in places],
    }


def scores_of(*, lot: Lot) -> dict[str, dict[str, dict[str, int]]]:
    """By evaluator, by bid, by criterion; only what is revealed."""
    revealed = SealedScore.objects.filter(lot=lot, revealed_at__isnull=False).select_related("member").order_by("pk")
    return {one.member.label: dict(one.sheet or {}) for one in revealed if one.member.state == "declared"}


def _seals(lot: Lot) -> list[dict[str, str]]:
    revealed = SealedScore.objects.filter(lot=lot, revealed_at__isnull=False).select_related("member").order_by("pk")
    counted = [one for one in revealed if one.member.state == "declared"]
    return [{"evaluator": one.member.label, "sha256": one.sha256, "nonce": one.nonce} for one in counted]


def _costs(bid: Bid, tender: Tender) -> tuple[int, ...] | None:
    """The yearly costs as the bidder wrote them: a list, or amounts with commas or blanks between them."""
    if tender.award_by != AwardBy.LIFECYCLE_COST.value:
        return None
    formula = tender.criteria.filter(by_formula=True).values_list("code", flat=True)
    written = next((bid.offer.answers[code] for code in [*formula, "costs"] if code in bid.offer.answers), None)
    parts: Sequence[object] = re.split(r"[\s,;]+", written.strip()) if isinstance(written, str) else written or ()
    if not isinstance(parts, list) or not all(_amount(part) for part in parts):
        return None
    return tuple(int(str(part)) for part in parts)


def _amount(part: object) -> bool:
    text = str(part)
    return type(part) in (int, str) and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _written_rules(rules: Rules) -> dict[str, Any]:
    def exact(value: Fraction | None) -> str | None:
        return None if value is None else str(value)

    return {
        "lower_limit": exact(rules.lower_limit),
        "drop_from": rules.drop_from,
        "technical_minimum": exact(rules.technical_minimum),
        "discount": exact(rules.discount),
        "years": rules.years,
        "low_of_mean": exact(rules.low_of_mean),
        "low_of_estimate": exact(rules.low_of_estimate),
    }


def _written_lottery(reserve: ReservePrice, rules: Rules) -> dict[str, Any]:
    limit = None
    if reserve.minor is not None and rules.lower_limit is not None:
        limit = reserve_price.lower_limit(reserve=reserve.minor, percent=rules.lower_limit)
    return {
        "commitment": reserve.commitment,
        "committed_at": reserve.committed_at.isoformat(),
        "seed": reserve.seed,
        "base": reserve.base,
        "percent": reserve.percent,
        "bids": reserve.bids,
        "prices": reserve.prices,
        "counts": reserve.counts,
        "chosen": reserve.chosen,
        "reserve": reserve.minor,
        "limit": limit,
    }


def _written_bids(lot: Lot, bids: Sequence[RankedBid]) -> list[dict[str, Any]]:
    suppliers = {bid.number: bid.supplier for bid in opened_bids(lot=lot)}
    return [
        {
            "number": bid.number,
            "supplier": suppliers[bid.number].number,
            "name": suppliers[bid.number].name,
            "sha256": bid.sha256,
            "price": bid.minor,
            "draws": list(bid.draws),
            "costs": None if bid.costs is None else list(bid.costs),
            "scores": bid.scores,
            "excluded": bid.excluded,
            **({"technical": str(bid.technical)} if bid.technical else {}),
        }
        for bid in bids
    ]


def _written_place(place: Place) -> dict[str, Any]:
    return {
        "bid": place.number,
        "place": place.place,
        "value": None if place.value is None else str(place.value),
        "why": place.why,
        "points": {code: str(points) for code, points in place.points.items()},
    }
