"""What the law lets move from one line to another, and who decides it.

Korea: National Finance Act arts. 22 and 51 (contingency), 46 (within a programme), 47 (between programmes or offices),
48 (carry-over).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """A move of money: within a programme by the office itself or with approval, between programmes, out of the
    contingency, into the next year.
    """

    OWN = "own"
    WITHIN = "within"
    BETWEEN = "between"
    CONTINGENCY = "contingency"
    CARRY_OVER = "carry_over"


# Art. 47 (1) nos. 1 to 4, and art. 48 (2) nos. 1 to 5 and (3).
GROUNDS = {
    Kind.BETWEEN: ("legal_duty", "price_change", "disaster", "by_decree"),
    Kind.CARRY_OVER: ("approved_in_budget", "committed", "tendered", "compensation", "running_cost", "continuing"),
}

# What lets also promised money go over, with its promise.
WITH_PROMISES = ("committed", "continuing")


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLaw:
    """What the budget office delegates to the offices: so many percent of the line that gives, a fiscal year (art. 46 (2))."""

    own_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What counts of a line for a transfer."""

    year: int
    office: str
    programme: str
    fund: str
    appropriated: int
    contingency: bool = False


def kind_of(*, source: Side, target: Side, minor: int, moved_by_itself: int, law: TransferLaw) -> Kind:
    """Which rule governs the move. Within a programme an office decides by itself while what it so moved out of the line
    this year stays within the delegated share of its appropriation.
    """
    if source.contingency:
        return Kind.CONTINGENCY
    if (source.office, source.programme) != (target.office, target.programme):
        return Kind.BETWEEN
    within = (moved_by_itself + minor) * 100 <= source.appropriated * law.own_percent
    return Kind.OWN if within else Kind.WITHIN


def objections(*, kind: Kind, source: Side, target: Side, ground: str, authorised: bool) -> list[str]:
    """Why the law does not allow the move, as permanent words; empty when it does."""
    found = []
    if source.year != target.year:
        found.append("other_year")
    if source.fund != target.fund and kind is not Kind.CONTINGENCY:
        found.append("other_fund")
    if target.contingency:
        found.append("into_contingency")
    # Art. 46 (3) no. 1: not for an activity that the budget did not provide for. Contingency is for just those (art. 22 (1)).
    if target.appropriated <= 0 and kind is not Kind.CONTINGENCY:
        found.append("not_in_budget")
    if kind is Kind.BETWEEN:
        if not authorised:
            found.append("not_voted")
        if ground not in GROUNDS[Kind.BETWEEN]:
            found.append("ground_missing")
    return found


def report_due(*, on: date) -> date:
    """By when parliament hears of a transfer made on that day: the last day of the month after its quarter (arts. 46 (5),
    47 (4)).
    """
    ends = (on.month - 1) // 3 * 3 + 3
    year, month = (on.year, ends + 2) if ends + 2 <= 12 else (on.year + 1, ends - 10)
    return date(year, month, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspent:
    """What a line has left at the end of its year: not committed, and committed without a verified claim."""

    uncommitted: int
    open_commitments: int


def carriable(*, ground: str, left: Unspent) -> int:
    """How much of it the ground lets go over: committed money only by no. 2, with its uncommitted incidental costs, and what a
    continuing appropriation did not spend (art. 48 (3)).
    """
    return left.uncommitted if ground not in WITH_PROMISES else left.uncommitted + left.open_commitments


def carried_before(*, grounds: Iterable[str]) -> bool:
    """Whether money already came over as committed: art. 48 (2) does not let it go over once more."""
    return "committed" in set(grounds)
