"""Pages and endpoints as people and programs meet them."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor
from madang.framework.law import use_country
from madang.framework.money.models import Charge
from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application, BenefitCheck, CatalogueEntry, CatalogueSource
from madang.systems.civil.tests.conftest import applied
from madang.systems.civil.usecases import catalogue

Browser = Callable[..., Client]
OPTIONS = {
    "former_addresses": "all",
    "number_tail": "no",
    "name_changes": "no",
    "heads": "no",
    "reasons": "yes",
}


@pytest.fixture
def visitor(browser: Browser) -> Client:
    return browser()


@pytest.mark.parametrize(
    "path",
    [
        "/services/",
        "/services/?q=등본",
        "/services/population.abstract/",
        "/services/civil.passport/",
        "/services/category/family/",
        "/life/",
        "/life/moving/",
        "/life/marriage/",
        "/benefits/",
        "/civil/",
        "/services/catalogue.ttl",
    ],
)
def test_public_pages_need_no_sign_in(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 200


def test_the_catalogue_has_thirty_services_and_eight_certificates(people: Mapping[str, str]) -> None:
    services = catalogue.current().services.values()
    assert len(services) >= 30
    assert sum(each.kind == "certificate" for each in services) >= 8
    for each in services:
        assert each.title["ko"], each.code
        assert each.agency["en"], each.code
        assert each.statute["en"], each.code


@pytest.mark.parametrize("query", ["등본", "abstract", "초본", "ㅊㅂ", "abstarct"])
def test_search_finds_the_abstract(visitor: Client, query: str) -> None:
    assert "/services/population.abstract/" in visitor.get("/services/", {"q": query}).content.decode()


def test_search_answers_htmx_with_the_list_alone(visitor: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "found"}
    page = visitor.get("/services/", {"q": "등본"}, headers=headers).content.decode()
    assert "<html" not in page
    assert "주민등록" in page or "Resident" in page


def test_an_unknown_service_is_a_sentence_and_not_a_crash(visitor: Client) -> None:
    assert visitor.get("/services/no.such/").status_code == 404
    assert visitor.get("/services/category/nothing/").status_code == 404
    assert visitor.get("/life/nothing/").status_code == 404


def test_a_silent_member_is_named_and_its_services_stay(visitor: Client, now_failed: None) -> None:
    page = visitor.get("/services/").content.decode()
    assert "far-away" in page


@pytest.fixture
def now_failed(people: Mapping[str, str]) -> None:
    from madang.framework.values import clock

    CatalogueSource.objects.create(member="far-away", failed_at=clock.now(), failure="down")


def test_a_resident_holds_a_certificate_after_two_screens(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    step = "/apply/population.abstract/options/"
    assert client.get(step).status_code == 200
    client.post(step, {**OPTIONS, "about": str(hana.person), "go": "next"})
    sent = client.post("/apply/population.abstract/summary/", {"go": "send"})
    page = client.get(sent["Location"]).content.decode()
    assert re.search(r'href="/documents/[^"]+"', page)
    assert Document.objects.filter(party_key=hana.person).count() == 1


def test_a_paid_service_leads_to_the_payment(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    client.post("/apply/civil.animal_registration/details/", {"animal_name": "Bori", "chip": "4" * 15, "go": "next"})
    sent = client.post("/apply/civil.animal_registration/summary/", {"go": "send"})
    charge = Charge.objects.get()
    assert sent["Location"].startswith(f"/pay/{charge.number}/")


def test_a_draft_is_kept_with_its_faults(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    step = "/apply/civil.animal_registration/details/"
    assert client.post(step, {"animal_name": "Bori", "chip": "12", "go": "next"}).status_code == 422
    assert "Bori" in client.get(step).content.decode()
    assert not Application.objects.exists()


def test_an_applications_page_is_closed_to_others(browser: Browser, hana: Actor, people: Mapping[str, str]) -> None:
    from madang.framework.identity.who import actor_of
    from madang.framework.values import clock
    from madang.systems.civil.tests.conftest import account_of

    application = applied(service="population.abstract", actor=hana)
    sora = actor_of(account=account_of(login="sora", person=people["sora"]), now=clock.now())
    assert browser(sora).get(f"/applications/{application.number}/").status_code == 404
    assert browser(hana).get(f"/applications/{application.number}/").status_code == 200


def test_the_counter_is_closed_to_residents(browser: Browser, hana: Actor) -> None:
    assert browser(hana).get("/counter/").status_code == 403


def test_an_official_issues_at_the_counter_for_cash_and_it_is_audited(
    browser: Browser, official: Actor, people: Mapping[str, str]
) -> None:
    client = browser(official)
    found = client.post("/counter/", {"name": "정순자", "birth_on": "1949-05-05", "reason": "Bank"}).content.decode()
    assert f"/counter/{people['soonja']}/" in found
    page = f"/counter/{people['soonja']}/population.abstract/"
    given = {**OPTIONS, "about": people["soonja"], "identified_by": "identity_card", "reason": "Bank", "key": "visit-1"}
    unpaid = client.post(page, given)
    assert unpaid.status_code == 422
    assert not Application.objects.exists()
    paid = client.post(page, {**given, "cash_taken": "on"})
    application = Application.objects.get()
    assert paid["Location"] == f"/applications/{application.number}/"
    assert application.state == State.ISSUED
    assert Charge.objects.get().state == "paid"
    assert Entry.objects.filter(action="civil.applied_at_counter").count() == 1


def test_a_waiver_whose_proof_was_seen_costs_nothing(
    browser: Browser, official: Actor, people: Mapping[str, str]
) -> None:
    client = browser(official)
    page = f"/counter/{people['soonja']}/population.abstract/"
    given = {**OPTIONS, "about": people["soonja"], "identified_by": "identity_card", "reason": "Bank", "key": "visit-2"}
    client.post(page, {**given, "waiver": "0"})
    application = Application.objects.get()
    assert application.waiver
    assert not Charge.objects.exists()


def test_the_benefit_finder_keeps_nothing_of_the_person(browser: Browser, hana: Actor) -> None:
    client = browser(hana)
    page = client.post("/benefits/", {"born_on": "1949-05-05", "citizen": "yes", "children": "0"}).content.decode()
    assert page.count("<article") >= 15
    kept = BenefitCheck.objects.get()
    assert {field.name for field in kept._meta.fields} == {"id", "on", "likely", "open", "refused"}


def test_a_faulty_fact_is_told(visitor: Client) -> None:
    assert visitor.post("/benefits/", {"children": "yesterday"}).status_code == 422


def test_the_api_lists_and_finds_services(visitor: Client) -> None:
    everything = visitor.get("/api/civil/services").json()
    assert len(everything) == CatalogueEntry.objects.count()
    assert visitor.get("/api/civil/services", {"q": "초본"}).json()[0]["code"] == "population.abstract"
    assert visitor.get("/api/civil/services/population.abstract").json()["fields"]
    assert visitor.get("/api/civil/services/no.such").status_code == 404


def test_the_api_shows_applications_to_their_party_only(browser: Browser, hana: Actor) -> None:
    application = applied(service="population.abstract", actor=hana)
    assert browser().get("/api/civil/applications").status_code == 401
    mine = browser(hana).get("/api/civil/applications").json()
    assert [each["number"] for each in mine] == [application.number]


def test_the_other_countrys_life_events_read(people: Mapping[str, str]) -> None:
    with use_country("xx"):
        assert {event.code for event in catalogue.life_events()} >= {"moving", "birth", "bereavement"}


def test_another_registers_services_need_no_word_in_civil(people: Mapping[str, str]) -> None:
    offered = [each for each in catalogue.current().services.values() if each.owner == "businesses"]
    assert any(each.kind == "certificate" for each in offered)
    assert any(each.kind == "matter" for each in offered)
    room = Path(__file__).parents[1]
    # The demonstration and the tour name what they show; the counter itself knows no other system's services.
    sources = [
        path for path in room.rglob("*.py") if "tests" not in path.parts and path.name not in {"demo.py", "tour.py"}
    ]
    assert [path.name for path in sources if re.search(r"businesses[._]\w", path.read_text())] == []
