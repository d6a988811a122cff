"""The portal's pages in Chromium: accessible, by keyboard, without JavaScript, on a small phone, in high contrast."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

PAGES = (
    ("/", ""),
    ("/", "hana"),
    ("/me/", "hana"),
    ("/me/cases/", "hana"),
    ("/me/payments/", "hana"),
    ("/me/documents/", "hana"),
    ("/me/looks/", "hana"),
    ("/desk/", "registrar"),
    ("/verify/", ""),
    ("/verify/?number=ABCD-EFGH", ""),
    ("/nothing-here/", ""),
)


@pytest.mark.parametrize(("path", "login"), PAGES)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_page_has_no_fault_that_axe_finds_and_fits_a_phone(
    path: str, login: str, language: str, visit: Any, axe: Any
) -> None:
    page: Page = visit(path, login=login, language=language)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("path", "login"), PAGES)
def test_a_page_in_high_contrast_has_no_fault_that_axe_finds(path: str, login: str, visit: Any, axe: Any) -> None:
    page: Page = visit(path, login=login, contrast=True)
    assert page.get_attribute("html", "data-krds-mode") == "high-contrast"
    assert axe(page) == []


def test_the_language_switch_works_and_is_remembered(visit: Any) -> None:
    page: Page = visit("/verify/", language="ko", javascript=False)
    assert page.locator("h1").inner_text() == "문서 진위확인"
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Verify a document"
    page.goto("/verify/")
    assert page.get_attribute("html", "lang") == "en"


def test_the_contrast_switch_works_without_javascript(visit: Any) -> None:
    page: Page = visit("/", language="en", javascript=False)
    page.get_by_role("link", name="High contrast").click()
    page.goto("/verify/")
    assert page.get_attribute("html", "data-krds-mode") == "high-contrast"
    page.get_by_role("link", name="Normal contrast").click()
    assert page.get_attribute("html", "data-krds-mode") is None


def test_someone_without_a_mouse_skips_to_the_content_and_verifies_a_document(
    visit: Any, keyboard: Callable[[Page], Any]
) -> None:
    page: Page = visit("/verify/", language="en")
    hands = keyboard(page)
    hands.tab_to("Skip to the main content", most=1)
    hands.press("Enter")
    hands.tab_to("Document number", most=1)
    hands.type("0000-0000-0000")
    hands.follow()
    assert page.locator("#verdict").inner_text() == "No such document was issued"


def test_a_resident_reaches_everything_by_keyboard(visit: Any, keyboard: Callable[[Page], Any]) -> None:
    page: Page = visit("/", login="hana", language="en")
    hands = keyboard(page)
    hands.tab_to("My page")
    hands.follow()
    hands.tab_to("See all looks")
    hands.follow()
    assert page.locator("h1").inner_text() == "Who looked at my data"


def test_my_page_works_without_javascript(visit: Any) -> None:
    page: Page = visit("/me/", login="hana", language="en", javascript=False)
    page.get_by_role("link", name="Open the wallet").click()
    assert page.locator("h1").inner_text() == "My documents"


def test_the_search_box_leads_to_the_services(visit: Any) -> None:
    page: Page = visit("/", language="en", javascript=False)
    page.fill("#need", "abstract")
    page.press("#need", "Enter")
    assert "/services/?q=abstract" in page.url


def test_officials_move_through_the_worklist_by_letters(visit: Any) -> None:
    page: Page = visit("/desk/", login="bizofficer", language="en")
    rows = page.locator("a[data-row]")
    assert rows.count() >= 2
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.href") == rows.nth(1).evaluate("e => e.href")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href") == rows.nth(0).evaluate("e => e.href")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "text"


def test_filters_of_the_worklist_stay(visit: Any) -> None:
    page: Page = visit("/desk/", login="registrar", language="en", javascript=False)
    page.select_option("#state", "filed")
    page.get_by_role("button", name="Show").click()
    page.goto("/verify/")
    page.goto("/desk/")
    assert page.input_value("#state") == "filed"
    page.get_by_role("link", name="Show all again").first.click()
    assert page.input_value("#state") == ""


def test_the_public_verification_page_loads_in_under_100_kb_without_fonts(visit: Any) -> None:
    page: Page = visit("about:blank")
    loaded: list[tuple[str, int]] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda event: loaded.append((addresses.get(event["requestId"], ""), int(event["encodedDataLength"]))),
    )
    page.goto("/verify/", wait_until="networkidle")
    weights = {address: size for address, size in loaded if not address.endswith((".woff2", ".woff"))}
    assert sum(weights.values()) < 100_000, weights


def test_a_proxy_always_sees_for_whom_and_until_when_they_act(visit: Any) -> None:
    page: Page = visit("/mandates/", login="sora", language="en", javascript=False)
    page.locator("main form[action*='act-for'] button").first.click()
    page.goto("/me/")
    banner = page.locator(".m-acting p").inner_text()
    assert banner.startswith("You act for")
    assert "until" in banner
    page.get_by_role("button", name="Act for myself again").click()
    page.goto("/me/")
    assert page.locator(".m-acting").count() == 0
