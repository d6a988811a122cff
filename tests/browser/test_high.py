"""The level high, walked in Chromium: an official adds a person's security key; it fetches a mobile ID; that signs in."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.devices import plug_in, sign_in

SHOTS = os.environ.get("KEEP_SHOTS", "")


def keep(page: Page, name: str) -> None:
    """A picture to look at, where somebody asked for pictures."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture
def named(site: Any) -> str:
    """The site by its name: browsers allow passkeys at `localhost`, not at 127.0.0.1."""
    return f"http://localhost:{urlsplit(site.url).port}"


@pytest.fixture
def window(browser: Any) -> Any:
    """A browser window of its own."""
    context = browser.new_context(locale="en")
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def sign_out(page: Page, named: str) -> None:
    page.goto(f"{named}/settings/")
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url("**/sign-in/")


def test_from_a_counter_to_a_mobile_id_that_signs_in(window: Page, named: str, site: Any, axe: Any, visit: Any) -> None:
    plug_in(window, transport="usb")
    # The counter: the official checks the person, who adds their own key at this screen.
    sign_in(window, named, "counter")
    window.goto(f"{named}/counter/identity/?q=hana")
    window.locator("section[aria-labelledby=found] a").first.click()
    window.get_by_role("link", name="Add their security key here instead").click()
    assert axe(window) == []
    keep(window, "counter-key")
    window.locator("label[for=key-compared]").click()
    window.locator("label[for=key-seen]").click()
    window.fill("#key-name", "blue key")
    window.get_by_role("button", name="Add the security key").click()
    expect(window.get_by_text("was added at the level “high”")).to_be_visible(timeout=60_000)
    sign_out(window, named)

    # The person signs in with a password; the offer asks for more, and what was pressed is kept.
    sign_in(window, named, "hana")
    window.goto(f"{named}/mobile-id/")
    keep(window, "mine-low")
    window.get_by_role("button", name="I agree: make an offer").click()
    window.wait_for_url("**/confirm/?level=3*")
    expect(window.get_by_text("With a password")).to_have_count(0)
    assert axe(window) == []
    keep(window, "confirm-high")
    window.get_by_role("button", name="Confirm with a passkey").click()
    window.wait_for_url("**/confirm/go-on/")
    assert axe(window) == []
    keep(window, "go-on")
    window.get_by_role("button", name="Go on").click()
    digits = window.inner_text("#tx-code")
    link = window.get_attribute("a[href^='openid-credential-offer']", "href")

    # The wallet fetches it; on another device nobody is signed in yet.
    wallet = visit("/mobile-id/wallet/", language="en")
    wallet.wait_for_selector("#wallet[data-ready=yes]")
    opened(wallet, str(link))
    wallet.fill("#tx-code", digits)
    wallet.press("#tx-code", "Enter")
    expect(wallet.locator("#wallet-state")).to_have_text("The mobile ID is in this wallet.", timeout=60_000)
    elsewhere = visit("/sign-in/?next=/settings/", language="en")
    keep(elsewhere, "sign-in")
    elsewhere.get_by_role("button", name="Use the mobile ID").click()
    assert axe(elsewhere) == []
    keep(elsewhere, "sign-in-code")
    opened(wallet, str(elsewhere.get_attribute("a[href^='openid4vp']", "href")))
    expect(wallet.locator("#ask-title")).to_have_text("Do you sign in to the public services?")
    keep(wallet, "wallet-ask")
    wallet.click("#ask-yes")
    expect(wallet.locator("#wallet-state")).to_contain_text("The verifier has the answer", timeout=60_000)
    expect(elsewhere.get_by_text("Your wallet has answered")).to_be_visible(timeout=60_000)
    keep(elsewhere, "sign-in-answered")
    elsewhere.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    elsewhere.wait_for_url("**/settings/")
    expect(elsewhere.get_by_text("level: high").first).to_be_visible()
    assert axe(elsewhere) == []
    keep(elsewhere, "settings-high")

    # The phone is lost: the holder suspends the mobile ID, and what it opened is over.
    window.goto(f"{named}/mobile-id/")
    window.get_by_role("button", name="I lost this phone").first.click()
    elsewhere.goto("/settings/")
    elsewhere.wait_for_url("**/sign-in/**")


def opened(wallet: Page, link: str) -> None:
    """The wallet reads a link."""
    wallet.fill("#paste", link)
    wallet.press("#paste", "Enter")


@pytest.mark.parametrize("path", ["/confirm/?level=3&next=/settings/", "/settings/", "/settings/passkeys/"])
def test_the_pages_of_levels_fit_a_small_screen_in_korean(visit: Any, axe: Any, path: str) -> None:
    page = visit(path, login="sora", width=320)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    keep(page, "ko-" + path.strip("/").split("/?")[0].replace("/", "-"))
