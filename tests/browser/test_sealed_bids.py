"""A tender's bids in a real browser: three custodians make keys, the buyer begins, three suppliers seal and send on devices
that the trust services certify, one of them ends its device and makes another, two custodians open, one with the file of a key
that this browser never had; and every page is sound."""

import hashlib
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from madang.framework.identity.actor import system_actor
from madang.framework.identity.models import Account, Mandate, Office
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.identity.usecases.assign_duty import assign_duty, open_office
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.values import clock
from madang.systems.procurement.models import Bid, BidderKey, CustodianKey, Offer
from madang.systems.procurement.tests.bidding_market import BUYER_OFFICE, supplier, tender
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.bidding.close_bidding import close_due

PATIENCE = 60_000
PASSPHRASE = "twelve signs at least"
PLACES = {"buyer": BUYER_OFFICE, "auditor": "BAI", "third": "PPS"}


class People:
    """Browsers by whom they belong to; each keeps its IndexedDB, and may sign in again when time has moved."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: dict[str, BrowserContext] = {}

    def page(
        self, name: str, *, language: str = "en", width: int = 1280, mandate: str = "", fresh: bool = False
    ) -> Page:
        context = None if fresh else self.contexts.get(name)
        if context is None:
            size = {"width": width, "height": 900}
            context = self.browser.new_context(viewport=size, base_url=self.address, accept_downloads=True)
            context.set_default_timeout(PATIENCE)
        if not fresh:
            self.contexts[name] = context
        language_cookie = {"name": "madang_language", "value": language, "url": self.address}
        context.add_cookies([*self._cookies(name, mandate), language_cookie])
        return context.new_page()

    def _cookies(self, name: str, mandate: str) -> list[Any]:
        account = Account.objects.filter(login=name).first()
        if account is None:
            return []
        session = signed_in(account, mandate=mandate).session
        return [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.address}]


def _officials() -> None:
    now, system = clock.now(), system_actor("test")
    yesterday = timezone.localdate(now) - timedelta(days=1)
    for name, code in PLACES.items():
        account = create_account(login=name, name=name, password=None, actor=system, now=now)
        office = Office.objects.filter(code=code).first() or open_office(code=code, name=code, actor=system, now=now)
        duties = [permissions.CUSTODIAN, *([permissions.BUYER] if name == "buyer" else [])]
        for duty in duties:
            assign_duty(account=account, office=office, duty=duty, assigned_from=yesterday, actor=system, now=now)


def _bidder(number: str, login: str = "sora") -> str:
    """Somebody who may act for the supplier; the mandate's key."""
    now = clock.now()
    Account.objects.create(login=login, name=login.title(), person=f"person-{login}", created_at=now, language="en")
    today = timezone.localdate(now)
    return Mandate.objects.create(
        grantor_kind="business",
        grantor_key=number,
        grantor_name="소라문구",
        holder_kind="person",
        holder_key=f"person-{login}",
        holder_name=login.title(),
        scope=["*"],
        valid_from=today - timedelta(days=1),
        valid_until=today + timedelta(days=30),
        granted_at=now,
        accepted_at=now,
    ).key


def _make_key(page: Page, folder: Path) -> Path:
    page.goto("/procurement/custodian/")
    page.wait_for_selector("#custody[data-ready]")
    page.fill("#passphrase", PASSPHRASE)
    with page.expect_download() as saved:
        page.click("#make")
    file = folder / saved.value.suggested_filename
    saved.value.save_as(file)
    page.click("#register")
    expect(page.locator(".m-notice.is-success")).to_be_visible()
    return file


def _send(page: Page, number: str, *, price: str = "91,234,567") -> Bid:
    page.goto(f"/procurement/tenders/{number}/bid/")
    page.wait_for_selector("#bid[data-ready]")
    page.click("#seal")
    expect(page.locator("#bid-state")).to_contain_text("whole amount")
    page.fill("#price", price)
    page.click("label[for=draw-4]")
    page.click("label[for=draw-11]")
    page.click("#seal")
    expect(page.locator("#bid-summary")).to_be_visible()
    hashed = page.inner_text("#sealed-hash")
    with page.expect_request("**/bid/") as sent:
        page.click("#send")
    assert price.replace(",", "") not in (sent.value.post_data or "").replace(",", ""), (
        "nothing but what is sealed leaves the device"
    )
    page.wait_for_url("**/procurement/bids/BID-*/")
    bid = Bid.objects.order_by("-pk")[0]
    assert hashed == bid.sha256 == hashlib.sha256(bytes(bid.sealed)).hexdigest()
    assert json.loads(bid.receipt)["signer"]["assurance"] == "certified"
    return bid


