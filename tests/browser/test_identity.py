"""Who one is and for whom one acts, walked in Chromium: heirs, a lost phone and its recovery, a service that signs people in.

Every page is looked at in Korean on a desk and in English on a phone.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from playwright.sync_api import Page, expect
from tests.devices import fetch_mobile_id, plug_in, show_mobile_id, sign_in

ROOT = Path(__file__).resolve().parents[2]
PARTY = ROOT / "src/madang/systems/digital_identity/tests/relying_party.mjs"
SHOTS = os.environ.get("KEEP_SHOTS", "")
# What the register of families says of the departed mother of Minsu and Sora.
ESTATE = "윤정희"

Look = Callable[..., None]
Window = Callable[[], Page]


@pytest.fixture
def look(axe: Any) -> Look:
    """`look(page, "name")`: readable for everybody in both languages and widths; `again=False` where a page comes once."""

    def examine(page: Page, name: str, *, again: bool = True) -> None:
        for language, width in (("ko", 1280), ("en", 320)):
            parts = urlsplit(page.url)
            here = f"{parts.scheme}://{parts.netloc}"
            page.context.add_cookies([{"name": "madang_language", "value": language, "url": here}])
            page.set_viewport_size({"width": width, "height": 900})
            if again:
                page.reload()
            assert axe(page) == [], f"{name} {language}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} {language}"
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{language}.png", full_page=True)

    return examine


@pytest.fixture
def window(browser: Any) -> Iterator[Window]:
    """`window()`: a browser of somebody's own, on another device, where nobody is signed in."""
    faults: list[str] = []

    def opened() -> Page:
        page: Page = browser.new_context(locale="en").new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    assert faults == []


@pytest.fixture
def named(site: Any) -> str:
    """The site by its name: browsers allow passkeys at `localhost`, not at 127.0.0.1."""
    return f"http://localhost:{urlsplit(site.url).port}"


def begun_as_heir(page: Page) -> str:
    """The mandate that the family register gives at once; its key."""
    page.locator("form:has(input[name=kind][value=heir]) button").click()
    page.wait_for_url(re.compile(r"/mandates/[0-9a-f]{32}/"))
    expect(page.locator("main")).to_contain_text(ESTATE)
    return page.url.rstrip("/").rpartition("/")[2]


def test_heirs_begin_act_see_each_other_and_end_it_at_once(site: Any, window: Window, look: Look) -> None:
    minsu, sora, phone = window(), window(), window()
    for page, login in ((minsu, "minsu"), (sora, "sora"), (phone, "sora")):
        sign_in(page, site.url, login)
    minsu.goto(f"{site.url}/acting-for/")
    look(minsu, "heir-rights")
    first = begun_as_heir(minsu)
    expect(minsu.locator("main")).to_contain_text("Civil Act arts. 1000 (1) no. 1, 1005")
    sora.goto(f"{site.url}/acting-for/")
    second = begun_as_heir(sora)
    # Each is told of the other and sees what the other does.
    minsu.goto(f"{site.url}/me/messages/")
    minsu.get_by_role("link", name=f"{ESTATE}").first.click()
    look(minsu, "heir-told")
    phone.goto(f"{site.url}/mandates/{second}/")
    phone.get_by_role("button", name=f"Act for {ESTATE}").click()
    expect(phone.locator(".m-acting")).to_contain_text(ESTATE)
    look(phone, "heir-acting")
    minsu.goto(f"{site.url}/mandates/{first}/")
    look(minsu, "heir-mandate")
    minsu.locator("section[aria-labelledby=joint] a").click()
    expect(minsu.locator("main table")).to_contain_text("Began to act under the mandate")
    expect(minsu.get_by_role("button", name="Take the mandate back")).to_have_count(0)
    look(minsu, "heir-others-uses")
    # Laid down on one device, it no longer works on the other at the very next request.
    sora.goto(f"{site.url}/mandates/{second}/")
    expect(sora.locator("main table")).to_contain_text("Began to act under the mandate")
    sora.get_by_role("button", name="Lay the mandate down").click()
    expect(sora.locator("main")).to_contain_text("Taken back")
    look(sora, "heir-ended")
    phone.goto(f"{site.url}/me/")
    expect(phone.locator(".m-acting")).to_have_count(0)
    minsu.goto(f"{site.url}/mandates/{second}/")
    expect(minsu.locator("main")).to_contain_text("Taken back")
    minsu.goto(f"{site.url}/mandates/{first}/")
    minsu.get_by_role("button", name="Lay the mandate down").click()


