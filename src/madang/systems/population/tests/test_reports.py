"""A report from the counter becomes a case, an official decides it, the register follows and the counter is told."""

from datetime import date

import msgspec
import pytest

from madang.contracts.services_v1 import ApplicationFiled
from madang.exchange.models import OutboxEvent
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.decide import decide
from madang.framework.values import Party
from madang.systems.population.models import Person, Residence
from madang.systems.population.usecases import gather
from madang.systems.population.usecases.procedures import SpouseNotFound, describe
from madang.systems.population.usecases.receive_report import receive_report


def filed(service: str, applicant: str, answers: dict[str, str], now, application: str = "a1") -> ApplicationFiled:
    return ApplicationFiled(
        owner="population",
        service=f"population.{service}",
        application=application,
        applicant=Party.person(applicant),
        filed_by=applicant,
        answers=answers,
        language="ko",
        filed_at=now,
    )


def told() -> list[str]:
    rows = OutboxEvent.objects.filter(contract="services_v1.ApplicationProgressed").order_by("announced_at", "pk")
    return [msgspec.json.decode(bytes(row.happening))["body"]["progress"] for row in rows]


MOVE = {"address": "서울특별시 종로구 사직로 1", "address_division": "1111000000", "moved_on": "2026-11-15"}


def test_a_granted_move_in_changes_the_register(people, registrar, now) -> None:
    everyone = ",".join(people[name] for name in ("hana", "minsu", "seoyun", "doyun"))
    case = receive_report(event=filed("move_in", people["hana"], {**MOVE, "movers": everyone}, now), now=now)
    assert case.office_code == "3000000"
    assert told() == ["received"]
    decide(case=case, outcome="granted", reasons="확인", actor=registrar, now=now)
    assert sorted(told()) == ["granted", "received"]
    current = Residence.objects.get(person__key=people["doyun"], until_on=None)
    assert current.address.text == MOVE["address"]
    assert current.case == case.number


def test_a_refused_report_changes_nothing(people, registrar, now) -> None:
    case = receive_report(event=filed("move_in", people["sora"], {**MOVE, "movers": people["sora"]}, now), now=now)
    decide(case=case, outcome="refused", reasons="서류 미비", actor=registrar, now=now)
    assert Residence.objects.get(person__key=people["sora"], until_on=None).address.text != MOVE["address"]
    assert sorted(told()) == ["received", "refused"]


def test_what_the_register_refuses_leaves_the_case_undecided(people, registrar, now) -> None:
    answers = {"spouse_name": "박도현", "spouse_number": "850803-1056741", "witnesses": "가, 나"}
    case = receive_report(event=filed("marriage", people["sora"], answers, now), now=now)
    with pytest.raises(SpouseNotFound):
        decide(case=case, outcome="granted", reasons="확인", actor=registrar, now=now)
    case.refresh_from_db()
    assert case.state == "filed"
    assert told() == ["received"]


def test_one_application_makes_one_case_however_often_it_comes(people, now) -> None:
    event = filed("move_in", people["sora"], {**MOVE, "movers": people["sora"]}, now)
    assert receive_report(event=event, now=now).pk == receive_report(event=event, now=now).pk
    assert Case.objects.count() == 1


def test_a_report_of_someone_unknown_is_told_as_refused(people, now) -> None:
    assert receive_report(event=filed("birth", "0" * 32, {}, now), now=now) is None
    assert told() == ["refused"]


def test_a_report_with_an_answer_missing_or_not_understood_is_told_as_refused(people, now) -> None:
    wrong = {**MOVE, "movers": people["sora"], "moved_on": "yesterday"}
    assert receive_report(event=filed("move_in", people["sora"], wrong, now), now=now) is None
    assert told() == ["refused"]
    assert not Case.objects.exists()


def test_a_birth_report_enters_the_child(people, registrar, now) -> None:
    answers = {
        "family_name": "이", "given_name": "새봄", "born_on": "2026-11-01", "sex": "female", "other_parent": people["minsu"],
    }  # fmt: skip
    case = receive_report(event=filed("birth", people["hana"], answers, now), now=now)
    decide(case=case, outcome="granted", reasons="확인", actor=registrar, now=now)
    child = Person.objects.get(name="이새봄")
    assert len(gather.parents_of(person=child)) == 2


def test_a_death_report_enters_the_death_of_the_person_named(people, registrar, now) -> None:
    answers = {"person": people["soonja"], "died_on": "2026-11-20", "place": "병원"}
    case = receive_report(event=filed("death", people["hana"], answers, now), now=now)
    decide(case=case, outcome="granted", reasons="확인", actor=registrar, now=now)
    assert Person.objects.get(key=people["soonja"]).died_on == date(2026, 11, 20)


def test_the_official_reads_names_and_the_fine_for_lateness(people, now) -> None:
    answers = {"person": people["soonja"], "died_on": "2026-09-30"}
    case = receive_report(event=filed("death", people["hana"], answers, now), now=now)
    facts = {str(label): str(value) for label, value in describe(case)}
    assert "정순자" in facts.values()
    # Due on 30 October; 23 days late: 20,000 won by the annexed table.
    assert any("23" in value for value in facts.values())
    assert any("20000" in value for value in facts.values())
