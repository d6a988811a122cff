"""A period is put off once, within the law, with reasons, and the applicant is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from madang.framework.audit.models import Entry
from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.extensions import Hindrance, hindrances
from madang.framework.cases.listing import row_of
from madang.framework.cases.models import Case, CaseEvent, Objection
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.tests.conftest import MONDAY
from madang.framework.cases.usecases import decide, extend_deadline, object_to, request_supplement
from madang.framework.cases.usecases.extend_deadline import NotExtended, may_be_extended
from madang.framework.cases.usecases.recording import NotNow
from madang.framework.cases.usecases.rights import NotYourOffice
from madang.framework.cases.web.showing import timeline_of
from madang.framework.identity.actor import Actor
from madang.framework.notify.models import Message

pytestmark = pytest.mark.django_db
Opened = Callable[..., Case]
WHY = "The land register of Mapo-gu answers only next week."


@pytest.fixture(autouse=True)
def law(procedure: Procedure) -> None:
    """As in Korea: Enforcement Decree art. 21 (1), Act art. 35 (2)."""
    procedures.register(replace(procedure, extension_periods=1, objection_extension=10))


def codes(refusal: NotExtended) -> set[str]:
    return {fault.code for fault in refusal.faults}


def test_the_new_day_counts_working_days_after_the_last_one(opened: Opened, registrar: Actor) -> None:
    case = opened()
    assert case.due_on == date(2026, 6, 16)
    case = extend_deadline(case=case, days=7, reasons=WHY, actor=registrar, now=MONDAY + timedelta(days=3))
    # From Wednesday 17 June, without 20 and 21 June (Saturday, Sunday): the seventh day is Thursday 25 June.
    assert case.due_on == date(2026, 6, 25)
    assert clock.local_day(case.due_at) == case.due_on
    assert case.urgent_on == case.due_on


def test_the_applicant_reads_the_day_and_the_reasons_on_the_track(opened: Opened, registrar: Actor) -> None:
    case = extend_deadline(case=opened(), days=3, reasons=WHY, actor=registrar, now=MONDAY)
    told = Message.objects.get(party_key="hana", template="cases/extended")
    assert WHY in told.body
    newest = timeline_of(case, desk=False)[0]
    assert newest.text == WHY
    notes = " ".join(step.note for step in row_of(case, today=date(2026, 6, 9)).track)
    assert str(case.due_on.day) in notes
    assert Entry.objects.filter(action="cases.extended", target=f"case:{case.number}").exists()


def test_the_law_lets_it_once(opened: Opened, registrar: Actor) -> None:
    case = extend_deadline(case=opened(), days=2, reasons=WHY, actor=registrar, now=MONDAY)
    assert not may_be_extended(case=case, now=MONDAY)
    with pytest.raises(NotExtended) as refused:
        extend_deadline(case=case, days=2, reasons=WHY, actor=registrar, now=MONDAY)
    assert codes(refused.value) == {Hindrance.TWICE}
    assert CaseEvent.objects.filter(case=case, kind="extended").count() == 1


def test_not_longer_than_the_period_itself_and_not_without_reasons(opened: Opened, registrar: Actor) -> None:
    case = opened()
    with pytest.raises(NotExtended) as refused:
        extend_deadline(case=case, days=8, reasons=" ", actor=registrar, now=MONDAY)
    assert codes(refused.value) == {Hindrance.TOO_LONG, "cases.reasons_missing"}
    case.refresh_from_db()
    assert (case.due_on, case.extended_days) == (date(2026, 6, 16), 0)


def test_an_overdue_period_is_not_extended_any_more(opened: Opened, registrar: Actor) -> None:
    with pytest.raises(NotExtended) as refused:
        extend_deadline(case=opened(), days=1, reasons=WHY, actor=registrar, now=MONDAY + timedelta(days=30))
    assert codes(refused.value) == {Hindrance.TOO_LATE}


def test_where_no_law_gives_it_there_is_none(opened: Opened, registrar: Actor, procedure: Procedure) -> None:
    procedures.register(replace(procedure, extension_periods=None))
    case = opened()
    assert not may_be_extended(case=case, now=MONDAY)
    with pytest.raises(NotExtended) as refused:
        extend_deadline(case=case, days=1, reasons=WHY, actor=registrar, now=MONDAY)
    assert codes(refused.value) == {Hindrance.NO_LAW}


def test_the_answer_to_an_objection_is_put_off_by_ten_days_at_most(
    opened: Opened, registrar: Actor, colleague: Actor, hana: Actor
) -> None:
    case = opened()
    decide(case=case, outcome="refused", reasons="No.", actor=registrar, now=MONDAY)
    objection = object_to(case=case, reasons="It is wrong.", actor=hana, now=MONDAY)
    case.refresh_from_db()
    # Ten working days after Monday 8 June end on Monday 22 June; ten more on Monday 6 July.
    assert objection.due_on == date(2026, 6, 22)
    with pytest.raises(NotExtended):
        extend_deadline(case=case, days=11, reasons=WHY, actor=colleague, now=MONDAY)
    case = extend_deadline(case=case, days=10, reasons=WHY, actor=colleague, now=MONDAY)
    assert case.due_on == date(2026, 7, 6)
    assert Objection.objects.get().due_on == date(2026, 7, 6)
    assert case.extended_days == 0, "the case's own period was never put off"


def test_another_office_may_not_and_a_standing_clock_is_not_extended(
    opened: Opened, registrar: Actor, stranger: Actor
) -> None:
    case = opened()
    with pytest.raises(NotYourOffice):
        extend_deadline(case=case, days=1, reasons=WHY, actor=stranger, now=MONDAY)
    request_supplement(case=case, asked="The lease.", actor=registrar, now=MONDAY)
    with pytest.raises(NotNow):
        extend_deadline(case=case, days=1, reasons=WHY, actor=registrar, now=MONDAY)


@pytest.mark.parametrize(
    ("days", "at_most", "before", "overdue", "found"),
    [
        (1, 7, False, False, ()),
        (7, 7, False, False, ()),
        (8, 7, False, False, (Hindrance.TOO_LONG,)),
        (0, 7, False, False, (Hindrance.NO_DAYS,)),
        (8, 7, True, True, (Hindrance.TWICE, Hindrance.TOO_LATE, Hindrance.TOO_LONG)),
        (1, 0, False, False, (Hindrance.NO_LAW,)),
    ],
)
def test_every_hindrance_is_told(
    days: int, at_most: int, before: bool, overdue: bool, found: tuple[Hindrance, ...]
) -> None:
    assert hindrances(days=days, at_most=at_most, extended_before=before, overdue=overdue) == found


def test_the_page_offers_it_and_does_it(opened: Opened) -> None:
    from madang.framework.cases.tests.conftest import official
    from madang.framework.cases.web.desk_forms import forms_for

    now: datetime = MONDAY
    case = opened()
    assert "extend" in forms_for(case, actor=official(101, "Kim"), now=now)
    case = extend_deadline(case=case, days=1, reasons=WHY, actor=official(101, "Kim"), now=now)
    assert "extend" not in forms_for(case, actor=official(101, "Kim"), now=now)
