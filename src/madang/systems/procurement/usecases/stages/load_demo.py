"""Two-stage tenders of the demonstration: the older ones are judged and their prices bid; the newest waits for its panel."""

from datetime import datetime, timedelta

from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.identity.models import DutyAssignment
from madang.framework.law import next_working_day, pack, parameter
from madang.framework.values import Refusal
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Lot, Tender
from madang.systems.procurement.usecases.award.appoint_panel import appoint_panel, evaluators
from madang.systems.procurement.usecases.award.declare_interest import declare_interest
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.award.reveal_scores import reveal_scores
from madang.systems.procurement.usecases.award.rules_of import KEY, criteria_of, day_of
from madang.systems.procurement.usecases.award.submit_scores import submit_scores
from madang.systems.procurement.usecases.permissions import EVALUATOR
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
    """As many evaluators as the law asks for; all but the last of several bids are fit."""
    tender, bids = lot.tender, opened_bids(lot=lot)
    least = int(parameter(f"{KEY}.panel.least_members", on=day_of(tender=tender)))
    known = sorted(evaluators(now=at).items())[: max(least, 3)]
    if not hasattr(tender, "panel"):
        appoint_panel(tender=tender, accounts=[account for account, _name in known], actor=BUYER, now=at)
    scored = [one for one in criteria_of(tender=tender) if not one.by_formula]
    for account, name in known:
        held = DutyAssignment.objects.filter(account_id=account, duty=EVALUATOR).select_related("office").latest("pk")
        duty = Duty(held.office.code, held.office.name, EVALUATOR)
        actor = Actor(kind=ActorKind.OFFICIAL, account_id=account, name=name, duties=(duty,))
        if lot.position == 1:
            declare_interest(tender=tender, interest="", actor=actor, now=at)
        sheet = {}
        for place, bid in enumerate(bids):
            percent = UNFIT if place and place == len(bids) - 1 else GIVEN[place % len(GIVEN)]
            sheet[bid.number] = {one.code: one.most * percent // 100 for one in scored}
        submit_scores(lot=lot, sheet=sheet, actor=actor, now=at)
    reveal_scores(lot=lot, actor=BUYER, now=at)