def test_who_lost_a_phone_comes_back_by_a_counter(
    site: Any, visit: Any, window: Window, named: str, look: Look
) -> None:
    lost, home = window(), window()
    plug_in(lost)
    sign_in(lost, named, "soonja")
    added(lost, named, "old phone")
    code = code_from_the_counter(visit, look)
    plug_in(home)
    home.goto(f"{named}/sign-in/?lang=en")
    look(home, "recovery-sign-in")
    home.get_by_role("link", name="I have a code from a counter").click()
    look(home, "recovery-code")
    home.fill("input[name=login]", "soonja")
    home.fill("input[name=code]", code.lower().replace("-", " "))
    home.get_by_role("button", name="Sign in with the code").click()
    expect(home.locator("main")).to_contain_text("your old passkeys work no longer")
    expect(home.locator("main")).to_contain_text("You have no passkey yet")
    look(home, "recovery-passkeys")
    added(home, named, "new phone")
    expect(home.locator("section[aria-labelledby=held]")).to_contain_text("level: substantial")
    look(home, "recovery-added")
    # The lost phone is out, and its passkey opens nothing.
    lost.goto(f"{named}/settings/")
    lost.wait_for_url("**/sign-in/**")
    lost.get_by_role("button", name="Sign in with a passkey").click()
    expect(lost.get_by_text("The passkey could not be checked")).to_be_visible()
    home.goto(f"{named}/me/messages/")
    # In the language of the country: she chose no other one.
    for told in ("계정이 복구되었습니다", "창구에서 계정 등록 번호를 내주었습니다", "새 패스키: new phone"):
        expect(home.locator("main")).to_contain_text(told)
    look(home, "recovery-alerts")
    signed_out_from_afar(home, window(), named, look)


def added(page: Page, named: str, name: str) -> None:
    """A passkey on this device."""
    page.goto(f"{named}/settings/passkeys/")
    page.fill("input[name=name]", name)
    page.get_by_role("button", name="Add this device").click()
    expect(page.locator("section[aria-labelledby=held]")).to_contain_text(name, timeout=60_000)


def code_from_the_counter(visit: Any, look: Look) -> str:
    """An official compares the person with their card and hands over a code."""
    desk: Page = visit("/counter/identity/", login="counter", language="en")
    desk.fill("#q", "soonja")
    desk.press("#q", "Enter")
    look(desk, "counter-found")
    desk.locator("section[aria-labelledby=found] a").first.click()
    look(desk, "counter-check")
    desk.locator("label[for=id_compared]").click()
    desk.get_by_role("button", name="Give out a code").click()
    code = desk.locator(".m-figure strong").inner_text()
    look(desk, "counter-code", again=False)
    return code


def signed_out_from_afar(home: Page, forgotten: Page, named: str, look: Look) -> None:
    """A sign-in left open on another device is seen in the list and ended from here."""
    sign_in(forgotten, named, "soonja")
    forgotten.goto(f"{named}/me/")
    home.goto(f"{named}/settings/")
    look(home, "sessions")
    there = home.locator("section[aria-labelledby=devices] li", has=home.get_by_role("button"))
    while there.count():
        there.first.get_by_role("button").click()
    expect(home.locator("section[aria-labelledby=devices] li")).to_have_count(1)
    forgotten.goto(f"{named}/me/")
    forgotten.wait_for_url("**/sign-in/**")


