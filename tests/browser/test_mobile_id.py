"""Mobile ID without a phone: the counter offers, the browser's wallet fetches, a shop asks, the holder sees it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.devices import fetch_mobile_id, show_mobile_id


@pytest.fixture
def wallet(visit: Any) -> Page:
    """A wallet with Hana's mobile ID, fetched with a counter's offer."""
    return fetch_mobile_id(visit)


def ask(visit: Any, question: str) -> tuple[Page, str]:
    """The verifier's page and the link of its code."""
    shop = visit("/mobile-id/verify/", language="en")
    shop.click(f"button:has-text('{question}')")
    return shop, str(shop.get_attribute("a[href^='openid4vp']", "href"))


def test_a_shop_learns_yes_and_nothing_else_and_the_holder_sees_who_asked(visit: Any, wallet: Page, axe: Any) -> None:
    shop, link = ask(visit, "19 or older")
    assert axe(shop) == []
    expect(wallet.locator("#wallet-ask")).to_be_hidden()
    expect(wallet.locator("#wallet-fetch")).to_be_hidden()
    wallet.fill("#paste", link)
    wallet.press("#paste", "Enter")
    expect(wallet.locator("#ask-title")).to_have_text("Are you 19 or older?")
    expect(wallet.locator("#ask-yes")).to_be_focused()
    assert axe(wallet) == []
    wallet.keyboard.press("Enter")
    expect(wallet.locator("#wallet-state")).to_contain_text("The verifier has the answer")
    expect(shop.locator(".w-verdict")).to_have_text("Yes", timeout=8000)
    assert not re.search(r"1988|김하나|Hana|종로", shop.inner_text("main"))
    mine = visit("/mobile-id/", login="hana", language="en")
    expect(mine.locator("table")).to_contain_text("Madang Corner Shop")
    assert axe(mine) == []


def test_the_library_learns_the_district_and_a_lost_phone_shows_nothing(visit: Any, wallet: Page) -> None:
    library, link = ask(visit, "which district")
    show_mobile_id(wallet, link)
    expect(library.locator("#answer")).to_contain_text("종로구", timeout=8000)
    mine = visit("/mobile-id/", login="hana", language="en")
    for _each in range(mine.locator("text=I lost this phone").count()):
        mine.locator("text=I lost this phone").first.click()
    library, link = ask(visit, "which district")
    show_mobile_id(wallet, link)
    expect(library.locator("#answer")).to_contain_text("suspended", timeout=8000)


def test_a_code_is_made_and_checked_without_a_network(visit: Any, wallet: Page, axe: Any, tmp_path: Any) -> None:
    checker = visit("/mobile-id/verify/offline/", language="en")
    checker.wait_for_selector("#offline[data-ready=yes]")
    checker.context.set_offline(True)
    wallet.select_option("#offline-claim", "age_equal_or_over/19")
    wallet.click("#offline-make")
    wallet.wait_for_selector("#offline-code svg")
    photo = tmp_path / "photo.png"
    wallet.locator("#offline-code svg").screenshot(path=photo)
    checker.set_input_files("#photo", photo)
    expect(checker.locator("#offline-says")).to_contain_text("Genuine, and shown by the wallet that holds it")
    assert checker.inner_text("#offline-facts").split() == ["≥", "19", "Yes"]
    assert axe(checker) == []
    old = "(async () => { Date.now = () => new Date().getTime() + 120000; })()"
    checker.evaluate(old)
    checker.set_input_files("#photo", [])
    checker.set_input_files("#photo", photo)
    expect(checker.locator("#offline-title")).to_have_text("Do not rely on it")


@pytest.mark.parametrize(
    ("path", "login"),
    [
        ("/mobile-id/", "hana"),
        ("/mobile-id/counter/", "counter"),
        ("/mobile-id/wallet/", ""),
        ("/mobile-id/verify/", ""),
        ("/acting-for/", "hana"),
        ("/guardianships/", "counter"),
    ],
)
def test_every_page_is_accessible_in_korean_and_fits_a_small_screen(
    visit: Any, axe: Any, path: str, login: str
) -> None:
    page = visit(path, login=login, width=320)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
