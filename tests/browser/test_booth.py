"""A voter in a real browser: chooses, checks the device on another one, casts, finds the ballot on the board, votes again."""

import base64
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from madang.framework.identity.models import Account
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.values import clock
from madang.systems.elections.models import Ballot, BoardData
from madang.systems.elections.tests.voting_world import World, count_election, open_election

PATIENCE = 60_000
SECOND = 1000
Axe = Callable[[Page], list[str]]


class Look:
    """Opens pages, and looks at each as a picture, for its width and with axe."""

    def __init__(self, browser: Browser, address: str, axe: Axe, folder: Path) -> None:
        self.browser, self.address, self.axe, self.folder = browser, address, axe, folder
        self.faults: list[str] = []

    def page(
        self, account: Account | None, *, language: str = "en", width: int = 1280, javascript: bool = True
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            base_url=self.address,
            accept_downloads=True,
            java_script_enabled=javascript,
        )
        context.set_default_timeout(PATIENCE)
        cookies: list[Any] = [{"name": "madang_language", "value": language, "url": self.address}]
        if account:
            session = signed_in(account).session
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.address})
        context.add_cookies(cookies)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        return page

    def at(self, page: Page, name: str) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.mouse.move(0, 0)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.screenshot(path=self.folder / f"{name}-{width}.png", full_page=True)
        self.faults += [f"{name} is {wide} wide"] if wide > width else []
        self.faults += [f"{name}: {one}" for one in self.axe(page)]


def _encrypt(page: Page, world: World, *answers: str) -> str:
    """Chooses and encrypts; the check code."""
    page.goto(f"/elections/{world.election.uuid}/vote/")
    page.wait_for_selector("#booth[data-ready]")
    for answer in answers:
        _choose(page, answer)
    page.click("#to-review")
    page.fill("#credential", world.secrets["hana"])
    page.click("#encrypt")
    expect(page.locator("#sealed-title")).to_be_focused()
    return page.locator("#sealed [data-code]").inner_text()


def _choose(page: Page, answer: str) -> None:
    """Presses what people press: the words beside the box."""
    page.locator(".e-answer label").get_by_text(answer, exact=True).click()


def _cast(page: Page) -> str:
    page.click("#cast")
    expect(page.locator("#receipt-title")).to_be_focused()
    return page.inner_text("#tracking")


@pytest.mark.django_db(transaction=True)
def test_a_voter_checks_the_device_casts_finds_the_ballot_and_votes_again(
    live_server: Any, browser: Browser, axe: Axe, tmp_path: Path
) -> None:
    world = open_election(now=clock.now())
    look = Look(browser, live_server.url, axe, Path(os.environ.get("MADANG_BOOTH_SHOTS", tmp_path)))
    page = look.page(world.accounts["hana"])
    _mistakes_are_told(look, world)
    code = _encrypt(page, world, "Lee Bada", "Playground", "Garden")
    assert float(page.get_attribute("#booth", "data-milliseconds") or "inf") < 10 * SECOND
    look.at(page, "sealed")
    page.click("#audit")
    expect(page.locator("#opened-title")).to_be_focused()
    look.at(page, "opened")
    with page.expect_download() as saved:
        page.click("#opened-file")
    saved.value.save_as(tmp_path / "opened.json")
    _another_device_agrees(look, world, tmp_path / "opened.json", code)
    page.click("#again")
    expect(page.locator("#sealed-title")).to_be_focused()
    second = page.locator("#sealed [data-code]").inner_text()
    assert second != code
    with page.expect_request(lambda request: request.method == "POST") as sent:
        tracking = _cast(page)
    _nothing_but_the_ballot_left(sent.value.post_data or "", world)
    look.at(page, "receipt")
    page.click("#on-board")
    expect(page.locator(".m-notice.is-success")).to_contain_text("is on the board and counts")
    expect(page.locator("main")).to_contain_text(second)
    _encrypt(page, world, "Park San", "Blank vote")
    later = _cast(page)
    _the_last_one_counts(look, world, tracking, later)
    _the_result_is_there_for_all(look, world)
    assert look.faults == []