class Service(BaseHTTPRequestHandler):
    """The library's own host: where people come back to, and where it hears of a sign-out."""

    came: list[str] = []
    heard: list[str] = []
    told = Event()

    def do_GET(self) -> None:
        self.came.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Library</title><h1>City Library</h1>")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.heard.append(parse_qs(body)["logout_token"][0])
        self.send_response(204)
        self.end_headers()
        self.told.set()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def library() -> Iterator[str]:
    """Listens."""
    server = HTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def registered(visit: Any, look: Look, library: str, key: ECKey) -> str:
    """Applied for by whoever runs the service, decided by an official; the client identifier."""
    applicant: Page = visit("/digital-identity/", login="dohyun", language="en")
    look(applicant, "service-front")
    applicant.get_by_role("main").get_by_role("link", name="Apply for a service").click()
    look(applicant, "service-apply")
    typed = {
        "name": "City Library",
        "purpose": "Borrow books and reserve a seat in the reading room.",
        "redirect_uris": f"{library}/callback",
        "post_logout_uris": f"{library}/bye",
        "logout_uri": f"{library}/logout",
        "jwks": json.dumps({"keys": [key.as_dict(private=False)]}),
    }
    for name, text in typed.items():
        applicant.fill(f"[name={name}]", text)
    for scope in ("your name as registered", "your date of birth"):
        applicant.get_by_text(scope, exact=True).click()
    applicant.select_option("[name=level]", "2")
    applicant.get_by_role("button", name="Send the application").click()
    applicant.wait_for_url("**/my/cases/**")
    look(applicant, "service-case")
    number = applicant.url.rstrip("/").rpartition("/")[2]
    official: Page = visit(f"/cases/{number}/", login="operator", language="en")
    look(official, "service-desk")
    official.locator("label[for=id_decide-outcome_0]").click()
    official.locator("form[action$='/decide/'] textarea").first.fill("Address, purpose and key are in order.")
    official.get_by_role("button", name="Record the decision").click()
    expect(official.locator("main")).to_contain_text("Client identifier")
    look(official, "service-decided")
    applicant.reload()
    look(applicant, "service-granted")
    return applicant.locator("dt:has-text('Client identifier') + dd").inner_text().strip()


def test_a_service_is_registered_and_signs_somebody_in(
    site: Any, visit: Any, window: Window, look: Look, library: str, tmp_path: Path
) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    client = registered(visit, look, library, key)
    config = tmp_path / "party.json"
    given = {"issuer": site.url, "client_id": client, "redirect_uri": f"{library}/callback", "bye": f"{library}/bye"}
    config.write_text(json.dumps(given | {"scope": "openid profile birthdate", "key": key.as_dict(private=True)}))
    pipe = subprocess.PIPE
    party = subprocess.Popen(["node", str(PARTY), str(config)], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    wallet, hana = fetch_mobile_id(visit), window()
    sign_in(hana, site.url, "hana")
    hana.goto(json.loads(party.stdout.readline())["address"])  # type: ignore[union-attr]
    raised_by_wallet(hana, wallet, look)
    expect(hana.locator("h1")).to_have_text("Sign in at City Library")
    told = hana.locator("section[aria-labelledby=told] li").all_inner_texts()
    assert "your name as registered" in told
    assert "your date of birth" in told
    assert "your registered address" not in told
    look(hana, "consent")
    hana.get_by_role("button", name="Agree and continue").click()
    hana.wait_for_url(f"{library}/callback?**")
    # The browser may ask for an icon after it.
    back = next(came for came in reversed(Service.came) if came.startswith("/callback?"))
    rest, errors = party.communicate(f"{library}{back}\n", timeout=60)
    assert party.returncode == 0, errors
    claims, told_of, _fresh, leaving = (json.loads(line) for line in rest.splitlines())
    assert claims["claims"]["acr"] == "urn:madang:assurance:high"
    assert told_of["userinfo"] == {"sub": claims["claims"]["sub"], "name": "김하나", "birthdate": "1988-04-12"}
    hana.goto(f"{site.url}/settings/consents/")
    expect(hana.locator("main")).to_contain_text("City Library")
    look(hana, "consents")
    hana.goto(leaving["logout"])
    hana.wait_for_url(f"{library}/bye?**")
    assert Service.told.wait(60), "The service was not told of the sign-out."
    assert jwt.decode(Service.heard[0], keys_of(site), algorithms=["ES256"]).claims["sid"] == claims["claims"]["sid"]


def keys_of(site: Any) -> Any:
    """The provider's public keys, as anybody reads them."""
    from urllib.request import urlopen

    from joserfc.jwk import KeySet

    with urlopen(f"{site.url}/oidc/jwks.json") as reply:
        return KeySet.import_key_set(json.load(reply))


def raised_by_wallet(hana: Page, wallet: Page, look: Look) -> None:
    """A password is not enough for the service: its page says so, and the mobile ID raises the level."""
    expect(hana.locator("h1")).to_contain_text("City Library needs to be surer that it is you")
    look(hana, "step-up")
    hana.get_by_role("link", name="Confirm more surely").click()
    look(hana, "step-up-means")
    hana.get_by_role("button", name="Use the mobile ID").click()
    look(hana, "step-up-code")
    show_mobile_id(wallet, str(hana.get_attribute("a[href^='openid4vp']", "href")))
    expect(hana.get_by_text("Your wallet has answered")).to_be_visible(timeout=60_000)
    look(hana, "step-up-answered")
    hana.get_by_role("main").get_by_role("button", name="Confirm", exact=True).click()
