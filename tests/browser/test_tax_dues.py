"""Dues and invoices in a real browser: several taxes paid by one payment, an assessment objected to, an invoice issued and
amended. Axe finds nothing, 320 pixels are enough, in two languages."""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

SHOTS = os.environ.get("RETURN_SHOTS", "")
Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]


def look(page: Page, axe: Axe, name: str) -> None:
    """Nothing for axe to find, nothing beyond the screen's side."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert axe(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_several_taxes_are_paid_at_once_and_an_assessment_is_objected_to(visit: Visit, axe: Axe) -> None:
    page = visit("/tax/dues/", login="hana", language="en", width=320)
    look(page, axe, "dues-320")
    page.get_by_role("link", name="Pay several at once").click()
    look(page, axe, "together-320")
    page.get_by_role("button", name="Make one payment of it").click()
    expect(page.get_by_role("heading", name="What it settles if it comes today")).to_be_visible()
    look(page, axe, "joint-320")
    page.get_by_role("link", name="Pay by card or transfer").click()
    page.get_by_role("button", name="Pay at the bank").click()
    page.get_by_role("button", name="Confirm the payment").click()
    expect(page.get_by_role("heading", name="What it settled")).to_be_visible()
    look(page, axe, "paid-320")

    korean = visit("/tax/dues/", login="hana")
    look(korean, axe, "dues-ko")
    korean.locator('a[href^="/tax/dues/assessments/"]').first.click()
    korean.fill("main [name=asked_minor]", "0")
    korean.fill("main [name=ground]", "보증금 반환액이 수입으로 잡혔습니다.")
    look(korean, axe, "assessment-ko")
    korean.get_by_role("button", name="청구하기").click()
    expect(korean.locator('a[href^="/my/cases/"]').first).to_be_visible()


def acting(page: Page) -> Page:
    """The sole trader begins to act for the business that the register names."""
    begin = page.locator('form[action="/acting-for/begin/"] button')
    if begin.count():
        with page.expect_navigation():
            begin.first.click()
    page.goto("/mandates/")
    with page.expect_navigation():
        page.locator('form[action^="/act-for/"]:not([action*="myself"]) button').first.click()
    return page


def test_an_invoice_is_issued_and_amended(visit: Visit, axe: Axe) -> None:
    page = acting(visit("/acting-for/", login="dohyun", language="en"))
    page.goto("/tax/invoices/received/")
    page.locator('a[href^="/tax/invoices/2"]').first.click()
    # The seller of what was received becomes the buyer.
    number = page.locator(".t-party .t-number").first.inner_text()
    page.goto("/tax/invoices/")
    look(page, axe, "invoices")
    page.get_by_role("link", name="Issue an invoice").click()
    page.fill("[name=buyer]", number)
    page.fill("[name=name_1]", "Shop shelves")
    page.fill("[name=price_1]", "95000")
    page.get_by_role("button", name="Check").click()
    look(page, axe, "invoice-check")
    page.get_by_role("button", name="Issue", exact=True).click()
    expect(page.get_by_text("Issued. The buyer was told")).to_be_visible()
    look(page, axe, "invoice")
    page.get_by_role("link", name="Amend").click()
    page.get_by_role("link", name="This happened – The value changed").click()
    page.fill("[name=amount]", "-5000")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="These invoices will be issued")).to_be_visible()
    look(page, axe, "amendment")
    page.get_by_role("button", name="Issue", exact=True).click()
    expect(page.get_by_text("Issued: 1.")).to_be_visible()