def _send_again(page: Page, number: str) -> Bid:
    """The supplier withdraws its bid and ends the device, and the same browser makes itself another key for the next bid."""
    _send(page, number)
    page.goto(f"/procurement/bids/{Bid.objects.get().number}/")
    page.get_by_role("button", name="Withdraw this bid").click()
    page.goto("/procurement/bidder-keys/")
    page.get_by_role("button", name="End this key and revoke its certificate").click()
    expect(page.locator(".krds-badge", has_text="Ended")).to_be_visible()
    page.goto(f"/procurement/tenders/{number}/bid/")
    page.wait_for_selector("#bid[data-ready]")
    page.fill("#price", "91,234,567")
    page.click("label[for=draw-4]")
    page.click("label[for=draw-11]")
    page.click("#seal")
    page.click("#send")
    page.wait_for_url("**/procurement/bids/BID-*/")
    keys = BidderKey.objects.order_by("pk")
    assert [one.standing for one in keys] == ["revoked", "good"]
    return Bid.objects.get(state="received")


def _others_send(people: People, number: str) -> None:
    """Two more suppliers, each in a browser and with a device of its own."""
    for place, (login, price) in enumerate((("minsu", "89,000,000"), ("jiwoo", "92345678")), start=2):
        supplier(f"101810000{place}", asked=clock.now())
        _send(people.page(login, mandate=_bidder(f"101810000{place}", login)), number, price=price)
    assert BidderKey.objects.filter(standing="good").count() == 3


def _look(page: Page, axe: Callable[[Page], list[str]], width: int, name: str, folder: Path) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    return ([f"{name} is {wide} wide"] if wide > width else []) + [f"{name}: {one}" for one in axe(page)]


@pytest.mark.django_db(transaction=True)
def test_a_bid_is_sealed_in_the_browser_and_opened_by_two_custodians(
    live_server: Any,
    browser: Browser,
    axe: Callable[[Page], list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began = clock.now()
    closes_at = began + timedelta(hours=1)
    dates = {
        "made_at": began,
        "published_at": began,
        "closes_at": closes_at,
        "opens_at": closes_at + timedelta(hours=1),
    }
    made = tender("T-2026-77", **dates)
    supplier("1018100001", asked=clock.now())
    founding = import_module("madang.systems.signatures.usecases.found_services")
    founding.found_services(actor=system_actor("t"), now=began)
    _officials()
    people, mandate = People(browser, live_server.url), _bidder("1018100001")
    shots, faults = Path(os.environ.get("MADANG_BIDDING_SHOTS", tmp_path)), []

    def looked(path: str, name: str, who: str, held: str = "") -> None:
        page = people.page(who, language="ko", width=320, mandate=held, fresh=True)
        page.goto(path)
        faults.extend(_look(page, axe, 320, name, shots))
        page.context.close()

    looked("/procurement/custodian/", "custody-empty", "auditor")
    files = {name: _make_key(people.page(name), tmp_path) for name in PLACES}
    assert CustodianKey.objects.count() == len(PLACES)
    page = people.page("buyer")
    page.goto(f"/procurement/tenders/{made.number}/ceremony/")
    faults += _look(page, axe, 1280, "ceremony", shots)
    for name in PLACES:
        page.get_by_text(f"{name} · ").click()
    page.get_by_role("button", name="Begin the ceremony").click()
    expect(page.locator(".m-notice.is-success")).to_be_visible()

    looked(f"/procurement/tenders/{made.number}/lots/1/bid/", "bid", "sora", mandate)
    page = people.page("sora", mandate=mandate)
    bid = _send_again(page, made.number)
    _others_send(people, made.number)
    looked(f"/procurement/bids/{bid.number}/", "receipt", "sora", mandate)
    looked("/procurement/bidder-keys/", "keys", "sora", mandate)

    later = closes_at + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later + (datetime.now(tz=later.tzinfo) - began))
    assert close_due(now=clock.now()) == 1
    looked(f"/procurement/tenders/{made.number}/opening/", "opening", "third")
    _open_here(people.page("auditor"), made.number)
    assert not Offer.objects.exists()
    _open_by_file(people.page("third", fresh=True), made.number, files["third"])
    assert list(Offer.objects.order_by("minor").values_list("minor", flat=True)) == [89_000_000, 91_234_567, 92_345_678]
    assert (bid.offer.minor, bid.offer.draws) == (91_234_567, [4, 11])
    looked(f"/procurement/tenders/{made.number}/bids/", "opened", "nobody")
    assert faults == []


def _open_here(page: Page, number: str) -> None:
    """With the key that this browser kept."""
    page.goto(f"/procurement/tenders/{number}/opening/")
    page.wait_for_selector("#opening[data-ready]")
    expect(page.locator("#from-file")).to_be_hidden()
    page.click("#give")
    expect(page.get_by_text("Another custodian is waited for.")).to_be_visible()


def _open_by_file(page: Page, number: str, file: Path) -> None:
    """On another device, with the file and its passphrase."""
    page.goto(f"/procurement/tenders/{number}/opening/")
    page.wait_for_selector("#opening[data-ready]")
    page.set_input_files("#file", file)
    page.fill("#passphrase", "another passphrase")
    page.click("#give")
    expect(page.locator("#opening-state")).to_contain_text("does not give the key")
    page.fill("#passphrase", PASSPHRASE)
    page.click("#give")
    expect(page.locator(".m-notice.is-success")).to_be_visible()
