"""The officials' worklist: open cases of the actor's offices and duties, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.states import OPEN, State
from madang.framework.cases.wording import procedure_title, state_title
from madang.framework.identity.actor import Actor, name_in
from madang.framework.protect import mask_name

PAGE = 50
# Beyond this nobody counts on; the page says "more than".
COUNTED = 10_000

_OPEN_STATES = ", ".join(f"'{state}'" for state in sorted(state.value for state in OPEN))
# One walk on the index alone for each pair of office and procedure, each cut off at the page's length, and only the page's
# rows are fetched: the time depends on the page, not on how many cases there are.
_KEYS = f"""
    SELECT found.urgent_on, found.id
    FROM unnest(%(offices)s::text[], %(procedures)s::text[]) AS pair (office, procedure), LATERAL (
        SELECT urgent_on, id FROM cases_case
        WHERE office_code = pair.office AND procedure = pair.procedure AND state IN ({_OPEN_STATES})
          AND (%(state)s = '' OR state = %(state)s)
          AND (%(mine)s::bigint IS NULL OR taken_by = %(mine)s)
          AND (urgent_on, id) > (%(after_on)s::date, %(after_id)s)
          AND (%(due_before)s::date IS NULL OR urgent_on < %(due_before)s)
        ORDER BY urgent_on, id LIMIT %(limit)s
    ) AS found
    ORDER BY found.urgent_on, found.id LIMIT %(limit)s
"""  # noqa: S608 (only our own constants are put in)
# In another order the open cases of the pairs are sorted whole; what is overdue stays first in every order.
_ORDERS = {"applicant": "applicant_name = '', applicant_name", "filed": "filed_at"}
_SORTED = """
    SELECT urgent_on, id, (urgent_on < %(today)s::date) AS late, row_number() OVER (
        ORDER BY (urgent_on < %(today)s::date) DESC, {order}, urgent_on, id) AS place
    FROM unnest(%(offices)s::text[], %(procedures)s::text[]) AS pair (office, procedure)
    JOIN cases_case ON office_code = pair.office AND cases_case.procedure = pair.procedure
    WHERE state IN ({states}) AND (%(state)s = '' OR state = %(state)s)
      AND (%(mine)s::bigint IS NULL OR taken_by = %(mine)s)
      AND (%(due_before)s::date IS NULL OR urgent_on < %(due_before)s)
    ORDER BY place LIMIT %(limit)s
"""
_COLUMNS = """id, number, cases_case.procedure, office_code, state, filed_at, due_on, cases_case.urgent_on, taken_by,
    taken_by_name, (SELECT name_en FROM identity_account WHERE identity_account.id = taken_by), applicant_name"""
_ROWS = f"""
    SELECT {_COLUMNS}
    FROM ({_KEYS}) AS key JOIN cases_case USING (id) ORDER BY cases_case.urgent_on, id
"""  # noqa: S608
_ROWS_SORTED = {
    name: f"SELECT {_COLUMNS} FROM ({_SORTED.format(order=order, states=_OPEN_STATES)}) AS key "  # noqa: S608
    "JOIN cases_case USING (id) ORDER BY key.place"
    for name, order in _ORDERS.items()
}
_COUNT = f"SELECT count(*) FROM ({_KEYS}) AS counted"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of the worklist is wanted; empty means all. `late`: overdue ones only. `sort`: `applicant` or `filed`, else by the
    day that is due."""

    office: str = ""
    procedure: str = ""
    state: str = ""
    mine: bool = False
    late: bool = False
    sort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistRow:
    """An open case as an official's list shows it, in the active language. `late`: the clock runs and the day is past."""

    number: str
    procedure: str
    title: str
    office_code: str
    office_name: str
    state: str
    state_title: str
    filed_at: datetime
    due_on: date
    late: bool
    stands: bool
    taken_by_name: str
    """In the reader's script."""
    applicant: str
    """Masked: the whole name stands on the case's page, whose opening the applicant sees."""
    applicant_name: str
    """To search in, not to show."""
    mine: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """A page of it; `following` is the cursor of the next one, empty on the last. `count` stops at COUNTED."""

    rows: tuple[WorklistRow, ...] = ()
    following: str = ""
    count: int = 0
    late_count: int = 0
    offices: tuple[tuple[str, str], ...] = field(default=())
    procedures: tuple[tuple[str, str], ...] = field(default=())


