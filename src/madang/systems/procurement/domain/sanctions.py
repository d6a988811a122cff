"""Barring a supplier (부정당업자 제재; State Contracts Act art. 27): hear first, then decide, for a time. Plain Python."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    """Why (State Contracts Act art. 27 (1))."""

    POOR_PERFORMANCE = "poor_performance"
    COLLUSION = "collusion"
    UNLAWFUL_SUBCONTRACT = "unlawful_subcontract"
    FRAUD = "fraud"
    UNFAIR_TRADE = "unfair_trade"
    BRIBERY = "bribery"
    FALSE_PAPERS = "false_papers"
    NO_CONTRACT = "no_contract"


class SanctionState(StrEnum):
    """Where the matter stands."""

    NOTIFIED = "notified"
    """The supplier was told and may give its opinion (Administrative Procedures Act arts. 21, 22)."""
    DECIDED = "decided"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionLaw:
    """The limits of the pack."""

    shortest_months: int
    longest_months: int
    opinion_days: int


def faults(
    *, months: int, today: date, opinion_due_on: date, opined: bool, law: SanctionLaw
) -> tuple[tuple[str, str], ...]:
    """(field, code) of all that keeps the decision from being made. The term lies between the limits (Enforcement Decree
    art. 76 (2)); nothing is decided before the supplier spoke or its days have passed.
    """
    found = []
    if not law.shortest_months <= months <= law.longest_months:
        found.append(("months", "procurement.sanction.term"))
    if not opined and today <= opinion_due_on:
        found.append(("", "procurement.sanction.not_heard"))
    return tuple(found)
