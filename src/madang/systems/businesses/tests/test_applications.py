"""From the counter's application to the decided case: what is opened, refused, decided and told."""

from datetime import date
from importlib import import_module

import msgspec
import pytest

from madang.contracts.services_v1 import ApplicationProgressed, Progress
from madang.exchange import codec
from madang.exchange.attachments import NoSuchFile, fetch_attachment
from madang.exchange.models import OutboxEvent
from madang.framework.cases.models import Case, Objection, Supplement
from madang.framework.cases.usecases.decide import decide
from madang.framework.cases.usecases.rights import NotYourOffice
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import use_country
from madang.framework.values import clock
from madang.systems.businesses.models import Business, Representative
from madang.systems.businesses.tests.conftest import ANSWERS, MONDAY, OFFICE, filed
from madang.systems.businesses.usecases.ask_names import ask_names
from madang.systems.businesses.usecases.describe_case import facts_of
from madang.systems.businesses.usecases.issue_card import issue_card
from madang.systems.businesses.usecases.open_application import open_application
from madang.systems.businesses.usecases.permissions import REGISTRAR
from madang.systems.businesses.usecases.refusals import EntryRefused
from madang.systems.businesses.usecases.withdraw_application import withdraw_application

pytestmark = pytest.mark.django_db


def told() -> list[ApplicationProgressed]:
    """What was announced of applications."""
    events = OutboxEvent.objects.filter(contract="services_v1.ApplicationProgressed").order_by("announced_at")
    happenings = [codec.decode(codec.Happening, bytes(event.happening)) for event in events]
    return [codec.decode(ApplicationProgressed, bytes(msgspec.Raw(one.body))) for one in happenings]


def opened(**event: object) -> Case:
    case = open_application(event=filed(**event), now=MONDAY)  # type: ignore[arg-type]
    assert case is not None
    return case


def test_a_registration_is_opened_at_the_competent_office_and_due_by_law():
    case = opened()
    # VAT Act, Enforcement Decree art. 11 (5): two days; filed on a Monday.
    assert (case.office_code, case.due_on) == (OFFICE, date(2026, 3, 11))
    assert told()[-1].progress is Progress.RECEIVED


def test_an_application_that_comes_twice_opens_one_case():
    assert opened().pk == opened().pk
    assert Case.objects.count() == 1


def test_a_business_in_mapo_is_decided_in_mapo():
    elsewhere = ANSWERS | {"address_division": "1144000000", "address": "서울특별시 마포구 중앙로 7"}
    assert opened(answers=elsewhere).office_code == "NTS-105"


def test_what_the_register_sees_to_be_impossible_is_refused_at_once_with_every_reason():
    wrong = ANSWERS | {"sector": "99999", "name": ""}
    assert open_application(event=filed(answers=wrong), now=MONDAY) is None
    answer = told()[-1]
    assert answer.progress is Progress.REFUSED
    assert "99999" in answer.note
    assert "상호" in answer.note or "trade name" in answer.note
    assert not Case.objects.exists()


def test_nobody_closes_a_strangers_business(shop: Business):
    answers = {"business": shop.number, "closed_on": "2026-03-09", "reason": "other"}
    event = filed(service="businesses.closure", person="person-sora", answers=answers)
    assert open_application(event=event, now=MONDAY) is None
    assert told()[-1].progress is Progress.REFUSED


def test_a_granted_registration_enters_the_business_and_tells_the_counter(registrar: Actor):
    case = opened()
    decide(case=case, outcome="granted", reasons="요건을 갖추었습니다.", actor=registrar, now=MONDAY)
    business = Business.objects.get()
    assert (business.name, business.case) == ("소라네 책방", case.number)
    assert Representative.objects.get().person == "person-sora"
    assert told()[-1].progress is Progress.GRANTED


def test_a_refused_registration_enters_nothing(registrar: Actor):
    decide(case=opened(), outcome="refused", reasons="사업장이 확인되지 않습니다.", actor=registrar, now=MONDAY)
    assert not Business.objects.exists()
    assert told()[-1].progress is Progress.REFUSED


def test_an_official_of_another_office_does_not_decide():
    other = Actor(
        kind=ActorKind.OFFICIAL, account_id=7, name="Mapo", duties=(Duty("NTS-105", "마포세무서", REGISTRAR),)
    )
    with pytest.raises(NotYourOffice):
        decide(case=opened(), outcome="granted", reasons="-", actor=other, now=MONDAY)


