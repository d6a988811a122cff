"""The main journeys in Hanbit, the other country: its own law, words, currency and numbers, and nothing Korean in sight."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import typst
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT, Site, served, surroundings
from tests.devices import into_wallet, plug_in, show_mobile_id
from tests.pages import when

Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]
HANGUL = re.compile("[가-힣]+")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo of Hanbit."""
    with served(folder=tmp_path_factory.mktemp("hanbit"), country="xx") as running:
        yield running


def sound(page: Page, axe: Axe) -> None:
    """Readable by everyone, and in no other country."""
    assert axe(page) == []
    words = page.inner_text("main")
    assert HANGUL.findall(words) == []
    assert "₩" not in words
    assert "KRW" not in words


def test_search_forgives_slips_and_knows_hanbits_own_words(visit: Visit, axe: Axe) -> None:
    page = visit("/services/", language="en")
    sound(page, axe)
    page.fill("#need", "residence extrct")
    page.press("#need", "Enter")
    found = page.locator('#found a[href="/services/population.abstract/"]')
    expect(found).to_contain_text("Residence extract")
    found.click()
    assert "Residence Act s. 20" in page.inner_text("main")
    sound(page, axe)


def test_a_fee_is_paid_a_certificate_issued_and_verified_by_number(visit: Visit, axe: Axe) -> None:
    page = visit("/apply/population.abstract/", login="hana", language="en")
    sound(page, axe)
    page.locator("main form button[value=next]").last.click()
    page.locator("main button[value=send]").click()
    page.wait_for_url(re.compile("/(pay|applications)/"))
    if "/pay/" in page.url:
        sound(page, axe)
        page.locator("main form button").last.click()
        page.wait_for_url("**/sandbox-bank/**")
        page.locator("button[value=confirm]").click()
        page.wait_for_url("**/applications/**")
    link = page.locator('a[href^="/documents/"]').first
    when(page, lambda: link.count() > 0)
    sound(page, axe)
    number = (link.get_attribute("href") or "").removeprefix("/documents/").strip("/")
    assert page.context.request.get(f"/documents/{number}/pdf").body().startswith(b"%PDF-1.7")
    stranger = visit("/verify/", language="en")
    stranger.fill("[name=number]", number)
    stranger.get_by_role("button", name="Verify", exact=True).click()
    assert "is-success" in (stranger.locator(".m-verdict").get_attribute("class") or "")
    assert "Hana Solen" in stranger.inner_text(".m-verdict")
    sound(stranger, axe)


def test_an_official_decides_a_move_in(visit: Visit, axe: Axe) -> None:
    page = visit("/apply/population.move_in/", login="soonja", language="en")
    for _screen in range(5):
        if page.locator("main button[value=send]").count():
            break
        if page.locator("[name=address]").count():
            page.select_option("[name=address_division]", "H01")
            page.fill("[name=address]", "9 Orchard Way, Portmere")
            page.fill("[name=moved_on]", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 2 * 86400)))
        sound(page, axe)
        with page.expect_navigation():
            page.locator("main form button[value=next]").last.click()
        assert page.locator(".m-errors").count() == 0, page.inner_text("main")
    page.locator("main button[value=send]").click()
    page.wait_for_url("**/applications/**")
    when(page, lambda: page.locator('a[href*="/my/cases/"]').count() > 0)
    link = page.locator('a[href*="/my/cases/"]').first.get_attribute("href") or ""
    desk = visit("/desk/", login="registrar", language="en")
    sound(desk, axe)
    desk.goto(link.replace("/my/cases/", "/cases/"))
    sound(desk, axe)
    desk.locator("label[for=id_decide-outcome_0]").click()
    desk.locator("form[action$='/decide/'] textarea").first.fill("The notice agrees with the register.")
    desk.get_by_role("button", name="Record the decision").click()
    assert "Your decision was recorded" in desk.inner_text("body")
    when(page, lambda: "Granted" in page.locator("#status .krds-badge").first.inner_text())
    sound(page, axe)
    page.goto("/me/looks/")
    sound(page, axe)


# A counter's code, which an official hands over after looking at an identity card.
CODE = """
import sys, django; django.setup()
from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.prove_at_counter import Evidence, issue_code
from madang.framework.values import clock
account = Account.objects.get(login=sys.argv[1])
print(issue_code(account=account, evidence=Evidence.IDENTITY_CARD, actor=system_actor("test"), now=clock.now()))
"""


