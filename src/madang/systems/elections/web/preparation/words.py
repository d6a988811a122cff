"""How pages call kinds, states and steps."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.identity.actor import Assurance
from madang.systems.elections.domain.words import ORDER, Kind, QuestionKind, RollSource, State, Step
from madang.systems.elections.models import Election

KINDS = {
    Kind.PUBLIC: _("Public election"),
    Kind.REFERENDUM: _("Referendum"),
    Kind.HOUSING: _("Election of a housing block"),
    Kind.UNION: _("Election of a union"),
    Kind.SURVEY: _("Survey with secrecy"),
}
STATES = {
    State.DRAFT: pgettext_lazy("election", "Draft"),
    State.ANNOUNCED: pgettext_lazy("election", "Announced"),
    State.ROLL_FROZEN: _("Roll frozen"),
    State.READY: _("Board begun"),
    State.CLOSED: pgettext_lazy("election", "Closed"),
    State.COUNTED: pgettext_lazy("election", "Counted"),
    State.PUBLISHED: _("Result published"),
    State.CANCELLED: pgettext_lazy("election", "Cancelled"),
}
STEPS = {
    Step.ANNOUNCE: _("Announce the election"),
    Step.FREEZE_ROLL: _("Freeze the roll"),
    Step.BEGIN: _("Begin the board"),
    Step.CLOSE: _("Close the election"),
    Step.PUBLISH: _("Publish the result"),
    Step.CANCEL: _("Cancel the election"),
    Step.ANEW: _("Begin the ceremony anew"),
}
SIGN_INS = {
    Assurance.NONE.value: _("Any sign-in"),
    Assurance.SUBSTANTIAL.value: _("Mobile ID, or a passkey given out at a counter"),
    Assurance.HIGH.value: _("Mobile ID in a checked wallet, or a checked security key"),
}
"""By the level of assurance."""
QUESTION_KINDS = {
    QuestionKind.SINGLE: _("One answer"),
    QuestionKind.MULTIPLE: _("Several answers"),
    QuestionKind.APPROVAL: _("Any answers"),
    QuestionKind.STV: _("Ranking, several seats (single transferable vote)"),
    QuestionKind.SCHULZE: _("Ranking, one winner (Schulze)"),
    QuestionKind.GRADES: _("Grades, one winner (majority judgment)"),
}
PARTS = {
    "public": _("File of the trustee's key"),
    "certificate": _("Ceremony, first step: file of the trustee's certificate"),
    "polynomial": _("Ceremony, second step: file of the trustee's polynomial"),
    "output": _("Ceremony, third step: file of the trustee's output"),
    "shuffle": _("File of the shuffle"),
    "decryption": _("File of the partial decryption"),
}
"""What a trustee hands in, by the names of `awaited_parts`."""
SOURCES = {RollSource.REGISTER: _("Population register"), RollSource.LIST: _("Membership list")}


def track(election: Election) -> list[dict[str, Any]]:
    """How far the election is."""
    if election.state == State.CANCELLED:
        return []
    reached = ORDER.index(State(election.state))
    return [
        {"title": STATES[state], "state": "done" if place < reached else "current" if place == reached else "todo"}
        for place, state in enumerate(ORDER)
    ]