def _mistakes_are_told(look: Look, world: World) -> None:
    """In Korean on a small screen: too few answers, a mistyped credential, no JavaScript, nobody on the roll."""
    page = look.page(world.accounts["hana"], language="ko", width=320)
    page.goto(f"/elections/{world.election.uuid}/vote/")
    page.wait_for_selector("#booth[data-ready]")
    look.at(page, "choose")
    page.click("#to-review")
    expect(page.locator("#booth-fault")).to_contain_text("누구를 대표로")
    for answer in ("이바다", "정원", "기권"):
        _choose(page, answer)
    expect(page.get_by_label("정원", exact=True)).not_to_be_checked()
    page.click("#to-review")
    expect(page.locator("#review-title")).to_be_focused()
    page.fill("#credential", world.secrets["hana"][:-1] + "1")
    page.click("#encrypt")
    expect(page.locator("#booth-fault")).to_be_visible()
    expect(page.locator("#credential")).to_be_focused()
    look.at(page, "review")
    page.context.close()
    bare = look.page(world.accounts["hana"], javascript=False)
    bare.goto(f"/elections/{world.election.uuid}/vote/")
    expect(bare.locator("main")).to_contain_text("needs JavaScript")
    bare.context.close()


def _another_device_agrees(look: Look, world: World, file: Path, code: str) -> None:
    """Nobody is signed in there; the names come from the published election."""
    page = look.page(None, language="ko", width=320)
    page.goto(f"/elections/{world.election.uuid}/device/")
    page.wait_for_selector("#device[data-ready]")
    page.fill("#code", code)
    page.set_input_files("#file", file)
    page.click("#check")
    expect(page.locator("#verdict.is-success")).to_be_visible()
    assert page.locator("#held dd div").all_inner_texts() == ["이바다", "놀이터", "정원"]
    look.at(page, "device")
    lying = json.loads(file.read_text())
    lying["votes"][0] = [1, 0, 0, 0, 0]
    file.write_text(json.dumps(lying))
    page.set_input_files("#file", file)
    page.click("#check")
    expect(page.locator("#verdict.is-error")).to_be_visible()
    page.context.close()


def _nothing_but_the_ballot_left(sent: str, world: World) -> None:
    assert sent.startswith("ballot=")
    assert "Bada" not in sent
    secret = world.secrets["hana"]
    assert secret not in sent
    assert secret.replace("-", "") not in sent


def _the_last_one_counts(look: Look, world: World, tracking: str, later: str) -> None:
    rows = list(Ballot.objects.order_by("event__height").values_list("tracking", "event__height"))
    assert rows == [(tracking, 1), (later, 2)]
    texts = BoardData.objects.filter(event__kind="Ballot").order_by("event__height").values_list("text", flat=True)
    assert [hashlib.sha256(text.encode()).digest() for text in texts] == [_digest(one) for one in (tracking, later)]
    page = look.page(world.accounts["hana"], language="ko", width=320)
    page.goto("/elections/mine/")
    expect(page.locator("tbody tr").first).to_contain_text(later)
    look.at(page, "mine")
    page.get_by_text(tracking).click()
    expect(page.locator(".m-notice.is-warning")).to_be_visible()
    look.at(page, "board")
    page.context.close()
    file = look.page(None)
    answer = file.request.get(f"{look.address}/elections/{world.election.uuid}/board.json")
    events = answer.json()["events"]
    assert [one["type"] for one in events] == ["Setup", "Ballot", "Ballot"]
    assert [one.get("parent") for one in events] == [None, *(one["hash"] for one in events[:-1])]
    stranger = look.page(world.accounts["minsu"])
    stranger.goto("/elections/mine/")
    expect(stranger.locator("main")).not_to_contain_text(later)


def _the_result_is_there_for_all(look: Look, world: World) -> None:
    """Turnout and nothing else while the poll is open; afterwards what the trustee opened: only the last vote."""
    address = f"/elections/{world.election.uuid}/results/"
    page = look.page(None)
    page.goto(address)
    expect(page.locator(".m-figure").first).to_have_text("50.0%")
    expect(page.locator("main")).not_to_contain_text("Park San")
    count_election(world=world, now=clock.now())
    page.goto(address)
    expect(page.locator("tbody tr", has=page.locator(".bg-light-success"))).to_contain_text("Park San")
    blank = page.locator("tbody tr", has_text="Blank vote").locator("td").first
    expect(blank).to_have_text("1")
    look.at(page, "results")
    small = look.page(None, language="ko", width=320)
    small.goto(address)
    expect(small.locator("main")).to_contain_text("지역별 투표율")
    look.at(small, "results")


def _digest(tracking: str) -> bytes:

    return base64.b64decode(tracking + "=")