def with_a_device(site: Site, page: Page, login: str) -> None:
    """Signs in with a code from a counter and adds a passkey, at the name where browsers allow it."""
    plug_in(page)
    environment = surroundings(database=site.database, var=site.var) | {"MADANG_COUNTRY": "xx"}
    done = subprocess.run(
        [sys.executable, "-c", CODE, login], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    named = f"http://localhost:{urlsplit(site.url).port}"
    page.goto(f"{named}/recover/?lang=en")
    page.fill("main input[name=login]", login)
    page.fill("main input[name=code]", done.stdout.strip().splitlines()[-1])
    page.press("main input[name=code]", "Enter")
    page.wait_for_url(lambda url: "/recover/" not in url)
    page.goto(f"{named}/settings/passkeys/")
    page.fill("input[name=name]", "phone")
    page.get_by_role("button", name="Add this device").click()
    page.get_by_text("The passkey was added").wait_for()
    page.goto(f"{named}/signatures/signing/")


def test_one_signs_on_her_own_device_and_the_next_refuses_without_a_mouse(
    site: Site, browser: Browser, visit: Visit, axe: Axe, keyboard: Callable[[Page], Any]
) -> None:
    window = browser.new_context()
    page = window.new_page()
    with_a_device(site, page, "hana")
    sound(page, axe)
    hands = keyboard(page)
    hands.tab_to("Have a document signed")
    hands.follow()
    lease = bytes(typst.compile(b"= Lease\nTwo parties agree on the courtyard.", format="pdf"))
    page.set_input_files("input[name=file]", {"name": "lease.pdf", "mimeType": "application/pdf", "buffer": lease})
    for name, text in (
        ("title", "Lease of the courtyard"),
        ("reason", "Both of us agreed."),
        ("signers", "hana\nsoonja"),
    ):
        page.fill(f"[name={name}]", text)
    page.fill("[name=due]", time.strftime("%Y-%m-%d", time.gmtime(time.time() + 5 * 86400)))
    sound(page, axe)
    hands.tab_to("Send for signing")
    hands.follow()
    page.wait_for_url(re.compile("/signing/[0-9A-Za-z]{20,}/"))
    address = urlsplit(page.url).path
    sound(page, axe)
    assert page.locator(".s-pages img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1000
    hands.tab_to("Approve and sign")
    hands.follow()
    expect(page.locator("main")).to_contain_text("The signature holds")
    expect(page.locator("body")).to_contain_text("You signed. The next one is told.")
    sound(page, axe)
    signed = page.context.request.get(f"{page.url}file/").body()
    assert signed.startswith(lease)

    other = visit("/", login="soonja", language="en")
    other.get_by_role("link", name="Look and sign – Lease of the courtyard").click()
    assert urlsplit(other.url).path == address
    expect(other.locator("main")).to_contain_text("You need a")
    sound(other, axe)
    hands = keyboard(other)
    hands.tab_to("Reason")
    hands.type("The rent is missing.")
    hands.tab_to("Refuse")
    hands.follow()
    expect(other.locator("body")).to_contain_text("You refused.")
    page.reload()
    expect(page.locator("main")).to_contain_text("The rent is missing.")
    sound(page, axe)

    stranger = visit("/signatures/validate/", language="en")
    stranger.set_input_files("input[name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": signed})
    stranger.get_by_role("button", name="Validate", exact=True).click()
    expect(stranger.locator("#verdict")).to_have_text("Every signature holds")
    sound(stranger, axe)
    for place in ("/signatures/mine/", "/signatures/request/"):
        page.goto(f"http://localhost:{urlsplit(site.url).port}{place}")
        sound(page, axe)
    # The old Korean pair of files is nothing that Hanbit knows.
    assert page.context.request.get(f"http://localhost:{urlsplit(site.url).port}/signatures/npki/").status == 404
    window.close()


def test_acting_for_a_child_a_shop_a_client_and_a_ward_ends_at_once(visit: Visit, axe: Axe, keyboard: Callable) -> None:
    """Each kind of mandate but the heir's, which is walked in Korea's demonstration (tests/browser/test_identity.py)."""
    parent = visit("/acting-for/", login="hana", language="en")
    sound(parent, axe)
    keys = keyboard(parent)
    keys.tab_to("Ada Tavi")
    keys.follow()
    expect(parent.get_by_text("You may now act for Ada Tavi.")).to_be_visible()
    sound(parent, axe)
    trader = visit("/acting-for/", login="dohyun", language="en")
    trader.locator("button:has-text('Begin')").first.click()
    expect(trader.locator("main")).to_contain_text("Representative")

    # A tax agent reaches no further than taxes; a power of attorney does. Both accept.
    trader.goto("/mandates/grant/")
    sound(trader, axe)
    trader.fill("input[name=holder]", "sora")
    trader.select_option("select[name=kind]", "tax_agent")
    trader.locator("label[for=id_scope_0]").click()
    trader.get_by_role("button", name="Give the mandate").click()
    expect(trader.get_by_text("does not reach that far").first).to_be_visible()
    trader.select_option("select[name=kind]", "power_of_attorney")
    trader.get_by_role("button", name="Give the mandate").click()
    expect(trader.locator("main")).to_contain_text("Waits for acceptance")

    agent = visit("/mandates/", login="sora", language="en")
    agent.get_by_role("link", name="Answer – Doran Velt").click()
    sound(agent, axe)
    mandate = agent.url
    agent.get_by_role("button", name="Accept").click()
    expect(agent.locator("main")).to_contain_text("Valid")
    agent.goto(mandate)
    agent.get_by_role("button", name="Act for").click()
    trader.goto(mandate)
    expect(trader.locator("main table")).to_contain_text("Sora Lind")
    trader.get_by_role("button", name="Take the mandate back").click()
    # In the middle of acting: the next click is not carried out in the other's name.
    agent.goto("/services/")
    agent.wait_for_url("**/mandates/")
    expect(agent.get_by_text("You act for yourself again")).to_be_visible()

    clerk = visit("/guardianships/", login="counter", language="en")
    sound(clerk, axe)
    clerk.fill("input[name=ward]", "dohyun")
    clerk.fill("input[name=guardian]", "sora")
    clerk.fill("input[name=decision]", "HC 2026/77")
    clerk.locator("label[for=id_scope_0]").click()
    clerk.fill("input[name=until]", "2030-01-01")
    clerk.get_by_role("button", name="Record the guardianship").click()
    expect(clerk.get_by_text("as soon as they accept it")).to_be_visible()
    guarded(agent, clerk, axe)


def guarded(agent: Page, clerk: Page, axe: Axe) -> None:
    """The guardian accepts; the court's next decision ends it at once."""
    agent.goto("/mandates/")
    agent.get_by_role("link", name="Answer – Doran Velt").click()
    agent.get_by_role("button", name="Accept").click()
    expect(agent.locator("main")).to_contain_text("Guardian appointed by a court")
    clerk.fill("#of", "dohyun")
    clerk.press("#of", "Enter")
    sound(clerk, axe)
    clerk.fill("input[id^=decision-]", "HC 2026/90")
    clerk.get_by_role("button", name="End it at once").click()
    expect(clerk.get_by_text("no longer, from this moment on")).to_be_visible()
    agent.reload()
    expect(agent.locator("main")).to_contain_text("HC 2026/90")


def test_hanbits_mobile_id_says_eighteen_and_signs_in(visit: Visit, axe: Axe, keyboard: Callable) -> None:
    desk = visit("/mobile-id/counter/", login="counter", language="en")
    sound(desk, axe)
    desk.fill("input[name=name]", "Hana Solen")
    desk.fill("input[name=birth_on]", "1988-04-12")
    desk.click("label[for=id_agreed]")
    desk.click("text=Make the offer")
    digits, link = desk.inner_text("#tx-code"), desk.get_attribute("a[href^='openid-credential-offer']", "href")
    wallet = into_wallet(visit, link=link, digits=digits)
    shop = visit("/mobile-id/verify/", language="en")
    sound(shop, axe)
    keys = keyboard(shop)
    keys.tab_to("Are you 18 or older?")
    keys.follow()
    show_mobile_id(wallet, asked_on(shop))
    expect(shop.locator(".w-verdict")).to_have_text("Yes", timeout=60_000)
    sound(shop, axe)
    holder = visit("/sign-in/?next=/mobile-id/", language="en")
    keys = keyboard(holder)
    keys.tab_to("Use the mobile ID")
    keys.follow()
    show_mobile_id(wallet, asked_on(holder))
    expect(holder.get_by_text("Your wallet has answered")).to_be_visible(timeout=60_000)
    holder.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    holder.wait_for_url("**/mobile-id/")
    expect(holder.locator("main")).to_contain_text("Hanbit Store")
    sound(holder, axe)


def asked_on(page: Page) -> str:
    """The link of the code on a verifier's page."""
    return str(page.get_attribute("a[href^='openid4vp']", "href"))


def test_a_service_is_registered_in_hanbit_by_an_official(visit: Visit, axe: Axe) -> None:
    for path, login in (
        ("/digital-identity/", ""),
        ("/digital-identity/apply/", "dohyun"),
        ("/settings/consents/", "hana"),
    ):
        sound(visit(path, login=login, language="en"), axe)
        korean = visit(path, login=login, width=320)
        assert axe(korean) == []
        assert korean.evaluate("document.documentElement.scrollWidth") <= 320
