"""Who may hold the keys of a ceremony together."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Custodian:
    """One who is to hold a key: by what they are told apart, and the office at which they hold the duty."""

    officer: str
    office: str


def why_not_together(*, custodians: Sequence[Custodian], wanted: int, threshold: int, buyer: str) -> tuple[str, ...]:
    """The codes of what speaks against these custodians; none where they may. The buyer's office alone never reaches the
    threshold, and one custodian fewer than all still does: nobody opens early, and a lost custodian loses no bid.
    """
    faults = []
    if len(custodians) != wanted:
        faults.append("procurement.custodians.number")
    if len({one.officer for one in custodians}) != len(custodians):
        faults.append("procurement.custodians.twice")
    if sum(one.office == buyer for one in custodians) >= threshold:
        faults.append("procurement.custodians.one_office")
    if not 2 <= threshold < wanted:
        faults.append("procurement.custodians.threshold")
    return tuple(faults)
