"""Where a case stands, and what may follow."""

from enum import StrEnum


class State(StrEnum):
    """The states of a case."""

    FILED = "filed"
    IN_REVIEW = "in_review"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    WAITING = "waiting"
    DECIDED = "decided"
    OBJECTED = "objected"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Happened(StrEnum):
    """What an event of the timeline tells."""

    FILED = "filed"
    TAKEN = "taken"
    TRANSFERRED = "transferred"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    SUPPLEMENT_ANSWERED = "supplement_answered"
    WAITING = "waiting"
    RESUMED = "resumed"
    DECIDED = "decided"
    OBJECTED = "objected"
    OBJECTION_ANSWERED = "objection_answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    EXTENDED = "extended"


class Outcome(StrEnum):
    """What was decided."""

    GRANTED = "granted"
    REFUSED = "refused"


class ObjectionOutcome(StrEnum):
    """What was decided on an objection: upheld reverses the decision, dismissed lets it stand."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


# An official works on it: the worklist shows these.
OPEN = frozenset({State.FILED, State.IN_REVIEW, State.SUPPLEMENT_REQUESTED, State.WAITING, State.OBJECTED})
UNDECIDED = frozenset({State.FILED, State.IN_REVIEW, State.SUPPLEMENT_REQUESTED, State.WAITING})

MAY = {
    Happened.TAKEN: frozenset(
        {State.FILED, State.IN_REVIEW, State.WAITING, State.SUPPLEMENT_REQUESTED, State.OBJECTED}
    ),
    Happened.TRANSFERRED: frozenset({State.FILED, State.IN_REVIEW, State.WAITING}),
    Happened.SUPPLEMENT_REQUESTED: frozenset({State.FILED, State.IN_REVIEW}),
    Happened.SUPPLEMENT_ANSWERED: frozenset({State.SUPPLEMENT_REQUESTED}),
    Happened.WAITING: frozenset({State.FILED, State.IN_REVIEW}),
    Happened.RESUMED: frozenset({State.WAITING}),
    Happened.DECIDED: frozenset({State.FILED, State.IN_REVIEW, State.WAITING}),
    Happened.OBJECTED: frozenset({State.DECIDED}),
    Happened.OBJECTION_ANSWERED: frozenset({State.OBJECTED}),
    Happened.WITHDRAWN: UNDECIDED,
    Happened.CLOSED: frozenset({State.DECIDED}),
    # While the clock stands there is nothing to put off.
    Happened.EXTENDED: frozenset({State.FILED, State.IN_REVIEW, State.WAITING, State.OBJECTED}),
}


def may_follow(*, state: State, event: Happened) -> bool:
    """Whether this may happen to a case that stands there."""
    return event not in MAY or state in MAY[event]
