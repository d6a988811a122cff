"""Goods through customs in a real browser: anybody looks up the tariff, an importer declares, pays and is released, a broker
declares for a business, an officer and another agency decide. Axe finds nothing, 320 pixels are enough, in two languages."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.pages import sound, when

Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]
Answers = Mapping[str, str]

SHIPMENT = {"partner": "Harbour Trading", "partner_country": "VN"}
VALUE = {"invoice": "INV-1", "currency": "USD"}
PHONES = {"commodity": "8517.13-0000", "description": "스마트폰", "origin": "VN", "net_mass": "20", "price": "9000"}
SHIRTS = {"commodity": "6109101000", "description": "T-shirts", "origin": "VN", "net_mass": "20", "price": "3000"}
BISCUITS = {"commodity": "1905310000", "description": "Biscuits", "origin": "VN", "net_mass": "50", "price": "900"}
NEXT = "main form button.primary[name=go]"


def reference() -> str:
    """A declarant's own number; each names one declaration."""
    return f"B-{uuid.uuid4().hex[:12]}"


def answered(page: Page, answers: Answers) -> None:
    """One screen of the wizard, filled in and left for the next."""
    for name, text in answers.items():
        page.fill(f"main [name={name}]", text)
    with page.expect_navigation():
        page.locator(NEXT).click()


def item(place: int, goods: Answers) -> dict[str, str]:
    """The answers for one of several items."""
    return {f"{name}_{place}": text for name, text in goods.items()}


def chance_passed(page: Page) -> None:
    """One in a hundred is drawn for a look whatever it is: whoever is drawn declares the next shipment."""
    while page.locator("a[href*='/pay/']").count() == 0:
        page.locator("form[action$='/again/'] button").click()
        answered(page, {"reference": reference()})
        answered(page, {})
        answered(page, VALUE)
        with page.expect_navigation():
            page.locator(NEXT).click()


def test_anybody_finds_goods_by_keyboard_and_reckons_what_is_due(
    visit: Visit, axe: Axe, keyboard: Callable[[Page], Any]
) -> None:
    page = visit("/customs/tariff/?q=t-shirt", language="en", width=320)
    sound(page, axe)
    hands = keyboard(page)
    hands.tab_to("T-shirts")
    hands.follow()
    hands.tab_to("Price paid abroad")
    hands.type("300000")
    page.select_option("main [name=origin]", "CN")
    page.locator("main [name=price]").focus()
    hands.follow()
    # The sum that the Customs Service published for clothes of 300,000 won (Wow TV, 2025-04-06).
    expect(page.locator("#due strong").first).to_contain_text("72,900")
    sound(page, axe)


def test_an_importer_declares_pays_and_takes_the_certificate_away(visit: Visit, axe: Axe) -> None:
    page = visit("/customs/declarations/", login="dohyun", language="ko")
    sound(page, axe)
    page.goto("/customs/declarations/new/")
    sound(page, axe)
    answered(page, SHIPMENT | {"reference": reference()})
    answered(page, item(1, PHONES))
    page.select_option("main [name=incoterm]", "CIF")
    answered(page, VALUE)
    sound(page, axe)
    with page.expect_navigation():
        page.locator(NEXT).click()
    chance_passed(page)
    sound(page, axe)
    # Telephones are free of duty: the value-added tax alone is due.
    page.locator("a[href*='/pay/']").click()
    page.locator("main form button.primary").click()
    page.locator("button[value=confirm]").click()
    page.wait_for_url(re.compile("/customs/declarations/"))
    when(page, lambda: page.locator("a[href^='/documents/']").count() > 0)
    sound(page, axe)
    page.locator("main a[href^='/documents/']").click()
    expect(page.locator("h1")).to_contain_text("수입신고필증")


@pytest.fixture
def business(visit: Visit) -> Iterator[str]:
    """The mandate that a trader gives a broker for its business; taken back afterwards."""
    trader = visit("/acting-for/", login="dohyun", language="en")
    begin = trader.locator("form[action='/acting-for/begin/'] button")
    if begin.count():
        with trader.expect_navigation():
            begin.first.click()
    trader.goto("/mandates/grant/")
    trader.select_option("main [name=in_name_of]", index=1)
    trader.fill("main [name=holder]", "sora")
    trader.check("main input[value='customs.declare:*']", force=True)
    with trader.expect_navigation():
        trader.locator("main form button.primary").click()
    address = trader.locator("main section[aria-labelledby=granted] a[href^='/mandates/']").first.get_attribute("href")
    yield str(address)
    trader.goto(str(address))
    trader.get_by_role("button", name="Take the mandate back").click()


def granted(page: Page, axe: Axe, reasons: str) -> None:
    """The case that stands open is granted."""
    page.check("main input[value=granted]", force=True)
    page.fill("main [name$=reasons]", reasons)
    sound(page, axe)
    with page.expect_navigation():
        page.locator("main form[action$='/decide/'] button").click()


def test_a_broker_an_officer_and_another_agency_bring_goods_to_payment(visit: Visit, axe: Axe, business: str) -> None:
    broker = visit(business, login="sora", language="en", width=320)
    broker.get_by_role("button", name="Accept").click()
    broker.get_by_role("button", name=re.compile("^Act for")).click()
    broker.goto("/customs/declarations/new/")
    expect(broker.locator(".m-acting")).to_be_visible()
    answered(broker, SHIPMENT | {"reference": reference()})
    broker.check("main [name=more_1]", force=True)
    answered(broker, item(1, SHIRTS))
    sound(broker, axe)
    answered(broker, item(2, BISCUITS))
    # The act on imported food asks for more.
    answered(broker, {"says_manufacturer_2": "Nordhain Backwaren", "says_packed_on_2": "2026-02-02"})
    broker.select_option("main [name=incoterm]", "CIF")
    answered(broker, VALUE)
    with broker.expect_navigation():
        broker.locator(NEXT).click()
    sound(broker, axe)
    assert broker.locator("a[href*='/pay/']").count() == 0
    case = str(broker.locator("main a[href^='/my/cases/']").get_attribute("href")).removeprefix("/my")

    # Shirts of that origin without a paper: a rule of the demonstration asks for a look, by chance at the goods themselves.
    officer = visit("/cases/", login="customsinspector", language="en")
    sound(officer, axe)
    officer.locator(f"main a[href='{case}']").click()
    expect(officer.locator("main")).to_contain_text("T-shirts")
    granted(officer, axe, "The papers agree.")
    officer.goto("/customs/cargo/map/")
    expect(officer.locator("main table")).to_be_visible()
    sound(officer, axe)

    agency = visit("/cases/?procedure=customs.permit.food", login="foodofficer", language="ko")
    # A list shows of a name no more than it needs.
    asked = agency.locator("main tr", has_text="도**회").locator("a")
    when(agency, lambda: asked.count() > 0)
    asked.last.click()
    expect(agency.locator("main")).to_contain_text("Biscuits")
    granted(agency, axe, "서류가 맞습니다.")
    when(broker, lambda: broker.locator("a[href*='/pay/']").count() > 0)
    sound(broker, axe)