def pairs_of(actor: Actor, *, filters: Filters) -> list[tuple[str, str]]:
    """The (office, procedure) pairs that the actor's duties open, narrowed by the filters."""
    decided_by: dict[str, list[str]] = {}
    for procedure in procedures.known():
        decided_by.setdefault(procedure.decided_by, []).append(procedure.code)
    pairs = {(duty.office_code, code) for duty in actor.duties for code in decided_by.get(duty.code, ())}
    return sorted(
        (office, code) for office, code in pairs if filters.office in ("", office) and filters.procedure in ("", code)
    )


def worklist_rows(
    actor: Actor, *, now: datetime, filters: Filters | None = None, after: str = "", limit: int = PAGE
) -> tuple[tuple[WorklistRow, ...], str]:
    """Up to `limit` rows after the cursor, and the cursor of what follows. An unreadable cursor starts at the top."""
    filters = filters or Filters()
    pairs = pairs_of(actor, filters=filters)
    if not pairs:
        return (), ""
    sql = _ROWS_SORTED.get(filters.sort, _ROWS)
    found = _select(sql, actor=actor, filters=filters, pairs=pairs, after=after, limit=limit + 1, now=now)
    names = {duty.office_code: duty.office_name for duty in actor.duties}
    today = clock.local_day(now)
    rows = tuple(_row(values, names=names, actor=actor, today=today) for values in found[:limit])
    if len(found) <= limit:
        return rows, ""
    return rows, _cursor(found[limit - 1]) if sql is _ROWS else "more"


def worklist(
    actor: Actor, *, now: datetime, filters: Filters | None = None, after: str = "", limit: int = PAGE
) -> Worklist:
    """A page of the worklist with its counts and the choices of its filters."""
    filters = filters or Filters()
    rows, following = worklist_rows(actor, now=now, filters=filters, after=after, limit=limit)
    every = pairs_of(actor, filters=Filters())
    names = {duty.office_code: duty.office_name for duty in actor.duties}
    return Worklist(
        rows=rows,
        following=following,
        count=count_of(actor, now=now, filters=filters),
        late_count=count_of(
            actor, now=now, filters=Filters(office=filters.office, procedure=filters.procedure, late=True)
        ),
        offices=tuple((code, names[code]) for code in sorted({office for office, _code in every})),
        procedures=tuple((code, procedure_title(code)) for code in sorted({code for _office, code in every})),
    )


def count_of(actor: Actor, *, now: datetime, filters: Filters) -> int:
    """How many open cases match, counted up to COUNTED."""
    pairs = pairs_of(actor, filters=filters)
    if not pairs:
        return 0
    found = _select(_COUNT, actor=actor, filters=filters, pairs=pairs, after="", limit=COUNTED + 1, now=now)
    return int(found[0][0])


def _select(
    sql: str, *, actor: Actor, filters: Filters, pairs: Sequence[tuple[str, str]], after: str, limit: int, now: datetime
) -> list[tuple[Any, ...]]:
    after_on, after_id = _read_cursor(after)
    values = {
        "offices": [office for office, _procedure in pairs],
        "procedures": [procedure for _office, procedure in pairs],
        "state": filters.state if filters.state in set(State) else "",
        "mine": actor.account_id if filters.mine else None,
        "after_on": after_on,
        "after_id": after_id,
        "due_before": clock.local_day(now) if filters.late else None,
        "today": clock.local_day(now),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _row(values: tuple[Any, ...], *, names: dict[str, str], actor: Actor, today: date) -> WorklistRow:
    _id, number, procedure, office, state, filed_at, due_on, urgent_on, taken_by, taken_by_name, latin, name = values
    return WorklistRow(
        number=number,
        procedure=procedure,
        title=procedure_title(procedure),
        office_code=office,
        office_name=names.get(office, office),
        state=state,
        state_title=state_title(state, desk=True),
        filed_at=filed_at,
        due_on=due_on,
        late=urgent_on < today,
        stands=urgent_on != due_on,
        taken_by_name=name_in(language=get_language() or "", native=taken_by_name, latin=latin or ""),
        applicant=mask_name(name),
        applicant_name=name,
        mine=taken_by is not None and taken_by == actor.account_id,
        url=f"/cases/{number}/",
    )


def _cursor(values: tuple[Any, ...]) -> str:
    return f"{values[7]:%Y%m%d}-{values[0]}"


def _read_cursor(text: str) -> tuple[date, int]:
    day, _, number = text.partition("-")
    if number.isascii() and number.isdigit() and len(number) < 19 and len(day) == 8 and day.isascii() and day.isdigit():
        try:
            return datetime.strptime(day, "%Y%m%d").date(), int(number)  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            pass
    return date.min, 0
