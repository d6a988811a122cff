"""The verbs of a case, one after another, on a real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.cases.domain.numbers import is_case_number
from madang.framework.cases.models import Case, CaseEvent, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.cases.progress import _listeners, on_progress
from madang.framework.cases.tests.conftest import MONDAY
from madang.framework.cases.usecases import (
    answer_objection,
    answer_supplement,
    close_settled,
    decide,
    lapse_supplement,
    object_to,
    request_supplement,
    resume,
    take,
    transfer,
    wait,
    withdraw,
)
from madang.framework.cases.usecases.answer_objection import SameOfficial
from madang.framework.cases.usecases.answer_supplement import AnswerEmpty
from madang.framework.cases.usecases.decide import AlreadyDecided, DecisionIncomplete
from madang.framework.cases.usecases.object_to import ObjectionRefused
from madang.framework.cases.usecases.open_case import CaseRefused
from madang.framework.cases.usecases.recording import CaseMovedOn, NotNow
from madang.framework.cases.usecases.rights import NotYourCase, NotYourOffice
from madang.framework.identity.actor import ActingFor, Actor, ActorKind, system_actor
from madang.framework.identity.models import Mandate, Office
from madang.framework.money.models import Charge
from madang.framework.money.usecases import charge
from madang.framework.notify.models import Message
from madang.framework.values import Fault, Money, Party, Refusal

pytestmark = pytest.mark.django_db
Opened = Callable[..., Case]


def test_a_new_case_has_a_number_that_names_its_member_and_checks(opened: Opened) -> None:
    case = opened()
    assert case.number.startswith("madang-2026-")
    assert is_case_number(case.number)
    assert opened().number != case.number


def test_the_applicant_is_told_the_promised_day(opened: Opened) -> None:
    case = opened()
    assert Message.objects.filter(party_key="hana", template="cases/filed", body__contains=case.number).count() == 1


def test_seven_days_in_korea_count_the_first_day_and_skip_the_weekend(opened: Opened) -> None:
    # Civil Petitions Treatment Act art. 19 (2): Monday 8 June is day 1, Tuesday 16 June is day 7.
    assert opened().due_on == date(2026, 6, 16)


def test_one_application_opens_one_case_however_often_it_is_announced(opened: Opened) -> None:
    assert opened(application="civil-1").pk == opened(application="civil-1").pk
    assert Case.objects.count() == 1


def test_all_faults_of_a_new_case_are_told_and_nothing_is_written(opened: Opened, procedure: Procedure) -> None:
    from madang.framework.cases import procedures

    wrong = (Fault("street", "No such street."), Fault("date", "The day lies ahead."))
    values = {name: getattr(procedure, name) for name in procedure.__dataclass_fields__}
    procedures.register(Procedure(**(values | {"checks": (lambda data: wrong,)})))
    with pytest.raises(CaseRefused) as refused:
        opened(office="")
    assert [fault.place for fault in refused.value.faults] == ["street", "date", "office"]
    assert not Case.objects.exists()
    assert not CaseEvent.objects.exists()


def test_a_supplement_stops_the_clock_and_its_answer_moves_the_due_day(
    opened: Opened, registrar: Actor, hana: Actor
) -> None:
    case = opened()
    request_supplement(case=case, asked="The lease", actor=registrar, now=MONDAY + timedelta(days=1))
    answer_supplement(case=case, answer="Here", actor=hana, now=MONDAY + timedelta(days=4))
    case.refresh_from_db()
    # Asked on Tuesday, answered on Friday: three working days are given back, 16 June becomes 19 June.
    assert (case.due_on, case.stopped_at, case.state) == (date(2026, 6, 19), None, "filed")


def test_an_empty_answer_is_refused_and_the_clock_still_stands(opened: Opened, registrar: Actor, hana: Actor) -> None:
    case = opened()
    request_supplement(case=case, asked="The lease", actor=registrar, now=MONDAY)
    with pytest.raises(AnswerEmpty):
        answer_supplement(case=case, answer="  ", actor=hana, now=MONDAY)
    case.refresh_from_db()
    assert case.stopped_at is not None


def test_a_supplement_nobody_answers_lapses_and_the_office_may_decide(opened: Opened, registrar: Actor) -> None:
    case = opened()
    request_supplement(case=case, asked="The lease", actor=registrar, now=MONDAY)
    later = MONDAY + timedelta(days=21)
    case = lapse_supplement(case=case, actor=system_actor("cases"), now=later)
    assert (
        decide(case=case, outcome="refused", reasons="No lease came.", actor=registrar, now=later).outcome == "refused"
    )


def test_a_decision_lets_the_procedure_act_and_tells_the_applicant(
    opened: Opened, registrar: Actor, done: list[tuple[str, str]]
) -> None:
    case = take(case=opened(), actor=registrar, now=MONDAY)
    decision = decide(case=case, outcome="granted", reasons="All is proved.", actor=registrar, now=MONDAY)
    assert decision.legal_text == "Resident Registration Act art. 16"
    assert done == [(case.number, "granted")]
    assert Message.objects.filter(template="cases/granted").count() == 1


def test_a_decision_stands_on_the_article_of_its_period_where_nothing_else_is_said(procedure: Procedure) -> None:
    case = Case(filed_at=MONDAY)
    # Thirty days: the law that gives them.
    silent = replace(procedure, days="tax.dues.objection_decided_in", legal_text="")
    assert silent.law_of(case) == "Framework Act on National Taxes art. 66 (7)"
    assert replace(silent, legal_text="art. 16").law_of(case) == "art. 16"
    assert replace(silent, days=7).law_of(case) == ""


def test_what_the_procedure_refuses_leaves_the_case_undecided(
    opened: Opened, registrar: Actor, procedure: Procedure
) -> None:
    from madang.framework.cases import procedures

    class Gone(Refusal):
        code = "test.gone"

    def refuse(**_values: Any) -> None:
        raise Gone

    values = {name: getattr(procedure, name) for name in procedure.__dataclass_fields__}
    procedures.register(Procedure(**(values | {"on_decision": refuse})))
    case = opened()
    with pytest.raises(Gone):
        decide(case=case, outcome="granted", reasons="Yes", actor=registrar, now=MONDAY)
    case.refresh_from_db()
    assert case.state == "filed"
    assert not Decision.objects.exists()


def test_the_second_to_decide_is_told_who_was_faster(opened: Opened, registrar: Actor, colleague: Actor) -> None:
    case = opened()
    seen = Case.objects.get(pk=case.pk)
    decide(case=case, outcome="granted", reasons="Yes", actor=registrar, now=MONDAY)
    with pytest.raises(AlreadyDecided) as refused:
        decide(case=seen, outcome="refused", reasons="No", actor=colleague, now=MONDAY)
    assert "Kim Registrar" in str(refused.value)
    assert Decision.objects.get().outcome == "granted"


def test_a_decision_on_an_old_page_is_refused_with_what_changed(
    opened: Opened, registrar: Actor, colleague: Actor
) -> None:
    case = opened()
    take(case=case, actor=colleague, now=MONDAY)
    with pytest.raises(CaseMovedOn) as refused:
        decide(case=case, outcome="granted", reasons="Yes", actor=registrar, now=MONDAY, version=1)
    assert "Lee Colleague" in str(refused.value)


def test_a_decision_without_outcome_and_reasons_is_told_both_faults(opened: Opened, registrar: Actor) -> None:
    with pytest.raises(DecisionIncomplete) as refused:
        decide(case=opened(), outcome="", reasons=" ", actor=registrar, now=MONDAY)
    assert [fault.place for fault in refused.value.faults] == ["outcome", "reasons"]


def test_an_official_of_another_office_may_not_touch_the_case(opened: Opened, stranger: Actor) -> None:
    case = opened()
    with pytest.raises(NotYourOffice):
        take(case=case, actor=stranger, now=MONDAY)
    with pytest.raises(NotYourOffice):
        decide(case=case, outcome="granted", reasons="Yes", actor=stranger, now=MONDAY)


def test_a_transferred_case_changes_hands_and_keeps_its_due_day(
    opened: Opened, registrar: Actor, stranger: Actor
) -> None:
    Office.objects.create(code="mapo", name="마포구청", name_en="Mapo-gu Office")
    case = take(case=opened(), actor=registrar, now=MONDAY)
    due = case.due_on
    case = transfer(case=case, office="mapo", reason="The home lies there.", actor=registrar, now=MONDAY)
    assert (case.office_code, case.state, case.taken_by, case.due_on) == ("mapo", "filed", None, due)
    take(case=case, actor=stranger, now=MONDAY)
    with pytest.raises(NotYourOffice):
        take(case=case, actor=registrar, now=MONDAY)


def test_a_case_waits_for_a_neighbour_and_goes_on(opened: Opened, registrar: Actor) -> None:
    case = wait(case=opened(), waits_for="businesses", actor=system_actor("test"), now=MONDAY)
    assert case.state == "waiting"
    assert resume(case=case, actor=system_actor("test"), now=MONDAY).state == "filed"


def test_an_objection_is_answered_by_another_official(
    opened: Opened, registrar: Actor, colleague: Actor, hana: Actor, done: list[tuple[str, str]]
) -> None:
    case = opened()
    decide(case=case, outcome="refused", reasons="No lease", actor=registrar, now=MONDAY)
    objection = object_to(case=case, reasons="I sent it", actor=hana, now=MONDAY + timedelta(days=2))
    # Civil Petitions Treatment Act art. 35 (2): answered within ten days; ten working days after Wednesday 10 June.
    assert objection.due_on == date(2026, 6, 24)
    with pytest.raises(SameOfficial):
        answer_objection(case=case, outcome="dismissed", reasons="No", actor=registrar, now=MONDAY)
    answer_objection(case=case, outcome="upheld", reasons="It was there.", actor=colleague, now=MONDAY)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("decided", "granted")
    assert done == [(case.number, "refused"), (case.number, "granted")]


def test_a_late_objection_and_one_against_a_grant_are_refused(opened: Opened, registrar: Actor, hana: Actor) -> None:
    case = opened()
    decide(case=case, outcome="refused", reasons="No lease", actor=registrar, now=MONDAY)
    with pytest.raises(ObjectionRefused) as refused:
        object_to(case=case, reasons="", actor=hana, now=MONDAY + timedelta(days=200))
    assert [fault.code for fault in refused.value.faults] == ["cases.objection_late", "cases.reasons_missing"]
    granted = opened()
    decide(case=granted, outcome="granted", reasons="Yes", actor=registrar, now=MONDAY)
    with pytest.raises(ObjectionRefused):
        object_to(case=granted, reasons="Still", actor=hana, now=MONDAY)


def test_only_the_applicant_withdraws_and_only_before_the_decision(
    opened: Opened, registrar: Actor, hana: Actor
) -> None:
    case = opened()
    with pytest.raises(NotYourCase):
        withdraw(case=case, actor=registrar, now=MONDAY)
    assert withdraw(case=case, actor=hana, now=MONDAY).state == "withdrawn"
    decided = opened()
    decide(case=decided, outcome="granted", reasons="Yes", actor=registrar, now=MONDAY)
    with pytest.raises(NotNow):
        withdraw(case=decided, actor=hana, now=MONDAY)


def test_cases_close_when_nobody_can_object_any_more(opened: Opened, registrar: Actor) -> None:
    granted, refused = opened(), opened()
    decide(case=granted, outcome="granted", reasons="Yes", actor=registrar, now=MONDAY)
    decide(case=refused, outcome="refused", reasons="No", actor=registrar, now=MONDAY)
    assert close_settled(actor=system_actor("cases"), now=MONDAY) == 1
    assert close_settled(actor=system_actor("cases"), now=MONDAY + timedelta(days=200)) == 1


def test_listeners_run_in_the_transaction_and_undo_what_they_refuse(opened: Opened) -> None:
    def refuse(case: Case, event: CaseEvent) -> None:
        raise RuntimeError(case.number)

    on_progress(refuse)
    try:
        with pytest.raises(RuntimeError):
            opened()
    finally:
        _listeners.remove(refuse)
    assert not Case.objects.exists()


@pytest.mark.parametrize("table", ["cases_caseevent", "cases_decision"])
@pytest.mark.parametrize("change", ["UPDATE {} SET office_code = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_rewrite_history(opened: Opened, registrar: Actor, table: str, change: str) -> None:
    decide(case=opened(), outcome="granted", reasons="Yes", actor=registrar, now=MONDAY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_the_subject_is_another_than_the_applicant(opened: Opened) -> None:
    child = Party.person("child")
    assert opened(subject=child).subject == child


def test_a_proxy_acts_within_the_mandate_and_not_beyond(opened: Opened) -> None:
    case, other = opened(), opened()

    def proxy(*scope: str) -> Actor:
        mandate = Mandate.objects.create(
            grantor_kind="person",
            grantor_key="hana",
            grantor_name="Hana",
            holder_kind="person",
            holder_key="sora",
            holder_name="Sora",
            scope=list(scope),
            valid_from=MONDAY.date() - timedelta(days=9),
            valid_until=MONDAY.date() + timedelta(days=9),
            granted_at=MONDAY,
            accepted_at=MONDAY,
        )
        acting = ActingFor(party=case.applicant, mandate_id=mandate.key, scope=scope)
        return Actor(kind=ActorKind.RESIDENT, name="Sora", person="sora", acting_for=acting)

    with pytest.raises(NotYourCase):
        withdraw(case=case, actor=proxy("tax.file:*"), now=MONDAY)
    with pytest.raises(NotYourCase):
        withdraw(case=case, actor=proxy("civil.apply:test.other"), now=MONDAY)
    assert withdraw(case=case, actor=proxy("civil.apply:test.report"), now=MONDAY).state == "withdrawn"
    assert withdraw(case=other, actor=proxy("civil.apply:*"), now=MONDAY).state == "withdrawn"


def test_withdrawing_ends_the_charges_for_the_case(opened: Opened, hana: Actor) -> None:
    case = opened(application="civil-9")
    for reference in (case.number, "civil-9"):
        charge(
            payer=case.applicant,
            amount=Money(400, "KRW"),
            purpose="Fee",
            reference=reference,
            account="revenue.fees",
            now=MONDAY,
            actor=hana,
        )
    withdraw(case=case, actor=hana, now=MONDAY)
    assert set(Charge.objects.values_list("state", flat=True)) == {"cancelled"}
