"""Procurement of the demonstration: each room loads its own part, in the order in which they build on each other."""

from collections.abc import Callable
from datetime import datetime

from madang.systems.procurement.usecases.market.load_demo import load_market_demo
from madang.systems.procurement.usecases.supply.load_demo import load_supply_demo

Progress = Callable[[int, int], None]


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """Suppliers, then plans and tenders; how many rows in all."""
    return load_supply_demo(now=now) + load_market_demo(now=now)
