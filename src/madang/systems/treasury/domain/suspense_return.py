"""Money that came to the state and that nobody can explain goes back to who sent it.

Treasury Funds Management Act (Korea) art. 15: what was paid in by mistake is returned outside the expenditure budget, so that
no line pays for it.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a return stands. Refused and failed ones are over: the money stands in suspense, and may be sent back anew."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    ORDERED = "ordered"
    PAID = "paid"
    REFUSED = "refused"
    FAILED = "failed"


OVER = frozenset({State.REFUSED, State.FAILED})
# From each state to which; the database holds the same list. A batch that an approver sends back leaves its returns approved.
STEPS = frozenset(
    {
        (State.PROPOSED, State.APPROVED),
        (State.PROPOSED, State.REFUSED),
        (State.APPROVED, State.ORDERED),
        (State.APPROVED, State.REFUSED),
        (State.ORDERED, State.APPROVED),
        (State.ORDERED, State.PAID),
        (State.ORDERED, State.FAILED),
        (State.PAID, State.FAILED),
    }
)


def objections(*, minor: int, why: str) -> list[str]:
    """Why the entry does not go back, as permanent words; empty when it may."""
    found = []
    if minor <= 0:
        found.append("went_out")
    if not why.strip():
        found.append("no_reason")
    return found
