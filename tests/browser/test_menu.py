"""The header's menu: groups that open and close by keyboard, without JavaScript too, and one button on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize(("login", "language"), [("", "ko"), ("hana", "en"), ("registrar", "ko")])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_open_menu_has_no_fault_that_axe_finds(login: str, language: str, width: int, visit: Any, axe: Any) -> None:
    page: Page = visit("/verify/", login=login, language=language, width=width)
    if width < 1024:
        page.locator("[popovertarget=menu]").first.click()
    page.locator(".m-menu summary").first.click()
    expect(page.locator(".m-menu details a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_a_group_opens_closes_and_leads_on_by_keyboard(visit: Any, keyboard: Callable[[Page], Any]) -> None:
    page: Page = visit("/", login="hana", language="en")
    hands = keyboard(page)
    hands.tab_to("Documents and identity")
    group = page.locator(".m-menu details", has_text="Documents and identity")
    hands.press("Enter")
    expect(group).to_have_attribute("open", "")
    hands.tab_to("My documents", most=1)
    hands.press("Escape")
    expect(group).not_to_have_attribute("open", "")
    assert "Documents and identity" in hands.focused(), "the focus is where the group was opened"
    hands.press("Enter")
    hands.tab_to("My documents", most=1)
    hands.follow()
    assert page.locator("h1").inner_text() == "My documents"
    expect(page.locator(".m-menu summary[aria-current]")).to_have_text("Documents and identity")
    expect(page.locator(".m-menu a[aria-current=page]")).to_have_count(1)


def test_one_group_is_open_at_a_time_and_a_click_elsewhere_closes_it(visit: Any) -> None:
    page: Page = visit("/", login="hana", language="en")
    page.get_by_text("Documents and identity").click()
    page.locator(".m-menu summary", has_text="Services").click()
    expect(page.locator(".m-menu details[open]")).to_have_count(1)
    page.locator("h1").click()
    expect(page.locator(".m-menu details[open]")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_one_button_opens_everything(javascript: bool, visit: Any) -> None:
    page: Page = visit("/verify/", language="en", width=320, javascript=javascript)
    expect(page.locator(".m-menu summary").first).not_to_be_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator(".m-menu summary", has_text="Services").click()
    page.get_by_role("link", name="Life events").click()
    assert page.url.endswith("/life/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Close the menu").click()
    expect(page.locator(".m-menu summary").first).not_to_be_visible()


def test_groups_open_without_javascript(visit: Any) -> None:
    page: Page = visit("/", login="registrar", language="ko", javascript=False)
    page.get_by_text("공무원 업무").click()
    page.get_by_role("link", name="민원창구").click()
    assert page.locator("h1").inner_text() != ""
    assert "/counter/" in page.url