def test_a_closure_that_became_impossible_leaves_the_case_undecided(shop: Business, registrar: Actor):
    answers = {"business": shop.number, "closed_on": "2026-03-09", "reason": "other"}
    first = opened(service="businesses.closure", person="person-dohyun", answers=answers)
    decide(case=first, outcome="granted", reasons="폐업을 수리합니다.", actor=registrar, now=MONDAY)
    event = filed(service="businesses.closure", person="person-dohyun", answers=answers)
    second = Case.objects.get(pk=first.pk)
    second.pk, second.number, second.application, second.state, second.outcome = None, "X-2", "A-2", "in_review", ""
    second.save()
    assert event.service == second.procedure
    with pytest.raises(EntryRefused):
        decide(case=second, outcome="granted", reasons="폐업을 수리합니다.", actor=registrar, now=MONDAY)
    second.refresh_from_db()
    assert second.outcome == ""


def test_a_withdrawn_application_ends_its_case():
    case = opened()
    withdraw_application(application=case.application, now=MONDAY)
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert told()[-1].progress is Progress.WITHDRAWN


def test_the_official_reads_the_application_and_whether_it_came_in_time():
    answers = ANSWERS | {"opened_on": "2026-02-01"}
    shown = {str(label): str(value) for label, value in facts_of(opened(answers=answers))}
    assert "소라네 책방" in shown.values()
    # VAT Act art. 8 (1): within 20 days; 36 days after 1 February it is 16 days late.
    assert any("16" in value for value in shown.values())


def test_a_granted_registration_ends_with_its_certificate_once(neighbours, registrar: Actor, offices):
    case = opened(person=neighbours["sora"])
    decide(case=case, outcome="granted", reasons="요건을 갖추었습니다.", actor=registrar, now=MONDAY)
    first = issue_card(case=case.number, now=MONDAY)
    again = issue_card(case=case.number, now=MONDAY)
    assert first is not None
    assert again is not None
    assert first.number == again.number
    assert Document.objects.count() == 1
    assert ["대표자", "최소라"] in first.facts or ["Representative", "최소라"] in first.facts
    assert told()[-1].documents == (first.number,)


def test_the_representatives_name_is_asked_of_the_resident_register(neighbours, registrar: Actor):
    case = opened(person=neighbours["sora"])
    decide(case=case, outcome="granted", reasons="요건을 갖추었습니다.", actor=registrar, now=MONDAY)
    assert ask_names(number=Business.objects.get().number, now=MONDAY) == 1
    assert Representative.objects.get().name == "최소라"


def test_hanbit_counts_nine_calendar_days_and_numbers_its_trades_otherwise():
    answers = ANSWERS | {"sector": "R1", "address_division": "H01", "address": "9 Orchard Way, Portmere"}
    with use_country("xx"):
        case = opened(answers=answers)
        # Trade Act of Hanbit s. 6: nine days after 9 March 2026 is Wednesday the 18th.
        assert (case.office_code, case.due_on) == ("HB-200", date(2026, 3, 18))


def test_a_file_that_the_application_does_not_have_is_not_asked_for(registrar: Actor):
    with pytest.raises(NoSuchFile):
        fetch_attachment(case=opened(), sha256="0" * 64, actor=registrar)


def test_a_file_is_for_the_office_that_decides():
    other = Actor(
        kind=ActorKind.OFFICIAL, account_id=7, name="Mapo", duties=(Duty("NTS-105", "마포세무서", REGISTRAR),)
    )
    with pytest.raises(NotYourOffice):
        fetch_attachment(case=opened(), sha256="0" * 64, actor=other)


def test_an_attached_file_is_a_link_whose_name_is_escaped():
    case = opened()
    case.data["attachments"] = [{"name": "<b>lease.pdf", "sha256": "ab" * 32, "field": "lease"}]
    shown = " ".join(str(value) for _label, value in facts_of(case))
    assert f"/businesses/cases/{case.number}/files/{'ab' * 32}/" in shown
    assert "<b>" not in shown


def test_the_demo_has_overdue_cases_one_that_waits_and_one_with_an_objection(neighbours, offices) -> None:
    now = clock.now()
    import_module("madang.systems.businesses.demo").load_demo(
        country="kr", population=400, now=now, progress=lambda *_told: None
    )
    cases = Case.objects.filter(procedure__startswith="businesses.")
    assert cases.filter(due_at__lt=now, stopped_at=None).count() >= 2
    assert Supplement.objects.filter(answered_at=None).count() == 1
    assert Objection.objects.filter(answered_at=None).count() == 1
    assert all(case.data["generated"] and case.applicant_name for case in cases)
