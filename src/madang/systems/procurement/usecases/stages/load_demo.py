"""Two-stage tenders of the demonstration: the older ones are judged and their prices bid; the newest waits for its panel."""

from datetime import datetime, timedelta

from madang.framework.identity.actor import system_actor
from madang.framework.law import next_working_day, pack
from madang.framework.values import Refusal
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Lot, Tender
from madang.systems.procurement.usecases.award.load_demo import score
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.stages.judge_technical import judge_technical, outlook
from madang.systems.procurement.usecases.stages.price_stage import PriceDates, invite_prices

BUYER = system_actor("procurement.demo")
LEFT_OPEN, PRICES_AFTER = 1, timedelta(days=14)
HOUR = timedelta(hours=1)
REASONS = {
    "ko": "제안한 규격이 공고한 최소 성능에 미치지 못합니다.",
    "en": "What is offered stays below the performance that the notice asks for.",
}
# What the panel gives the bids in their order, in percent: the last one is unfit.
GIVEN = (96, 91, 93, 88, 90)
UNFIT = 55


def load_stages_demo(*, now: datetime) -> int:
    """Judge the opened technical bids, the oldest tenders first, and ask the fit for their prices; how many tenders of prices.
    The room of bids seals and opens them when it is loaded again.
    """
    waiting = Tender.objects.filter(
        method=Method.TWO_STAGE.value, technical_stage=None, price_stage=None, state=TenderState.OPENED.value
    )
    opened = list(waiting.order_by("opens_at", "pk"))
    made = 0
    for tender in opened[: max(len(opened) - LEFT_OPEN, 1)]:
        try:
            made += _judge(tender, now)
        except Refusal:
            # Without evaluators, or where nobody is fit, the tender stays at the buyer's desk.
            continue
    return made


def _judge(tender: Tender, now: datetime) -> int:
    at = min((tender.opens_at or now) + HOUR, now)
    for lot in Lot.objects.filter(tender=tender).select_related("tender").order_by("position"):
        _score(lot, at)
        reasons = REASONS.get(pack().languages[0], REASONS["en"])
        unfit = {number: reasons for number, one in outlook(lot=lot).items() if not one.fit}
        judge_technical(lot=lot, reasons=unfit, actor=BUYER, now=at)
    closes_at = at + PRICES_AFTER
    closes_at += next_working_day(closes_at.date()) - closes_at.date()
    invite_prices(
        technical=tender, dates=PriceDates(closes_at=closes_at, opens_at=closes_at + HOUR), actor=BUYER, now=at
    )
    return 1


def _score(lot: Lot, at: datetime) -> None:
    """All but the last of several bids are fit."""
    bids = opened_bids(lot=lot)

    def percent(_evaluator: int, row: int) -> int:
        return UNFIT if row and row == len(bids) - 1 else GIVEN[row % len(GIVEN)]

    score(lot=lot, bids=bids, percent=percent, at=at)
