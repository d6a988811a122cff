"""What is secured, and what of it: sums of goods under a procedure, as they leave it in parts or miss its term.

Customs Act of Korea arts. 24 to 26-2 (security), 97 (3) and (4), 98 (2), 108 (1).
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from madang.systems.customs.domain.procedures import Missed, Procedure

MONEY, LAND, BUILDING = "money", "land", "building"
MORTGAGED = (LAND, BUILDING)
"""Kinds of security that are appraised and bear a mortgage (Customs Act of Korea art. 24 (1) nos. 5 and 6)."""


class SecuredState(StrEnum):
    """Where goods under a procedure stand."""

    WAITING = "waiting"  # declared; no guarantee covers them yet
    RESERVED = "reserved"  # a guarantee is held for them; not yet released
    OPEN = "open"  # under the procedure
    DISCHARGED = "discharged"  # all of them left it in time
    DUE = "due"  # the term was missed: the duties were charged
    CALLED = "called"  # they were not paid: the guarantee was called
    SETTLED = "settled"  # the duties were paid
    OVERDUE = "overdue"  # the term was missed: customs may sell the goods
    ENDED = "ended"  # the declaration was refused or withdrawn


HOLDING = frozenset({SecuredState.RESERVED, SecuredState.OPEN, SecuredState.DUE, SecuredState.OVERDUE})
"""States in which a guarantee is used."""
CHARGED = frozenset({SecuredState.DUE, SecuredState.CALLED, SecuredState.SETTLED})
"""States after a missed term whose duties were charged."""
INSIDE = frozenset({SecuredState.OPEN, SecuredState.OVERDUE})
"""States in which goods may still leave the procedure."""


def to_secure(*, suspended: int, procedure: Procedure) -> int:
    """What a guarantee must cover, in smallest units, rounded up."""
    return -(-suspended * procedure.security_percent // 100)


def still_secured(*, secured: int, quantity: Decimal, discharged: Decimal) -> int:
    """What stays secured while so much of the goods left: the share of the rest, rounded up."""
    return int((secured * (quantity - discharged) / quantity).to_integral_value(ROUND_CEILING))


def share_due(*, minor: int, quantity: Decimal, discharged: Decimal) -> int:
    """What is due on the rest of the goods: its share, rounded down."""
    return int((minor * (quantity - discharged) / quantity).to_integral_value(ROUND_FLOOR))


def penalty(*, duty: int, procedure: Procedure) -> int:
    """What is collected on top of the `duty` that waited where the term was missed: a share of the whole duty on the goods,
    also of what was paid at once (Customs Act of Korea arts. 97 (4), 98 (2))."""
    sum_ = duty * procedure.penalty_percent // procedure.relief_percent
    return min(sum_, procedure.penalty_most) if procedure.penalty_most else sum_


def after_the_term(*, procedure: Procedure) -> SecuredState:
    """Where goods stand whose term was missed."""
    return SecuredState.DUE if procedure.missed is Missed.DUTY else SecuredState.OVERDUE
