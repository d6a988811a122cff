"""Where an application stands, and how it may go on."""

from enum import StrEnum

from madang.contracts.services_v1 import Progress
from madang.framework.values import identifiers


class State(StrEnum):
    """Where an application stands. A certificate goes waiting → issued; a matter goes sent → with its agency → decided."""

    TO_PAY = "to_pay"
    WAITING = "waiting"
    """Paid and certain; its owner has not yet issued it."""
    ISSUED = "issued"
    FAILED = "failed"
    """The owner refused to issue it: the reason stands in the note."""
    SENT = "sent"
    """On its way: the agency has not yet received it."""
    WITH_AGENCY = "with_agency"
    SUPPLEMENT = "supplement"
    GRANTED = "granted"
    REFUSED = "refused"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


OVER = frozenset({State.ISSUED, State.FAILED, State.GRANTED, State.REFUSED, State.WITHDRAWN, State.CLOSED})
MAY_WITHDRAW = frozenset({State.TO_PAY, State.SENT, State.WITH_AGENCY, State.SUPPLEMENT})
MAY_RATE = frozenset({State.ISSUED, State.GRANTED, State.REFUSED, State.CLOSED})

_NEXT = {
    Progress.RECEIVED: State.WITH_AGENCY,
    Progress.IN_REVIEW: State.WITH_AGENCY,
    Progress.TRANSFERRED: State.WITH_AGENCY,
    Progress.SUPPLEMENT_REQUESTED: State.SUPPLEMENT,
    Progress.GRANTED: State.GRANTED,
    Progress.REFUSED: State.REFUSED,
    Progress.OBJECTED: State.OBJECTED,
    Progress.WITHDRAWN: State.WITHDRAWN,
}


def after(*, state: State, progress: Progress) -> State:
    """The state after an agency's word.

    Closing a case keeps the decision visible: a granted application stays granted.
    """
    if progress is Progress.CLOSED:
        return state if state in OVER else State.CLOSED
    return _NEXT[progress]


def new_number(*, member: str, year: int) -> str:
    """A fresh application number: it names its member, cannot be guessed, and tells a slip of the pen by its last symbol."""
    body = identifiers.random_symbols(count=9)
    return f"{member}-A{year}-{body}{identifiers.check_symbol(text=body)}"
