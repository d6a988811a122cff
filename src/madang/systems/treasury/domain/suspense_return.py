"""Money that came to the state and that nobody can explain goes back to who sent it.

Treasury Funds Management Act (Korea) art. 15: what was paid in by mistake is returned outside the expenditure budget, so that
no line pays for it.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a return stands. Refused and failed ones are over: the money stands in suspense, and may be sent back anew.

    The database holds which state follows which; a batch that an approver sends back leaves its returns approved.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    ORDERED = "ordered"
    PAID = "paid"
    REFUSED = "refused"
    FAILED = "failed"


OVER = frozenset({State.REFUSED, State.FAILED})


def objections(*, minor: int, why: str) -> list[str]:
    """Why the entry does not go back, as permanent words; empty when it may."""
    found = []
    if minor <= 0:
        found.append("went_out")
    if not why.strip():
        found.append("no_reason")
    return found
