"""Devices that hold passkeys, as Chromium's developer tools plug them in."""

from typing import Any

from playwright.sync_api import Page


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
