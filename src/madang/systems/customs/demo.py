"""Customs of the demonstration: each room loads its own part, in the order in which they build on each other."""

from collections.abc import Callable
from datetime import datetime

from madang.framework.values import Progress
from madang.systems.customs.usecases.areas.load_demo import load_areas_demo
from madang.systems.customs.usecases.cargo.load_demo import load_cargo_demo
from madang.systems.customs.usecases.continuity.load_demo import load_continuity_demo
from madang.systems.customs.usecases.corrections.load_demo import load_corrections_demo
from madang.systems.customs.usecases.declarations.load_demo import load_declarations_demo
from madang.systems.customs.usecases.drawback.load_demo import load_drawback_demo
from madang.systems.customs.usecases.express.load_demo import load_express_demo
from madang.systems.customs.usecases.leaving.load_demo import load_leaving_demo
from madang.systems.customs.usecases.permits.load_demo import load_permits_demo
from madang.systems.customs.usecases.securing.load_demo import load_securing_demo
from madang.systems.customs.usecases.selectivity.load_demo import load_selectivity_demo
from madang.systems.customs.usecases.statistics.load_demo import load_statistics_demo
from madang.systems.customs.usecases.tariff.load_demo import load_tariff_demo
from madang.systems.customs.usecases.valuation.load_demo import load_valuation_demo


def load_demo(*, country: str, population: int, now: datetime, progress: Progress) -> int:
    """What each room loads; how many rows in all."""
    rows = 0
    parts: tuple[tuple[str, Callable[..., int]], ...] = (
        ("tariff", load_tariff_demo),
        ("declarations", load_declarations_demo),
        ("permits", load_permits_demo),
        ("corrections", load_corrections_demo),
        ("drawback", load_drawback_demo),
        ("cargo", load_cargo_demo),
        ("areas", load_areas_demo),
        ("leaving", load_leaving_demo),
        ("securing", load_securing_demo),
        ("selectivity", load_selectivity_demo),
        ("statistics", load_statistics_demo),
        ("continuity", load_continuity_demo),
        ("express", load_express_demo),
        ("valuation", load_valuation_demo),
    )
    for place, (what, load) in enumerate(parts):
        progress(f"customs: {what}", place, len(parts))
        rows += load(now=now)
    return rows
