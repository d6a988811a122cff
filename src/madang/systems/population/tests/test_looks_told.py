"""What an official looks at in the register itself, the person reads in the same list as looks over the exchange."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from madang.contracts.envelope import own_request
from madang.contracts.looks_v1 import ListLooks, Look
from madang.exchange import Asking, ask_member
from madang.framework.cases.models import Case
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.values import Party
from madang.systems.population.models import Person
from madang.systems.population.usecases import look
from madang.systems.population.usecases.panels import register_panel

pytestmark = pytest.mark.django_db


def looks_at(key: str, *, language: str = "en") -> tuple[Look, ...]:
    """The person's own list."""
    actor = Actor(kind=ActorKind.RESIDENT, account_id=7, name="x", person=key)
    asking = Asking(
        system="portal",
        actor=actor,
        purpose="Showing you your own page",
        basis=own_request(),
        subject=Party.person(key),
        language=language,
    )
    return ask_member(ListLooks(party=Party.person(key)), asking, system="population").looks


def test_opening_an_entry_is_told_to_the_person_with_office_reason_and_law(people, registrar, now) -> None:
    look.open_person(key=people["hana"], reason="Passport case 77", actor=registrar, now=now)
    (seen,) = looks_at(people["hana"])
    assert seen.asked_by in {"종로구청", "Jongno-gu Office"}
    assert seen.purpose == "Opening an entry of the resident register: Passport case 77"
    assert seen.basis == "Resident Registration Act art. 7; Personal Information Protection Act art. 15 (1) 3"
    assert (seen.kind, seen.question) == ("law", "own.population.person")
    assert looks_at(people["sora"]) == ()


def test_an_entry_is_not_opened_without_a_reason(people, registrar, now) -> None:
    with pytest.raises(look.LookWithoutReason):
        look.open_person(key=people["hana"], reason=" ", actor=registrar, now=now)
    assert looks_at(people["hana"]) == ()


def test_a_whole_number_is_a_look_of_its_own(people, registrar, now) -> None:
    look.unmask_number(key=people["hana"], reason="case 1234", actor=registrar, now=now)
    (seen,) = looks_at(people["hana"])
    assert seen.question == "own.population.number"
    assert seen.purpose == "Reading a whole resident number: case 1234"


def test_the_register_beside_a_case_is_a_look_with_the_cases_number(people, registrar) -> None:
    request = RequestFactory().get("/")
    request.actor = registrar
    case = Case(number="kr-2026-000000001", subject_kind="person", subject_key=people["hana"], data={})
    register_panel(case, request)
    (seen,) = looks_at(people["hana"])
    assert seen.case == "kr-2026-000000001"
    assert seen.purpose == "Deciding report kr-2026-000000001 to the resident register"


def test_a_reason_given_in_one_language_is_read_in_the_other(people, registrar, now) -> None:
    with translation.override("ko"):
        look.open_person(key=people["hana"], reason="여권 발급", actor=registrar, now=now)
    (english,) = looks_at(people["hana"], language="en")
    (korean,) = looks_at(people["hana"], language="ko")
    assert english.purpose == "Opening an entry of the resident register: 여권 발급"
    assert korean.purpose == "주민등록 열람: 여권 발급"
    assert korean.basis == "주민등록법 제7조, 개인정보 보호법 제15조제1항제3호"
    assert (english.asked_by, korean.asked_by) == ("Jongno-gu Office", "종로구청")


def test_the_page_asks_for_the_reason_before_it_shows_anything(people, registrar) -> None:
    from madang.systems.population.web import people as pages

    hana = Person.objects.get(key=people["hana"])

    def visit(session: dict, **data: str):
        request = RequestFactory().post("/", data) if data else RequestFactory().get("/")
        request.actor, request.session = registrar, session
        return pages.person(request, hana.key)

    session: dict = {}
    assert hana.name not in visit(session).content.decode()
    assert visit(session, why="x").status_code == 422
    assert looks_at(hana.key) == ()
    assert visit(session, why="Case 77").status_code == 302
    assert hana.name in visit(session).content.decode()
    assert looks_at(hana.key)[0].purpose.endswith("Case 77")
