"""A party's cases as plain values: rows with a track of steps, for "my page" and for the case's own page."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.utils.translation import get_language

from madang.framework.cases import clock
from madang.framework.cases.domain.states import OPEN, Outcome, State
from madang.framework.cases.models import Case
from madang.framework.cases.wording import day, outcome_title, procedure_title, state_title, step_title
from madang.framework.values import Party

_REVIEWING = (State.FILED, State.IN_REVIEW, State.SUPPLEMENT_REQUESTED, State.WAITING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a track: `state` is done, current, ahead or failed; `note` is a date or a word beside it."""

    title: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A case as its applicant reads it, in the active language. `asks`: it waits for the applicant."""

    number: str
    procedure: str
    title: str
    state: str
    state_title: str
    tone: str
    filed_at: datetime
    due_on: date
    late: bool
    stands: bool
    outcome: str
    outcome_title: str
    asks: bool
    open: bool
    waits_for: str
    application: str
    track: tuple[Step, ...]
    url: str


class _Found(NamedTuple):
    """What a list shows of a case. `about`: the party is the case's subject, and another applied for it."""

    number: str
    procedure: str
    state: str
    outcome: str
    filed_at: datetime
    due_on: date
    stopped_at: datetime | None
    waits_for: str
    application: str
    about: bool


# Two index walks; an OR over both indexes would read every case of the party before it sorts.
# What the office asks of the applicant is never beyond the limit, however old.
_CASES_OF = """
    SELECT number, found.procedure, state, outcome, filed_at, due_on, stopped_at, waits_for, application, about FROM (
        (SELECT number, cases_case.procedure, state, outcome, filed_at, due_on, stopped_at, waits_for, application,
             false AS about, state = %(asks)s AS asks
         FROM cases_case
         WHERE applicant_kind = %(kind)s AND applicant_key = %(key)s
         ORDER BY state = %(asks)s DESC, filed_at DESC LIMIT %(limit)s)
        UNION ALL
        (SELECT number, cases_case.procedure, state, outcome, filed_at, due_on, stopped_at, waits_for, application,
             true, false
         FROM cases_case
         WHERE subject_kind = %(kind)s AND subject_key = %(key)s
             AND NOT (applicant_kind = %(kind)s AND applicant_key = %(key)s)
         ORDER BY filed_at DESC LIMIT %(limit)s)
    ) AS found ORDER BY asks DESC, filed_at DESC LIMIT %(limit)s
"""


def cases_of(party: Party, *, now: datetime, limit: int = 50) -> tuple[CaseRow, ...]:
    """The newest cases that the party applied for or that are about it; those that ask for something come first.

    The rows' tracks tell no days. Whom a case is only about cannot answer for the applicant.
    """
    given = {"asks": State.SUPPLEMENT_REQUESTED.value, "kind": party.kind.value, "key": party.key, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_CASES_OF, given)
        found = [_Found(*row) for row in cursor.fetchall()]
    today, language, titles = clock.local_day(now), get_language() or "en", dict[str, str]()
    return tuple(
        _row(
            case,
            today=today,
            title=titles.get(case.procedure) or titles.setdefault(case.procedure, procedure_title(case.procedure)),
            track=_outline(case.state, case.outcome, language),
            asks=not case.about,
        )
        for case in found
    )


def row_of(case: Case, *, today: date) -> CaseRow:
    """One case as a row."""
    return _row(case, today=today, title=procedure_title(case.procedure), track=track_of(case))


def _row(case: Case | _Found, *, today: date, title: str, track: tuple[Step, ...], asks: bool = True) -> CaseRow:
    state = State(case.state)
    return CaseRow(
        number=case.number,
        procedure=case.procedure,
        title=title,
        state=case.state,
        state_title=state_title(case.state),
        tone=_tone(case),
        filed_at=case.filed_at,
        due_on=case.due_on,
        late=state in OPEN and case.stopped_at is None and case.due_on < today,
        stands=case.stopped_at is not None,
        outcome=case.outcome,
        outcome_title=outcome_title(case.outcome) if case.outcome else "",
        asks=asks and state is State.SUPPLEMENT_REQUESTED,
        open=state in OPEN,
        waits_for=case.waits_for,
        application=case.application,
        track=track,
        url=f"/my/cases/{case.number}/",
    )


def track_of(case: Case) -> tuple[Step, ...]:
    """Received, under review, decided, closed: what is done, where it stands, what lies ahead, with its days."""
    steps = _outline(case.state, case.outcome, get_language() or "en")
    return tuple(replace(step, note=note) for step, note in zip(steps, _notes(case), strict=True))


@lru_cache(maxsize=1024)
def _outline(of: str, outcome: str, _language: str) -> tuple[Step, ...]:
    """A track without its days, in the active language: the same for every case in that state."""
    state = State(of)
    received = Step(title=step_title("received"), state="done")
    if state is State.WITHDRAWN:
        return (received, Step(title=step_title("withdrawn"), state="failed"))
    review = Step(
        title=state_title(of) if state in (State.SUPPLEMENT_REQUESTED, State.WAITING) else step_title("review"),
        state="current" if state in _REVIEWING else "done",
    )
    steps = [received, review, _decision_step(state, outcome)]
    if state is State.OBJECTED:
        steps.append(Step(title=step_title("objection"), state="current"))
    steps.append(Step(title=step_title("closed"), state="done" if state is State.CLOSED else "ahead"))
    return tuple(steps)


def _decision_step(state: State, outcome: str) -> Step:
    if state in _REVIEWING:
        return Step(title=step_title("decision"), state="ahead")
    shown = "failed" if outcome == Outcome.REFUSED else "current" if state is State.DECIDED else "done"
    return Step(title=outcome_title(outcome), state=shown)


def _notes(case: Case) -> list[str]:
    """The day or the word beside each step of the outline."""
    state = State(case.state)
    if state is State.WITHDRAWN:
        return [_day(case.filed_at), _day(case.closed_at)]
    if state not in _REVIEWING:
        decision = _day(case.decided_at)
    else:
        decision = step_title("stands") if case.stopped_at is not None else step_title("until", case.due_on)
    notes = [_day(case.filed_at), case.waits_for if state is State.WAITING else "", decision]
    if state is State.OBJECTED:
        notes.append(step_title("until", case.due_on))
    return [*notes, _day(case.closed_at) if state is State.CLOSED else ""]


def _day(at: datetime | None) -> str:
    return "" if at is None else day(clock.local_day(at))


def _tone(case: Case | _Found) -> str:
    state = State(case.state)
    if state is State.SUPPLEMENT_REQUESTED:
        return "warning"
    if state in (State.DECIDED, State.CLOSED):
        return "success" if case.outcome == Outcome.GRANTED else "danger"
    return "gray" if state is State.WITHDRAWN else "primary"
