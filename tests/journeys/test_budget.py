"""A supplementary budget in Chromium, from a request to the transfer of what parliament voted; axe examines each page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages import sound

Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def send(page: Page) -> None:
    """Send the form of the page."""
    page.locator("main form[method=post] button").last.click()


def budget_of(page: Page) -> str:
    """The address of the supplementary budget that is under way."""
    page.goto("/treasury/desk/")
    return str(page.get_by_role("link", name=re.compile("Supplementary budget")).first.get_attribute("href"))


# Four sign-ins and a demo's start: on a loaded machine that takes longer than the five minutes of a test.
@pytest.mark.timeout(900)
def test_a_request_becomes_law_and_its_money_moves(visit: Visit, axe: Axe, keyboard: Any) -> None:
    unit = visit("/treasury/desk/", login="spender", language="en")
    sound(unit, axe)
    address = budget_of(unit)
    unit.goto(f"{address}items/new/")
    unit.select_option("#id_activity", "1100-1132-302")
    unit.select_option("#id_economic", "31112")
    unit.select_option("#id_function", "03.6")
    unit.fill("#id_amount", "9000000")
    send(unit)
    # Without a reason it is refused, at its field.
    expect(unit.locator("#id_reason_error")).to_be_visible()
    sound(unit, axe)
    unit.fill("#id_reason", "Embankments after the rain")
    hands = keyboard(unit)
    unit.locator("#id_reason").focus()
    hands.tab_to("Record", most=3)
    hands.follow()
    item = unit.url
    expect(unit.locator("main")).to_contain_text("₩9,000,000")

    office = visit(address, login="budgetofficer", language="en")
    sound(office, axe)
    office.get_by_role("link", name="Begin the review").click()
    send(office)
    office.goto(item)
    office.fill("#id_amount", "-1000000")
    office.fill("#id_reason", "Prices fell")
    send(office)
    expect(office.locator("main")).to_contain_text("₩8,000,000")
    sound(office, axe)
    office.goto(address)
    office.get_by_role("link", name="Submit to parliament").click()
    office.locator("label[for=id_transfers_between]").click()
    send(office)

    parliament = visit(item, login="parliament", language="en")
    parliament.fill("#id_amount", "500000")
    parliament.fill("#id_reason", "One more embankment")
    parliament.fill("#id_motion", "Motion 7")
    send(parliament)
    # Constitution art. 57.
    expect(parliament.locator("#id_consent_error")).to_be_visible()
    parliament.fill("#id_consent", "Letter of the minister")
    send(parliament)
    expect(parliament.locator("main")).to_contain_text("₩8,500,000")
    sound(parliament, axe)
    parliament.goto(address)
    parliament.get_by_role("link", name="Record the vote").click()
    parliament.locator("label[for=id_outcome_0]").click()
    parliament.fill("#id_act", "Bill 2299999 (demonstration)")
    send(parliament)
    expect(parliament.locator("main")).to_contain_text("enacted")
    line = line_of(visit, axe)
    allot(visit, axe, line)
    transfer(visit, axe, line)


def line_of(visit: Visit, axe: Axe) -> str:
    """The address of the line that the vote opened."""
    page = visit("/treasury/budget/?activity=1100-1132-302&year=2026&sort=economic", login="spender", language="en")
    sound(page, axe)
    rows = page.locator("tbody tr").filter(has_text="31112")
    expect(rows).to_have_count(1)
    return str(rows.locator("a").get_attribute("href"))


def allot(visit: Visit, axe: Axe, line: str) -> None:
    """The budget office spreads it over the quarters; those that have begun are let go."""
    page = visit(line, login="budgetofficer", language="en")
    page.get_by_role("link", name="Plan the allotment").click()
    sound(page, axe)
    send(page)
    expect(page.locator("main")).to_contain_text("Allotment plan")
    sound(page, axe)


def transfer(visit: Visit, axe: Axe, line: str) -> None:
    """A tenth moves within the programme at once; more is a case that the budget office grants."""
    unit = visit(line, login="spender", language="en")
    for amount, told in (("850000", "is done"), ("7000000", "decides on")):
        unit.goto(f"{line}transfer/")
        unit.select_option("#id_target", index=0)
        unit.fill("#id_amount", amount)
        unit.fill("#id_reason", "Prices of steel")
        sound(unit, axe)
        send(unit)
        expect(unit.locator(".m-messages")).to_contain_text(told)
    case = re.search(r"as case (\S+?)\.?$", unit.locator(".m-messages").inner_text().strip())
    assert case
    office = visit(f"/cases/{case[1]}/", login="budgetchief", language="en")
    expect(office.locator("main")).to_contain_text("Prices of steel")
    office.locator("label[for=id_decide-outcome_0]").click()
    office.locator("form[action$='/decide/'] textarea").first.fill("Within the purpose")
    office.locator("form[action$='/decide/'] button").last.click()
    office.goto(line)
    expect(office.locator("main")).to_contain_text(re.compile("[-−]₩7,850,000"))


def test_everybody_sees_where_the_money_goes(visit: Visit, axe: Axe, keyboard: Any) -> None:
    for path in ("/treasury/", "/treasury/contracts/", "/treasury/data/"):
        for width in (1280, 320):
            sound(visit(path, language="ko", width=width), axe)
    page = visit("/treasury/", language="en")
    hands = keyboard(page)
    hands.tab_to("Social protection")
    hands.follow()
    hands.tab_to("Income in old age")
    hands.follow()
    expect(page.locator("main")).to_contain_text("Paying the basic pension")
    page.locator("tbody a", has_text="Paying the basic pension").last.click()
    sound(page, axe)
    expect(page.locator("h1")).to_have_text("Paying the basic pension")


def test_the_desk_compares_two_years(visit: Visit, axe: Axe) -> None:
    page = visit("/treasury/desk/compare/", login="budgetofficer", language="ko")
    sound(page, axe)
    page.select_option("#first", index=8)
    page.select_option("#second", index=5)
    page.locator("main form button").first.click()
    expect(page.locator(".m-figure")).to_have_count(3)
    sound(page, axe)
    for path in ("/treasury/classification/", "/treasury/classification/upload/", "/treasury/desk/open/"):
        page.goto(path)
        sound(page, axe)
