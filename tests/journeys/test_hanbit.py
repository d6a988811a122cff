"""The main journeys in Hanbit, the other country: its own law, words, currency and numbers, and nothing Korean in sight."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Site, served

Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]
PATIENCE = 60
HANGUL = re.compile("[가-힣]+")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo of Hanbit."""
    with served(folder=tmp_path_factory.mktemp("hanbit"), country="xx") as running:
        yield running


def sound(page: Page, axe: Axe) -> None:
    """Readable by everyone, and in no other country."""
    assert axe(page) == []
    words = page.inner_text("main")
    assert HANGUL.findall(words) == []
    assert "₩" not in words
    assert "KRW" not in words


def test_search_forgives_slips_and_knows_hanbits_own_words(visit: Visit, axe: Axe) -> None:
    page = visit("/services/", language="en")
    sound(page, axe)
    page.fill("#need", "residence extrct")
    page.press("#need", "Enter")
    found = page.locator('#found a[href="/services/population.abstract/"]')
    expect(found).to_contain_text("Residence extract")
    found.click()
    assert "Residence Act s. 20" in page.inner_text("main")
    sound(page, axe)


def test_a_fee_is_paid_a_certificate_issued_and_verified_by_number(visit: Visit, axe: Axe) -> None:
    page = visit("/apply/population.abstract/", login="hana", language="en")
    sound(page, axe)
    page.locator("main form button[value=next]").last.click()
    page.locator("main button[value=send]").click()
    page.wait_for_url(re.compile("/(pay|applications)/"))
    if "/pay/" in page.url:
        sound(page, axe)
        page.locator("main form button").last.click()
        page.wait_for_url("**/sandbox-bank/**")
        page.locator("button[value=confirm]").click()
        page.wait_for_url("**/applications/**")
    link = page.locator('a[href^="/documents/"]').first
    when(page, lambda: link.count() > 0)
    sound(page, axe)
    number = (link.get_attribute("href") or "").removeprefix("/documents/").strip("/")
    assert page.context.request.get(f"/documents/{number}/pdf").body().startswith(b"%PDF-1.7")
    stranger = visit("/verify/", language="en")
    stranger.fill("[name=number]", number)
    stranger.get_by_role("button", name="Verify", exact=True).click()
    assert "is-success" in (stranger.locator(".m-verdict").get_attribute("class") or "")
    assert "Hana Solen" in stranger.inner_text(".m-verdict")
    sound(stranger, axe)


def when(page: Page, holds: Callable[[], bool]) -> None:
    """Reload until it holds: events travel by a worker."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, page.locator("main").inner_text()[:800]
        time.sleep(0.5)
        page.reload()


def test_an_official_decides_a_move_in(visit: Visit, axe: Axe) -> None:
    page = visit("/apply/population.move_in/", login="soonja", language="en")
    for _screen in range(5):
        if page.locator("main button[value=send]").count():
            break
        if page.locator("[name=address]").count():
            page.select_option("[name=address_division]", "H01")
            page.fill("[name=address]", "9 Orchard Way, Portmere")
            page.fill("[name=moved_on]", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 2 * 86400)))
        sound(page, axe)
        with page.expect_navigation():
            page.locator("main form button[value=next]").last.click()
        assert page.locator(".m-errors").count() == 0, page.inner_text("main")
    page.locator("main button[value=send]").click()
    page.wait_for_url("**/applications/**")
    when(page, lambda: page.locator('a[href*="/my/cases/"]').count() > 0)
    link = page.locator('a[href*="/my/cases/"]').first.get_attribute("href") or ""
    desk = visit("/desk/", login="registrar", language="en")
    sound(desk, axe)
    desk.goto(link.replace("/my/cases/", "/cases/"))
    sound(desk, axe)
    desk.locator("label[for=id_decide-outcome_0]").click()
    desk.locator("form[action$='/decide/'] textarea").first.fill("The notice agrees with the register.")
    desk.get_by_role("button", name="Record the decision").click()
    assert "Your decision was recorded" in desk.inner_text("body")
    when(page, lambda: "Granted" in page.locator("#status .krds-badge").first.inner_text())
    sound(page, axe)
    page.goto("/me/looks/")
    sound(page, axe)
