"""Whole journeys in Chromium, as resident, proxy, official and verifier; each page of them is examined by axe."""

import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.pages import when

Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]
NUMBER = re.compile(r"[A-Z0-9]+(?:-[0-9A-Z]{4}){4}-[0-9A-Z]")
PATIENCE = 60


def fits(page: Page) -> bool:
    """Whether nothing reaches beyond the screen's side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def obtain(page: Page, axe: Axe | None = None) -> str:
    """From the search box to the document; its number."""
    page.goto("/services/")
    page.fill("#need", "초본")
    page.press("#need", "Enter")
    page.locator('#found a[href="/services/population.abstract/"]').click()
    assert axe is None or axe(page) == []
    page.locator('a[href="/apply/population.abstract/"]').click()
    assert axe is None or axe(page) == []
    page.locator("main form button[value=next]").last.click()
    assert axe is None or axe(page) == []
    page.locator("main button[value=send]").click()
    page.wait_for_url("**/applications/**")
    link = page.locator('a[href^="/documents/"]').first
    expect(link).to_be_visible(timeout=PATIENCE * 1000)
    assert axe is None or axe(page) == []
    number = NUMBER.search(link.get_attribute("href") or "")
    assert number
    return number[0]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_resident_holds_a_certificate_and_sees_who_looked(visit: Visit, axe: Axe, language: str) -> None:
    page = visit("/services/", login="hana", language=language)
    assert axe(page) == []
    number = obtain(page, axe)
    page.locator('a[href^="/documents/"]').first.click()
    assert axe(page) == []
    page.goto("/me/documents/")
    assert number in page.content()
    page.goto("/me/looks/")
    assert axe(page) == []
    assert page.locator("main").get_by_text(re.compile("초본|abstract", re.IGNORECASE)).count()


def test_search_answers_while_one_types_and_forgives_slips(visit: Visit) -> None:
    page = visit("/services/", language="en")
    page.locator("#need").press_sequentially("abstarct", delay=30)
    expect(page.locator("#found")).to_contain_text("abstract", timeout=10_000)
    page.fill("#need", "")
    page.locator("#need").press_sequentially("ㅊㅂ", delay=30)
    expect(page.locator('#found a[href="/services/population.abstract/"]')).to_be_visible(timeout=10_000)


def test_a_certificate_needs_no_mouse(visit: Visit, keyboard: Callable[[Page], Any]) -> None:
    page = visit("/services/population.abstract/", login="minsu", language="en")
    hands = keyboard(page)
    hands.tab_to("Get it now")
    hands.follow()
    hands.tab_to("Save and continue")
    hands.follow()
    hands.tab_to("Issue now")
    hands.follow()
    page.wait_for_url("**/applications/**")
    hands.tab_to("Open the document")


def test_a_certificate_needs_no_javascript_on_a_small_phone(visit: Visit) -> None:
    page = visit("/services/", login="soonja", language="en", width=320, javascript=False)
    page.fill("#need", "abstract")
    page.locator("main form button").first.click()
    page.locator('#found a[href="/services/population.abstract/"]').click()
    page.locator('a[href="/apply/population.abstract/"]').click()
    page.locator("main form button[value=next]").last.click()
    page.locator("main button[value=send]").click()
    assert page.locator('a[href^="/documents/"]').count()


@pytest.mark.parametrize(
    "path",
    [
        "/services/",
        "/services/?q=등본",
        "/services/population.abstract/",
        "/life/",
        "/life/birth/",
        "/benefits/",
        "/civil/",
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_pages_fit_a_phone_and_every_reader(visit: Visit, axe: Axe, path: str, language: str) -> None:
    page = visit(path, language=language, width=320)
    assert fits(page)
    assert axe(page) == []


def test_a_fee_is_paid_at_the_bank_and_the_matter_goes_on(visit: Visit, axe: Axe) -> None:
    page = visit("/apply/civil.animal_registration/", login="minsu", language="en")
    page.fill("[name=animal_name]", "Bori")
    page.fill("[name=chip]", "410160012345678")
    assert axe(page) == []
    page.locator("main form button[value=next]").last.click()
    page.locator("main button[value=send]").click()
    page.wait_for_url("**/pay/**")
    page.locator("main form button").last.click()
    page.wait_for_url("**/sandbox-bank/**")
    page.locator("button[value=confirm]").click()
    page.wait_for_url("**/applications/**")
    when(page, lambda: "With the agency" in page.locator("#status .krds-badge").first.inner_text())
    assert axe(page) == []


def test_a_proxy_obtains_a_certificate_and_both_see_it(visit: Visit, axe: Axe) -> None:
    page = visit("/mandates/", login="sora", language="en")
    if page.locator(".m-acting").count():
        # Another test left her acting; sessions are shared.
        with page.expect_navigation():
            page.locator(".m-acting button").click()
        page.goto("/mandates/")
    page.locator('form[action^="/act-for/"] button').first.click()
    number = obtain(page)
    assert page.locator(".m-acting").count()
    assert axe(page) == []
    page.locator(".m-acting button").click()
    mandator = visit("/me/documents/", login="dohyun", language="en")
    assert number in mandator.content()
    mandator.goto("/me/looks/")
    assert mandator.get_by_text("Your representative").count()


def test_an_official_decides_a_move_and_the_resident_sees_it(visit: Visit, axe: Axe) -> None:
    resident = visit("/apply/population.move_in/", login="soonja", language="en")
    if "where" not in resident.url:
        resident.goto("/apply/population.move_in/where/")
    resident.select_option("[name=address_division]", "1111000000")
    resident.fill("[name=address]", "서울특별시 종로구 사직로 8길 1")
    resident.fill("[name=moved_on]", time.strftime("%Y-%m-%d"))
    assert axe(resident) == []
    resident.locator("main form button[value=next]").last.click()
    resident.locator("main form button[value=next]").last.click()
    resident.locator("main button[value=send]").click()
    resident.wait_for_url("**/applications/**")
    when(resident, lambda: resident.locator('a[href*="/my/cases/"]').count() > 0)
    link = resident.locator('a[href*="/my/cases/"]').first.get_attribute("href") or ""
    official = visit(link.replace("/my/cases/", "/cases/"), login="registrar", language="en")
    assert axe(official) == []
    official.get_by_role("button", name="Take this case in hand").click()
    official.locator("label[for=id_decide-outcome_0]").click()
    official.locator("form[action$='/decide/'] textarea").first.fill("The report agrees with the register.")
    official.get_by_role("button", name="Record the decision").click()
    assert axe(official) == []
    when(resident, lambda: "Granted" in resident.locator("#status .krds-badge").first.inner_text())


def test_a_counter_issues_for_who_stands_there(visit: Visit, axe: Axe) -> None:
    page = visit("/counter/", login="counter", language="en")
    assert axe(page) == []
    page.fill("[name=name]", "김하나")
    page.fill("[name=birth_on]", "1988-04-12")
    page.fill("[name=reason]", "For a bank")
    page.locator("main form button").first.click()
    page.locator("section[aria-labelledby=people] a").first.click()
    assert axe(page) == []
    page.locator('a[href$="/population.register_copy/"]').click()
    assert axe(page) == []
    page.fill("main [name=reason]", "For a bank")
    page.locator("label[for=id_cash_taken]").click()
    page.get_by_role("button", name="Issue").click()
    page.wait_for_url("**/applications/**")
    assert page.locator('a[href^="/documents/"]').count()
    resident = visit("/me/looks/", login="hana", language="en")
    told = resident.locator("main").inner_text()
    assert "Jongno" in told or "종로구청" in told
    assert "counter" in told


def test_a_life_event_shows_each_part(visit: Visit, axe: Axe) -> None:
    page = visit("/life/moving/", login="dohyun", language="en")
    page.get_by_role("link", name="Begin").click()
    assert axe(page) == []
    page.locator("main form button[value=next]").last.click()
    page.select_option("[name=address_division]", "1144000000")
    page.fill("[name=address]", "서울특별시 마포구 중앙로 5")
    page.fill("[name=moved_on]", time.strftime("%Y-%m-%d"))
    page.locator("main form button[value=next]").last.click()
    page.locator("main form button[value=next]").last.click()
    page.locator("main form button[value=next]").last.click()
    page.locator("main button[value=send]").click()
    page.wait_for_url("**/life/moving/madang-*/")
    when(page, lambda: page.locator("#parts .m-part").count() == 2)
    assert axe(page) == []


def test_the_benefit_finder_says_why(visit: Visit, axe: Axe) -> None:
    page = visit("/benefits/", login="soonja", language="en")
    page.locator("main form button").last.click()
    assert page.locator("article").count() >= 15
    assert page.get_by_text("Decided by", exact=False).count() >= 15
    assert axe(page) == []


def test_a_stranger_verifies_by_number_by_file_and_without_a_network(visit: Visit, axe: Axe, tmp_path: Path) -> None:
    holder = visit("/services/", login="hana", language="en")
    number = obtain(holder)
    pdf = holder.context.request.get(f"/documents/{number}/pdf").body()
    file, altered = tmp_path / "abstract.pdf", tmp_path / "altered.pdf"
    file.write_bytes(pdf)
    changed = bytearray(pdf)
    changed[len(changed) // 2] ^= 1
    altered.write_bytes(bytes(changed))
    page = visit("/verify/", language="en")
    page.fill("[name=number]", number)
    page.get_by_role("button", name="Verify", exact=True).click()
    assert "is-success" in (page.locator(".m-verdict").get_attribute("class") or "")
    assert axe(page) == []
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Upload and verify").click()
    assert "is-success" in (page.locator(".m-verdict").get_attribute("class") or "")
    page.locator("input[type=file]").set_input_files(altered)
    page.get_by_role("button", name="Upload and verify").click()
    assert "is-success" not in (page.locator(".m-verdict").get_attribute("class") or "")
    program = shutil.which("pdftoppm")
    assert program, "apt-get install poppler-utils"
    subprocess.run([program, "-r", "300", "-png", "-singlefile", str(file), str(tmp_path / "page")], check=True)
    page.goto("/verify/offline/")
    expect(page.locator("#offline-state")).to_contain_text("Ready", timeout=20_000)
    page.context.set_offline(True)
    page.locator("#photo").set_input_files(tmp_path / "page.png")
    expect(page.locator("#offline-result")).to_have_attribute("data-outcome", "good", timeout=30_000)
    assert number in page.locator("#offline-facts").inner_text()
