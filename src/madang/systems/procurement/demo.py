"""Procurement of the demonstration: each room loads its own part, in the order in which they build on each other."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from madang.framework.values import Progress
from madang.systems.procurement.usecases.award.load_demo import load_award_demo
from madang.systems.procurement.usecases.bidding.load_demo import load_bidding_demo
from madang.systems.procurement.usecases.contract.load_demo import load_contract_demo
from madang.systems.procurement.usecases.disclosure.load_demo import load_disclosure_demo
from madang.systems.procurement.usecases.frameworks.load_demo import load_framework_demo, load_framework_terms_demo
from madang.systems.procurement.usecases.mall.load_demo import load_mall_demo
from madang.systems.procurement.usecases.market.load_demo import load_market_demo
from madang.systems.procurement.usecases.stages.load_demo import load_stages_demo
from madang.systems.procurement.usecases.supply.load_demo import load_supply_demo

LARGE, BIDS, FEW_BIDS = 1000, 5, 2


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Suppliers, tenders, bids, awards, contracts, the e-mall, what is told of them; how many rows in all."""
    for_a_lot = BIDS if population >= LARGE else FEW_BIDS
    rows = 0
    parts = _parts(for_a_lot)
    for place, (what, load) in enumerate(parts):
        progress(f"procurement: {what}", place, len(parts))
        rows += load(now=now)
    return rows


def _parts(for_a_lot: int) -> tuple[tuple[str, Callable[..., int]], ...]:
    # Each bid is sealed, checked and opened as in earnest, which takes its time.
    bidding = partial(load_bidding_demo, for_a_lot=for_a_lot)
    return (
        ("suppliers", load_supply_demo),
        ("tenders", load_market_demo),
        ("framework terms", load_framework_terms_demo),
        ("bids", bidding),
        ("technical bids", lambda *, now: load_stages_demo(now=now) and bidding(now=now)),
        ("awards", load_award_demo),
        ("contracts", load_contract_demo),
        ("frameworks", load_framework_demo),
        ("e-mall", load_mall_demo),
        ("releases", load_disclosure_demo),
    )
