"""Pages and endpoints, as browsers and programs get them."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from madang.exchange.models import AccessEntry
from madang.framework.values import Party
from madang.systems.businesses.models import Business
from madang.systems.businesses.tests.conftest import MACHINE, MONDAY, OFFICE, TODAY
from madang.systems.businesses.usecases.close_business import close_business

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_an_empty_register_says_what_to_do(browser: Browser):
    assert "/services/businesses.registration/" in text(browser().get("/businesses/"))


def test_the_front_counts_by_status_sector_and_region(browser: Browser, shop: Business):
    page = text(browser().get("/businesses/"))
    assert "Wholesale and retail trade" in page
    assert "Seoul" in page


def test_anyone_looks_up_whether_a_business_trades_and_sees_nobody(browser: Browser, shop: Business):
    page = text(
        browser().get("/businesses/lookup/", {"number": f"{shop.number[:3]}-{shop.number[3:5]}-{shop.number[5:]}"})
    )
    assert "도현상회" in page
    assert "person-dohyun" not in page
    assert "대학로" not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("1248100999", "no business registration number"), ("124-81-00998", "no business with this number")],
)
def test_a_slip_and_an_unknown_number_are_told_apart(browser: Browser, typed: str, sentence: str):
    assert sentence in text(browser().get("/businesses/lookup/", {"number": typed}))


def test_the_statistics_are_open_data(browser: Browser, shop: Business):
    response = browser().get("/businesses/statistics/", {"format": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert ["sector", "G", "Wholesale and retail trade", "1"] in rows
    assert ["region", "1100000000", "Seoul", "1"] in rows


def test_a_resident_sees_their_businesses_and_what_can_be_done_with_them(browser: Browser, shop: Business):
    page = text(browser(person="person-dohyun").get("/businesses/mine/"))
    assert "/services/businesses.closure/" in page
    assert "businesses.closure_certificate" not in page


def test_a_resident_without_a_business_is_told_how_to_register(browser: Browser):
    assert "/services/businesses.registration/" in text(browser(person="person-sora").get("/businesses/mine/"))


def test_the_register_is_for_registrars(browser: Browser, shop: Business):
    assert browser().get("/businesses/register/").status_code in {302, 401, 403}
    assert browser(person="person-sora").get("/businesses/register/").status_code == 403
    page = text(browser(office=OFFICE).get("/businesses/register/", {"q": "도현"}))
    assert "도현상회" in page


def test_an_entry_shows_how_it_came_to_be(browser: Browser, shop: Business):
    close_business(number=shop.number, closed_on=TODAY, reason="other", actor=MACHINE, now=MONDAY)
    client, address = browser(office=OFFICE), f"/businesses/register/{shop.number}/"
    client.post(address, {"why": "Tax case 12"})
    page = text(client.get(address))
    assert page.count("closed") >= 2
    assert "대학로 116" in page


def test_programs_ask_for_the_status(browser: Browser, shop: Business):
    reply = browser().get(f"/api/businesses/status/{shop.number}")
    assert reply.json()["status"] == "active"
    assert "representatives" not in reply.json()


def test_programs_get_a_problem_document_for_a_slip(browser: Browser):
    reply = browser().get("/api/businesses/status/1248100999")
    assert (reply.status_code, reply.headers["Content-Type"]) == (422, "application/problem+json")
    assert reply.json()["code"] == "businesses.number_unreadable"


def test_programs_get_the_figures_of_the_years_they_ask_for(browser: Browser, shop: Business):
    reply = browser().get("/api/businesses/statistics", {"first_year": 2025, "last_year": 2026}).json()
    assert reply["opened"] == {"2025": 0, "2026": 1}


def test_the_entry_is_for_registrars_programs_too(browser: Browser, shop: Business):
    assert browser().get(f"/api/businesses/register/{shop.number}").status_code in {401, 403}
    assert browser(office=OFFICE).get(f"/api/businesses/register/{shop.number}").json()["section"] == "G"


def test_a_representative_and_the_business_see_that_the_register_opened_their_entry(
    browser: Browser, shop: Business
) -> None:
    client = browser(office=OFFICE)
    address = f"/businesses/register/{shop.number}/"
    assert "도현상회" not in text(client.get(address))
    client.post(address, {"why": "Tax case 12"})
    assert "도현상회" in text(client.get(address))
    for subject in (Party.person("person-dohyun"), Party.business(shop.number)):
        entry = AccessEntry.objects.get(subject=str(subject), contract="own.businesses.representative")
        assert "Opening an entry of the business register: Tax case 12" in entry.record
