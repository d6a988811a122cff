"""What states, events and outcomes are called."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Happened, ObjectionOutcome, Outcome, State
from madang.framework.law.active import pack

STATES = {
    State.FILED: _("Received"),
    State.IN_REVIEW: _("Under review"),
    State.SUPPLEMENT_REQUESTED: _("Waiting for your supplement"),
    State.WAITING: _("Waiting for another agency"),
    State.DECIDED: _("Decided"),
    State.OBJECTED: _("Objection under review"),
    State.CLOSED: _("Closed"),
    State.WITHDRAWN: _("Withdrawn"),
}
# As an official reads it.
DESK_STATES = STATES | {State.SUPPLEMENT_REQUESTED: _("Waiting for the applicant")}
EVENTS = {
    Happened.FILED: _("Application received"),
    Happened.TAKEN: _("Taken in hand"),
    Happened.TRANSFERRED: _("Transferred to another office"),
    Happened.SUPPLEMENT_REQUESTED: _("Supplement requested; the period stands still"),
    Happened.SUPPLEMENT_ANSWERED: _("Supplement answered; the period runs again"),
    Happened.WAITING: _("Waiting for another agency"),
    Happened.RESUMED: _("Processing goes on"),
    Happened.DECIDED: _("Decided"),
    Happened.OBJECTED: _("Objection received"),
    Happened.OBJECTION_ANSWERED: _("Objection answered"),
    Happened.WITHDRAWN: _("Withdrawn by the applicant"),
    Happened.CLOSED: _("Closed"),
    Happened.EXTENDED: _("Period extended"),
}
# As the applicant reads it.
MY_EVENTS = EVENTS | {
    Happened.SUPPLEMENT_REQUESTED: _("The office asked you to add something"),
    Happened.SUPPLEMENT_ANSWERED: _("You answered; the period runs again"),
    Happened.WITHDRAWN: _("You withdrew the application"),
    Happened.EXTENDED: _("The office extended its period, for the reasons given here"),
}
OUTCOMES = {Outcome.GRANTED: _("Granted"), Outcome.REFUSED: _("Refused")}
OBJECTION_OUTCOMES = {ObjectionOutcome.UPHELD: _("Upheld"), ObjectionOutcome.DISMISSED: _("Dismissed")}


STEPS = {
    "received": _("Received"),
    "review": _("Under review"),
    "decision": _("Decision"),
    "objection": _("Objection under review"),
    "closed": _("Closed"),
    "withdrawn": _("Withdrawn"),
    "stands": _("The period stands still"),
    "until": _("by {day}"),
}


# Lists say the same few words for every row; a lazy translation costs more than a row of the database.
_TABLES = {
    "state": STATES,
    "desk": DESK_STATES,
    "event": EVENTS,
    "my_event": MY_EVENTS,
    "outcome": OUTCOMES,
    "step": STEPS,
}


@lru_cache(maxsize=2048)
def _word(table: str, name: str, language: str) -> str:
    words: Mapping[str, object] = _TABLES[table]  # type: ignore[assignment]  # (each key is a str by its enum)
    with override(language):
        return str(words[name])


def _said(table: str, name: str) -> str:
    return _word(table, str(name), get_language() or "en")


def step_title(name: str, until: date | None = None) -> str:
    """What a step of a track is called in the active language."""
    return _said("step", name) if until is None else _said("step", name).format(day=day(until))


def procedure_title(code: str) -> str:
    """The procedure's title in the active language; of one that no longer runs here, its code."""
    try:
        return str(procedures.get(code).title)
    except procedures.NoSuchProcedure:
        return code


def day(on: date) -> str:
    """The day as the active language writes it."""
    return _day(on, get_language() or "en")


@lru_cache(maxsize=4096)
def _day(on: date, language: str) -> str:
    return format_date(on, format="long", locale=language.split("-")[0])


def state_title(state: str, *, desk: bool = False) -> str:
    """The state, for the applicant or for the desk, in the active language."""
    return _said("desk" if desk else "state", state)


def event_title(kind: str, *, desk: bool = True) -> str:
    """The event, for the desk or for the applicant, in the active language."""
    return _said("event" if desk else "my_event", kind)


def outcome_title(outcome: str) -> str:
    """The outcome in the active language."""
    return _said("outcome", outcome)


def moment(at: datetime) -> str:
    """Day and time as the active language writes them, on the country's clock."""
    local = at.astimezone(ZoneInfo(pack().time_zone))
    return format_datetime(local, format="medium", locale=(get_language() or "en").split("-")[0])
