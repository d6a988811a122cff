"""Devices that hold passkeys, as Chromium's developer tools plug them in."""

from typing import Any

from playwright.sync_api import Page, expect


def plug_in(page: Page, *, transport: str = "internal", verifies: bool = True) -> tuple[Any, str]:
    """A device in the machine (`internal`) or on a cable (`usb`); `verifies` is whether its owner's finger fits. The
    connection to the developer tools and the device's name there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": transport,
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in(page: Page, named: str, login: str) -> None:
    """By password, at the name where browsers allow passkeys."""
    page.goto(f"{named}/sign-in/?lang=en")
    page.fill("input[name=login]:not([type=hidden])", login)
    page.fill("input[name=password]", "madang-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def fetch_mobile_id(visit: Any) -> Page:
    """A wallet with Hana's mobile ID, fetched with a counter's offer."""
    desk = visit("/mobile-id/counter/", login="counter", language="en")
    desk.fill("input[name=name]", "김하나")
    desk.fill("input[name=birth_on]", "1988-04-12")
    desk.click("label[for=id_agreed]")
    desk.click("text=Make the offer")
    digits = desk.inner_text("#tx-code")
    link = desk.get_attribute("a[href^='openid-credential-offer']", "href")
    return into_wallet(visit, link=link, digits=digits)


def into_wallet(visit: Any, *, link: str | None, digits: str) -> Page:
    """A wallet that fetched the mobile ID of a counter's offer."""
    wallet: Page = visit("/mobile-id/wallet/", language="en")
    wallet.wait_for_selector("#wallet[data-ready=yes]")
    wallet.fill("#paste", str(link))
    wallet.press("#paste", "Enter")
    wallet.fill("#tx-code", digits)
    wallet.press("#tx-code", "Enter")
    expect(wallet.locator("#wallet-state")).to_have_text("The mobile ID is in this wallet.", timeout=60_000)
    return wallet


def show_mobile_id(wallet: Page, link: str) -> None:
    """The holder reads a verifier's link and agrees."""
    wallet.fill("#paste", link)
    wallet.press("#paste", "Enter")
    wallet.click("#ask-yes")
    expect(wallet.locator("#wallet-state")).to_contain_text("The verifier has the answer", timeout=60_000)
