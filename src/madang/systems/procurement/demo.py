"""Procurement of the demonstration: each room loads its own part, in the order in which they build on each other."""

from collections.abc import Callable
from datetime import datetime

from madang.systems.procurement.usecases.award.load_demo import load_award_demo
from madang.systems.procurement.usecases.bidding.load_demo import load_bidding_demo
from madang.systems.procurement.usecases.contract.load_demo import load_contract_demo
from madang.systems.procurement.usecases.disclosure.load_demo import load_disclosure_demo
from madang.systems.procurement.usecases.frameworks.load_demo import load_framework_demo, load_framework_terms_demo
from madang.systems.procurement.usecases.mall.load_demo import load_mall_demo
from madang.systems.procurement.usecases.market.load_demo import load_market_demo
from madang.systems.procurement.usecases.stages.load_demo import load_stages_demo
from madang.systems.procurement.usecases.supply.load_demo import load_supply_demo

Progress = Callable[[int, int], None]
LARGE, BIDS, FEW_BIDS = 1000, 5, 2


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Suppliers, tenders, bids, awards, contracts, the e-mall, what is told of them; how many rows in all."""
    before = load_supply_demo(now=now) + load_market_demo(now=now) + load_framework_terms_demo(now=now)
    # Each bid is sealed, checked and opened as in earnest, which takes its time.
    for_a_lot = BIDS if population >= LARGE else FEW_BIDS
    before += load_bidding_demo(now=now, for_a_lot=for_a_lot)
    if load_stages_demo(now=now):
        # Now the prices of the technically fit.
        before += load_bidding_demo(now=now, for_a_lot=for_a_lot)
    awards = load_award_demo(now=now)
    rest = (load_contract_demo, load_framework_demo, load_mall_demo, load_disclosure_demo)
    after = sum(load(now=now) for load in rest)
    return before + awards + after
