"""A tax return in a real browser: confirmed, disputed, filed; the settlement in advance with and without scripts. Axe finds
nothing, 320 pixels are enough, in two languages."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

SHOTS = os.environ.get("RETURN_SHOTS", "")
Visit = Callable[..., Page]


def look(page: Page, axe: Callable[[Page], list[str]], name: str) -> None:
    """Nothing for axe to find, nothing beyond the screen's side."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert axe(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_a_return_is_confirmed_disputed_and_filed(visit: Visit, axe: Callable[[Page], list[str]]) -> None:
    page = visit("/tax/returns/", login="soonja", language="en")
    look(page, axe, "list")
    page.get_by_role("link", name="Income tax 2025").click()
    expect(page.get_by_text("연금공단").first).to_be_visible()
    look(page, axe, "return")

    page.get_by_role("link", name="This is wrong – Interest received").click()
    page.fill("main [name=minor]", "5000000")
    page.fill("main [name=reason]", "One account is my sister's")
    look(page, axe, "figure")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("your figure", exact=True)).to_be_visible()
    expect(page.get_by_text("the tax office is asking").first).to_be_visible()

    page.get_by_role("link", name="On to the summary").click()
    look(page, axe, "summary")
    page.get_by_role("button", name="File the return").click()
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible()
    look(page, axe, "filed")


def test_the_settlement_in_advance_answers_while_one_types_and_without_scripts(
    visit: Visit, axe: Callable[[Page], list[str]]
) -> None:
    page = visit("/tax/returns/2026/preview/", login="hana", width=320)
    look(page, axe, "preview-320")
    before = page.locator(".tax-result-amount").inner_text()
    page.fill("[name=wages]", "90000000")
    page.press("[name=wages]", "Tab")
    expect(page.locator(".tax-result-amount")).not_to_have_text(before, timeout=30_000)
    typed = page.locator(".tax-result-amount").inner_text()

    plain = visit("/tax/returns/2026/preview/", login="hana", javascript=False)
    plain.fill("[name=wages]", "90000000")
    plain.get_by_role("button", name="계산하기").click()
    expect(plain.locator(".tax-result-amount")).to_have_text(typed)
