"""Procurement of the demonstration: each room loads its own part, in the order in which they build on each other."""

from collections.abc import Callable
from datetime import datetime

from madang.framework.law import pack
from madang.systems.procurement.usecases.award.load_award_demo import load_award_demo
from madang.systems.procurement.usecases.bidding.load_demo import load_bidding_demo
from madang.systems.procurement.usecases.contract.load_demo import load_contract_demo
from madang.systems.procurement.usecases.disclosure.load_demo import load_disclosure_demo
from madang.systems.procurement.usecases.mall.load_demo import load_mall_demo
from madang.systems.procurement.usecases.market.load_demo import load_market_demo
from madang.systems.procurement.usecases.supply.load_demo import load_supply_demo

Progress = Callable[[int, int], None]


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Suppliers, tenders, bids, awards, contracts, the e-mall, what is told of them; how many rows in all."""
    before = sum(load(now=now) for load in (load_supply_demo, load_market_demo, load_bidding_demo))
    awards = load_award_demo(now=now, language=pack().languages[0])
    after = sum(load(now=now) for load in (load_contract_demo, load_mall_demo, load_disclosure_demo))
    return before + awards + after
