"""How amounts are settled and what is relieved: the country's roundings, its least amount, its reliefs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from madang.framework.law import Slot, slot
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.words import Levy


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A levy of an item is whole minor units; the sum of a levy over all items is a multiple of `total_unit`, rounded down;
    less than `least` of all levies together is not collected."""

    total_unit: int
    least: int
    cite: str
    least_cite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relief:
    """Goods free of every levy but those it `keeps`: the code of the rule and its article."""

    rule: str
    label: str
    cite: str
    keeps: frozenset[Levy] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefRefused:
    """A relief that was claimed and does not apply; `says` is the reason for the declarant."""

    says: str


SETTLEMENT: Slot[Callable[..., Settlement]] = slot("customs.settlement")
# The relief that the declaration claims: granted, refused with the reason, or None where none is claimed.
RELIEF: Slot[Callable[..., Relief | ReliefRefused | None]] = slot("customs.relief")


def settlement(*, on: date) -> Settlement:
    """The active country's roundings."""
    return SETTLEMENT.filled(on=on)


def relief(*, declaration: Declaration, prices: Sequence[int], on: date) -> Relief | ReliefRefused | None:
    """What the active country says to the relief that is claimed; `prices` in its own money."""
    return RELIEF.filled(declaration=declaration, prices=prices, on=on)


def totalled(*, amount: int, unit: int) -> int:
    """The sum of a levy as it is payable."""
    return amount // unit * unit
