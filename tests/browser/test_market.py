"""The tender market in a browser: a buyer publishes by keyboard alone, a supplier asks, the answer is everybody's."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

DESK = "/procurement/desk/"


def _next(page: Page, **typed: str) -> None:
    """Type into the fields that a person would, and go on with the Enter key."""
    for name, text in typed.items():
        page.focus(f"[name={name}]")
        page.keyboard.type(text)
    page.focus("button.primary[value=next]")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _published_by_keyboard(page: Page) -> str:
    """A tender from the first question to its notice, without a mouse; its number."""
    _next(page, title="Tablets for the counters", description="Ten inches, with a case.")
    _next(page, lot_title="Tablets", estimated="88000000")
    _next(page)
    _next(page)
    page.focus("button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/procurement/desk/tenders/" in url)
    number = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"{DESK}tenders/{number}/item/")
    page.fill("[name=title]", "Tablet 10 inch")
    page.select_option("[name=unspsc]", "43211500")
    page.fill("[name=quantity]", "100")
    page.select_option("[name=unit]", "EA")
    page.press("[name=quantity]", "Enter")
    page.wait_for_url(f"**/tenders/{number}/")
    page.goto(f"{DESK}tenders/{number}/publish/")
    page.focus("main form button.primary")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tenders/{number}/")
    return number


def _ask(page: Page, number: str) -> None:
    """The sole trader begins to act for the business that the register names, and asks."""
    begin = page.locator('form[action="/acting-for/begin/"] button')
    if begin.count():
        with page.expect_navigation():
            begin.first.click()
    page.goto("/mandates/")
    with page.expect_navigation():
        page.locator('form[action^="/act-for/"]:not([action*="myself"]) button').first.click()
    page.goto(f"/procurement/tenders/{number}/ask/")
    page.fill("[name=text]", "Is a pen part of it?")
    page.press("main form button.primary", "Enter")
    page.wait_for_url(f"**/procurement/tenders/{number}/")


def test_a_tender_is_published_asked_about_and_answered(visit: Any, axe: Callable[[Page], list[str]]) -> None:
    buyer: Page = visit(f"{DESK}new/0/what/", login="buyer", language="en")
    number = _published_by_keyboard(buyer)
    _ask(visit("/acting-for/", login="dohyun", language="en"), number)
    buyer.goto(f"{DESK}tenders/{number}/")
    assert axe(buyer) == []
    buyer.get_by_role("link", name="Answer to all").click()
    buyer.fill("[name=answer]", "Yes, one each.")
    buyer.press("main form button.primary", "Enter")
    buyer.wait_for_url(f"**/tenders/{number}/")
    for path, language in (
        (f"/procurement/tenders/{number}/", "ko"),
        ("/procurement/", "en"),
        ("/procurement/prices/?unspsc=43211500&unit=EA&quantity=3", "ko"),
    ):
        page: Page = visit(path, language=language, width=320)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert axe(page) == [], path
    public: Page = visit(f"/procurement/tenders/{number}/", language="en", javascript=False)
    shown = public.inner_text("main")
    assert "Is a pen part of it?" in shown
    assert "Yes, one each." in shown
    assert "days left" in shown
    assert "도현" not in shown
