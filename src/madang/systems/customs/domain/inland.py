"""What is levied inside the country on imported goods beside the duty: excises, their surcharges, value-added tax."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from madang.framework.law import Slot, slot
from madang.systems.customs.domain.duty import Duty
from madang.systems.customs.domain.words import Levy


@dataclass(frozen=True, slots=True, kw_only=True)
class InlandLevy:
    """One levy in its place in the order of law.

    Its base is the customs value (if `of_value`) and what the levies `includes` have come to, less what lies up to `above`.
    A surcharge on another tax includes that tax alone. Where the rate is cut for a time, `full` is the rate without the cut,
    and `most_cut` how much less of it each piece bears at most (0: no limit).
    """

    levy: Levy
    rule: str
    label: str
    duty: Duty
    cite: str
    of_value: bool = True
    includes: frozenset[Levy] = frozenset()
    above: int = 0  # minor units, of each piece
    full: Duty | None = None
    most_cut: int = 0  # minor units, of each piece


# The levies on goods of a national line on a day, in the order in which the law reckons them.
INLAND_LEVIES: Slot[Callable[..., tuple[InlandLevy, ...]]] = slot("customs.inland_levies")


def inland_levies(*, commodity: str, on: date) -> tuple[InlandLevy, ...]:
    """What the active country levies on goods of this line."""
    return INLAND_LEVIES.filled(commodity=commodity, on=on)
