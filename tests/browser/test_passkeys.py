"""Passkeys in Chromium, with its own virtual authenticator (Chrome DevTools Protocol, domain WebAuthn)."""

import uuid
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from tests.devices import plug_in, sign_in


@pytest.fixture
def named(site):
    """The site by its name: browsers allow passkeys at `localhost`, not at 127.0.0.1."""
    return f"http://localhost:{urlsplit(site.url).port}"


@pytest.fixture
def window(browser):
    """A browser window of its own, whose script errors and policy breaches fail the test."""
    context = browser.new_context()
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert faults == []


def test_a_device_is_added_signs_in_and_is_removed(window: Page, named: str, axe) -> None:
    devtools, device = plug_in(window)
    sign_in(window, named, "minsu")
    window.goto(f"{named}/settings/passkeys/")
    name = f"key {uuid.uuid4().hex[:6]}"
    window.fill("input[name=name]", name)
    window.get_by_role("button", name="Add this device").click()
    window.get_by_text("The passkey was added").wait_for()
    assert axe(window) == []
    window.goto(f"{named}/settings/")
    window.get_by_role("button", name="Sign out", exact=True).first.click()
    window.wait_for_url("**/sign-in/")
    window.get_by_role("button", name="Sign in with a passkey").click()
    window.wait_for_url(lambda url: "/sign-in/" not in url)
    credential = devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"][0]
    assert credential["signCount"] >= 2
    window.goto(f"{named}/settings/passkeys/")
    window.get_by_role("button", name=f"Remove – {name}").click()
    window.get_by_text("The passkey was removed").wait_for()
    window.goto(f"{named}/settings/")
    window.get_by_role("button", name="Sign out", exact=True).first.click()
    window.wait_for_url("**/sign-in/")
    window.get_by_role("button", name="Sign in with a passkey").click()
    window.get_by_text("The passkey could not be checked").wait_for()


def test_a_finger_that_does_not_fit_signs_in_nobody(window: Page, named: str) -> None:
    plug_in(window, verifies=False)
    sign_in(window, named, "sora")
    window.goto(f"{named}/settings/passkeys/")
    window.get_by_role("button", name="Add this device").click()
    window.get_by_text("No passkey answered").wait_for()
    assert window.get_by_text("You have no passkey yet").is_visible()


def test_who_has_no_passkey_is_told_so_and_can_still_type(window: Page, named: str, axe) -> None:
    plug_in(window)
    window.goto(f"{named}/sign-in/?lang=ko")
    window.get_by_role("button", name="패스키로 로그인").click()
    window.get_by_text("패스키가 응답하지 않았거나").wait_for()
    assert axe(window) == []
    assert window.locator("input[name=password]").is_visible()
