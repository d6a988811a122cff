"""My cases, and an office's worklist."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import get_language

from madang.contracts.cases_v1 import CaseRow, Cases, ListCases, ListWork, Step
from madang.contracts.envelope import Envelope
from madang.exchange.registry import answers
from madang.framework.cases import listing, other_work, worklist
from madang.framework.cases.models import Case
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import Office
from madang.framework.values import Party, clock

MOST = 1000


def _row(row: listing.CaseRow) -> CaseRow:
    return CaseRow(
        number=row.number,
        title=row.title,
        state=row.state,
        state_title=row.outcome_title or row.state_title,
        filed_at=row.filed_at,
        due_on=row.due_on,
        overdue=row.late,
        waits_for="applicant" if row.asks else "office" if row.open else None,
        link=row.url,
        steps=tuple(Step(title=step.title, state=step.state) for step in row.track),
    )


def _count(party: Party) -> int:
    applied = Q(applicant_kind=party.kind.value, applicant_key=party.key)
    about = Q(subject_kind=party.kind.value, subject_key=party.key)
    return Case.objects.filter(applied).count() + Case.objects.filter(about).exclude(applied).count()


@answers(ListCases)
def list_cases(query: ListCases, envelope: Envelope) -> Cases:
    """The party's cases here."""
    end = query.offset + min(query.limit, MOST)
    rows = listing.cases_of(query.party, now=clock.now(), limit=end)[query.offset :]
    total = _count(query.party) if len(rows) == min(query.limit, MOST) or query.offset else len(rows)
    return Cases(cases=tuple(_row(row) for row in rows), total=total)


def _official(query: ListWork) -> Actor:
    pairs = [duty.split("@", 1) for duty in query.duties if "@" in duty]
    offices = Office.objects.filter(code__in={office for _duty, office in pairs})
    names = {office.code: office.name_in(get_language() or "") for office in offices}
    duties = tuple(Duty(office_code=office, office_name=names.get(office, office), code=duty) for duty, office in pairs)
    return Actor(kind=ActorKind.OFFICIAL, account_id=query.account, duties=duties)


def _searched(row: worklist.WorklistRow) -> tuple[str, ...]:
    return row.number, row.title, row.applicant_name


def _work_row(row: worklist.WorklistRow) -> CaseRow:
    return CaseRow(
        number=row.number,
        title=row.title,
        state=row.state,
        state_title=row.state_title,
        office=row.office_name,
        filed_at=row.filed_at,
        due_on=row.due_on,
        overdue=row.late,
        waits_for="applicant" if row.stands else "office",
        assigned_to=row.taken_by_name or None,
        applicant_name=row.applicant or None,
        link=row.url,
    )


def _other(row: other_work.Work) -> CaseRow:
    return CaseRow(
        number=row.number,
        title=row.title,
        state_title=row.state_title,
        office=row.office,
        filed_at=row.since,
        due_on=row.due_on,
        overdue=row.late,
        waits_for="office",
        link=row.url,
    )


def _other_work(actor: Actor, query: ListWork) -> list[CaseRow]:
    """What is no case stands before the cases; it has no state, procedure or taker to be narrowed by."""
    if query.state or query.procedure or query.mine:
        return []
    text = query.text.casefold()
    found = other_work.work_of(actor, now=clock.now())
    return [_other(row) for row in found if text in row.number.casefold() or text in row.title.casefold()]


@answers(ListWork)
def list_work(query: ListWork, envelope: Envelope) -> Cases:
    """What waits here for the holder of these duties, the most urgent first: work of other kinds, then open cases."""
    actor = _official(query)
    others = _other_work(actor, query)
    shown = others[query.offset : query.offset + query.limit]
    left = max(query.limit - len(shown), 0)
    # One case is read even where the page is full: it says how many there are.
    cases = _list_cases(replace(query, offset=max(query.offset - len(others), 0), limit=max(left, 1)), actor)
    return Cases(
        cases=(*shown, *cases.cases[:left]),
        total=cases.total + len(others),
        overdue=cases.overdue + sum(row.overdue for row in others),
    )


def _list_cases(query: ListWork, actor: Actor) -> Cases:
    """The open cases here that the actor may work on."""
    now = clock.now()
    filters = worklist.Filters(procedure=query.procedure, state=query.state, mine=query.mine, sort=query.sort)
    wanted = MOST if query.text else min(query.offset + query.limit, MOST)
    rows, following = worklist.worklist_rows(actor, now=now, filters=filters, limit=wanted)
    if query.text:
        text = query.text.casefold()
        rows = tuple(row for row in rows if any(text in each.casefold() for each in _searched(row)))
    late = worklist.Filters(procedure=query.procedure, state=query.state, mine=query.mine, late=True)
    # Overdue cases come first: a page that ends with one that is not has shown them all.
    all_late_here = not query.text and (not following or not rows[-1].late)
    return Cases(
        cases=tuple(_work_row(row) for row in rows[query.offset : query.offset + query.limit]),
        total=len(rows) if query.text or not following else worklist.count_of(actor, now=now, filters=filters),
        overdue=sum(row.late for row in rows) if all_late_here else worklist.count_of(actor, now=now, filters=late),
    )
