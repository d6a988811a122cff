"""Awards of the demonstration, on whatever tenders the other rooms opened.

The old ones are final, one stands still with a complaint, the newest are left for the buyer and the evaluators to do.
"""

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty, system_actor
from madang.framework.identity.models import DutyAssignment, Mandate
from madang.framework.law import pack, parameter
from madang.framework.values import Party, Refusal
from madang.systems.procurement.domain.words import AwardBy, AwardState, Method, TenderState
from madang.systems.procurement.models import Award, Bid, Lot, ReservePrice, Supplier, Tender
from madang.systems.procurement.usecases.award.appoint_panel import appoint_panel, evaluators
from madang.systems.procurement.usecases.award.commit_reserve_price import promise_seed
from madang.systems.procurement.usecases.award.decide_award import decide_award
from madang.systems.procurement.usecases.award.declare_interest import declare_interest
from madang.systems.procurement.usecases.award.explain_price import ask_explanation, decide_explanation
from madang.systems.procurement.usecases.award.file_complaint import file_complaint
from madang.systems.procurement.usecases.award.finalise_awards import finalise_award
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.award.rank_bids import first_of, low_prices, rank_bids
from madang.systems.procurement.usecases.award.reveal_reserve_price import reveal_reserve_price
from madang.systems.procurement.usecases.award.reveal_scores import reveal_scores
from madang.systems.procurement.usecases.award.review_qualification import review_qualification
from madang.systems.procurement.usecases.award.rules_of import KEY, criteria_of, day_of
from madang.systems.procurement.usecases.award.submit_scores import submit_scores
from madang.systems.procurement.usecases.permissions import EVALUATOR

BUYER = system_actor("procurement.demo")
LEFT_OPEN = 2
REASONS = {"ko": "공고한 기준에 따른 1순위입니다.", "en": "First by the published rules."}
COMPLAINT = {
    "ko": "1순위 업체의 납품 실적을 다시 확인하여 주십시오.",
    "en": "Please check the deliveries of the first bidder again.",
}


def load_award_demo(*, now: datetime) -> int:
    """Award the opened tenders, the oldest first; how many awards were made. Safe to run again."""
    priced = Tender.objects.exclude(method=Method.TWO_STAGE.value, technical_stage=None)
    opened = list(priced.filter(state=TenderState.OPENED.value).order_by("opens_at", "pk"))
    _promise(opened)
    made: list[Award] = []
    for tender in opened[: max(len(opened) - LEFT_OPEN, 1)]:
        for lot in Lot.objects.filter(tender=tender).select_related("tender").order_by("position"):
            made.extend(_award(lot, now))
    pending = [award for award in made if award.state == AwardState.PENDING.value]
    if pending:
        _complain(pending[-1], now)
    return len(made)


def _told(words: dict[str, str]) -> str:
    """In the country's first language, where it is there."""
    return words.get(pack().languages[0], words["en"])


def _promise(tenders: Sequence[Tender]) -> None:
    """As if each seed had been promised with the notice: the demonstration's past is made in a moment."""
    for lot in Lot.objects.filter(tender__in=tenders, reserve_price=None).select_related("tender"):
        with transaction.atomic():
            promise_seed(lot=lot, actor=BUYER, now=lot.tender.published_at or lot.tender.made_at)


def _award(lot: Lot, now: datetime) -> list[Award]:
    """An hour after the opening, and final when its standstill is over by now."""
    bids = opened_bids(lot=lot)
    if not bids or Award.objects.filter(lot=lot).exists():
        return []
    at = min((lot.tender.opens_at or now) + timedelta(hours=1), now)
    promised = ReservePrice.objects.get(lot=lot).committed_at
    at = max(at, promised + timedelta(seconds=1))
    try:
        reveal_reserve_price(lot=lot, actor=BUYER, now=at)
        if lot.tender.award_by == AwardBy.BEST_VALUE.value:
            score(lot=lot, bids=bids, percent=lambda place, row: 100 - (3 * place + 5 * row) % 14, at=at)
        at = _review(lot, bids, at)
        if at > now:
            return []
        award = decide_award(lot=lot, reasons=_told(REASONS), actor=BUYER, now=at)
        if award.standstill_until <= now:
            award = finalise_award(award=award, actor=BUYER, now=award.standstill_until)
    except Refusal:
        # A tender that cannot be awarded (no bid that can win, no evaluators) stays at the buyer's desk.
        return []
    return [award]


def score(*, lot: Lot, bids: Sequence[Bid], percent: Callable[[int, int], int], at: datetime) -> None:
    """By as many evaluators as the law asks for; `percent` of each criterion's points, by the places of evaluator and bid."""
    least = int(parameter(f"{KEY}.panel.least_members", on=day_of(tender=lot.tender)))
    known = sorted(evaluators(now=at).items())[: max(least, 3)]
    if not hasattr(lot.tender, "panel"):
        appoint_panel(tender=lot.tender, accounts=[account for account, _name in known], actor=BUYER, now=at)
    scored = [one for one in criteria_of(tender=lot.tender) if not one.by_formula]
    for place, (account, name) in enumerate(known):
        held = DutyAssignment.objects.filter(account_id=account, duty=EVALUATOR).select_related("office").latest("pk")
        duty = Duty(held.office.code, held.office.name, EVALUATOR)
        actor = Actor(kind=ActorKind.OFFICIAL, account_id=account, name=name, duties=(duty,))
        if lot.position == 1:
            declare_interest(tender=lot.tender, interest="", actor=actor, now=at)
        sheet = {
            bid.number: {one.code: one.most * percent(place, row) // 100 for one in scored}
            for row, bid in enumerate(bids)
        }
        submit_scores(lot=lot, sheet=sheet, actor=actor, now=at)
    reveal_scores(lot=lot, actor=BUYER, now=at)


def _review(lot: Lot, bids: Sequence[Bid], at: datetime) -> datetime:
    """The first passes its review; a price that needs a word is accepted when the bidder's term is over. From when to award."""
    reasons = _told(REASONS)
    first = first_of(ranking=rank_bids(lot=lot, actor=BUYER, now=at))
    by_number = {bid.number: bid for bid in bids}
    if first and lot.tender.award_by == AwardBy.LOWER_LIMIT.value:
        review_qualification(bid=by_number[first], points=Decimal(96), reasons=reasons, actor=BUYER, now=at)
    if first in low_prices(lot=lot):
        at = ask_explanation(bid=by_number[first], actor=BUYER, now=at).answer_until
        decide_explanation(bid=by_number[first], accepted=True, reasons=reasons, actor=BUYER, now=at)
    return at


def _complain(award: Award, now: datetime) -> None:
    """By a bidder that somebody may act for."""
    losers = Supplier.objects.filter(bids__lot=award.lot).exclude(pk=award.supplier_id).distinct().order_by("pk")
    at = min(now, award.standstill_until - timedelta(days=1))
    mandates = Mandate.objects.filter(
        grantor_kind="business",
        valid_from__lte=at.date(),
        valid_until__gt=at.date(),
        accepted_at__isnull=False,
        revoked_at=None,
    )
    for supplier, mandate in itertools.product(losers, mandates):
        if mandate.grantor_key == supplier.number:
            party = Party.business(supplier.number)
            behalf = ActingFor(party, mandate.key, tuple(mandate.scope), name=supplier.name)
            actor = Actor(
                kind=ActorKind.RESIDENT, name=mandate.holder_name, person=mandate.holder_key, acting_for=behalf
            )
            file_complaint(award=award, supplier=supplier, ground=_told(COMPLAINT), actor=actor, now=at)
            return
