"""A party's cases as plain values: rows with a track of steps, for "my page" and for the case's own page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from madang.framework.cases import clock
from madang.framework.cases.domain.states import OPEN, Outcome, State
from madang.framework.cases.models import Case
from madang.framework.cases.wording import day, outcome_title, procedure_title, state_title, step_title
from madang.framework.values import Party

_ASKS = ExpressionWrapper(Q(state=State.SUPPLEMENT_REQUESTED.value), output_field=BooleanField())


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


def cases_of(party: Party, *, now: datetime, limit: int = 50) -> tuple[CaseRow, ...]:
    """The newest cases that the party applied for or that are about it; those that ask for something come first."""
    of_applicant = Q(applicant_kind=party.kind.value, applicant_key=party.key)
    of_subject = Q(subject_kind=party.kind.value, subject_key=party.key)
    # Two index walks; an OR over both indexes would read every case of the party before it sorts.
    # What the office asks of the applicant is never beyond the limit, however old.
    asking = Case.objects.filter(of_applicant).annotate(asks=_ASKS)
    mine = list(asking.order_by("-asks", "-filed_at")[:limit])
    about = list(Case.objects.filter(of_subject).exclude(of_applicant).order_by("-filed_at")[:limit])
    newest = sorted(mine + about, key=lambda case: (getattr(case, "asks", False), case.filed_at), reverse=True)[:limit]
    others = {case.number for case in about}
    # Whom a case is only about cannot answer for the applicant.
    rows = [replace(row, asks=row.asks and row.number not in others) for row in rows_of(newest, now=now)]
    return tuple(sorted(rows, key=lambda row: not row.asks))


def rows_of(cases: Iterable[Case], *, now: datetime) -> tuple[CaseRow, ...]:
    """The cases as rows, in their order."""
    today = clock.local_day(now)
    return tuple(row_of(case, today=today) for case in cases)


def row_of(case: Case, *, today: date) -> CaseRow:
    """One case as a row."""
    state = State(case.state)
    return CaseRow(
        number=case.number,
        procedure=case.procedure,
        title=procedure_title(case.procedure),
        state=case.state,
        state_title=state_title(case.state),
        tone=_tone(case),
        filed_at=case.filed_at,
        due_on=case.due_on,
        late=state in OPEN and case.stopped_at is None and case.due_on < today,
        stands=case.stopped_at is not None,
        outcome=case.outcome,
        outcome_title=outcome_title(case.outcome) if case.outcome else "",
        asks=state is State.SUPPLEMENT_REQUESTED,
        open=state in OPEN,
        waits_for=case.waits_for,
        application=case.application,
        track=track_of(case),
        url=f"/my/cases/{case.number}/",
    )


def track_of(case: Case) -> tuple[Step, ...]:
    """Received, under review, decided, closed: what is done, where it stands, what lies ahead."""
    state = State(case.state)
    received = Step(title=step_title("received"), state="done", note=_day(case.filed_at))
    if state is State.WITHDRAWN:
        return (received, Step(title=step_title("withdrawn"), state="failed", note=_day(case.closed_at)))
    reviewing = state in (State.FILED, State.IN_REVIEW, State.SUPPLEMENT_REQUESTED, State.WAITING)
    review = Step(
        title=state_title(case.state) if state in (State.SUPPLEMENT_REQUESTED, State.WAITING) else step_title("review"),
        state="current" if reviewing else "done",
        note=case.waits_for if state is State.WAITING else "",
    )
    steps = [received, review, _decision_step(case, reviewing=reviewing)]
    if state is State.OBJECTED:
        steps.append(Step(title=step_title("objection"), state="current", note=step_title("until", case.due_on)))
    steps.append(
        Step(
            title=step_title("closed"),
            state="done" if state is State.CLOSED else "ahead",
            note=_day(case.closed_at) if state is State.CLOSED else "",
        )
    )
    return tuple(steps)


def _decision_step(case: Case, *, reviewing: bool) -> Step:
    if reviewing:
        note = step_title("stands") if case.stopped_at is not None else step_title("until", case.due_on)
        return Step(title=step_title("decision"), state="ahead", note=note)
    current = case.state == State.DECIDED
    refused = case.outcome == Outcome.REFUSED
    state = "failed" if refused else "current" if current else "done"
    return Step(title=outcome_title(case.outcome), state=state, note=_day(case.decided_at))


def _day(at: datetime | None) -> str:
    return "" if at is None else day(clock.local_day(at))


def _tone(case: Case) -> str:
    state = State(case.state)
    if state is State.SUPPLEMENT_REQUESTED:
        return "warning"
    if state in (State.DECIDED, State.CLOSED):
        return "success" if case.outcome == Outcome.GRANTED else "danger"
    return "gray" if state is State.WITHDRAWN else "primary"
