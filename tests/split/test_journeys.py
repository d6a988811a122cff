"""The main journeys with each system in processes and a database of its own, over mutual TLS."""

import re
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import PASSWORD
from tests.split.republic import Member, Republic

Found = TypeVar("Found")
MINSU = "e0d9d65dd536a62c55628e3869291249"


@pytest.fixture
def person(browser: Browser) -> Iterator[BrowserContext]:
    """Somebody with a browser of their own, who reads English."""
    context = browser.new_context(locale="en-GB", extra_http_headers={"Accept-Language": "en"})
    yield context
    context.close()


def sign_in(context: BrowserContext, member: Member, login: str, path: str) -> Page:
    """Open `path` of a member as a demo person. One sign-in over all members comes with OpenID Connect."""
    page = context.new_page()
    page.goto(f"{member.web}/sign-in/")
    if page.locator("input[name=password]").count():
        page.fill("input[name=login]:not([type=hidden])", login)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto(f"{member.web}{path}?lang=en")
    return page


def until(find: Callable[[], Found], *, seconds: float = 40) -> Found:
    """What `find` finds once it finds something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = find()
        if found:
            return found
        time.sleep(0.5)
    pytest.fail(f"It did not happen within {seconds:.0f} s.")


def press_on(page: Page) -> None:
    """Press the wizard's main button until the application is sent."""
    for _step in range(8):
        if "/applications/" in page.url:
            return
        page.locator("main form button.primary[name=go], main form button.primary").first.click()
        page.wait_for_load_state("load")
    pytest.fail(f"The wizard does not end: {page.url}\n{page.locator('main').inner_text()[:800]}")


def apply_for_abstract(context: BrowserContext, republic: Republic) -> Page:
    """Hana applies for her abstract at civil's member."""
    page = sign_in(context, republic["civil"], "hana", "/services/")
    page.goto(f"{republic['civil'].web}/services/?q=등본초본")
    page.goto(f"{republic['civil'].web}/apply/population.abstract/")
    press_on(page)
    return page


def number_on(page: Page) -> str:
    """The document number that the page shows."""
    return page.locator("dd.m-mono").last.inner_text().strip()


def test_a_certificate_crosses_three_members(republic: Republic, person: BrowserContext) -> None:
    page = apply_for_abstract(person, republic)
    link = page.locator("a.primary", has_text=re.compile("Open the document|문서 열기")).get_attribute("href")
    assert link is not None
    assert link.startswith(republic["population"].web), "the document is at the member that issued it"
    number = number_on(page)

    at_population = sign_in(person, republic["population"], "hana", "/me/consents/")
    pdf = at_population.request.get(f"{republic['population'].web}/documents/{number}/pdf")
    assert pdf.status == 200
    assert pdf.body().startswith(b"%PDF-")

    at_portal = sign_in(person, republic["portal"], "hana", "/me/documents/")
    assert at_portal.locator(f"a[href*='{number}']").count() >= 1

    visitor = person.browser.new_context() if person.browser else person
    check = visitor.new_page()
    check.goto(f"{republic['portal'].web}/verify/?lang=en")
    check.fill("input[name=number]", number)
    check.press("input[name=number]", "Enter")
    check.wait_for_load_state("load")
    assert "genuine" in check.locator("main").inner_text().lower()
    visitor.close()

    looks = sign_in(person, republic["portal"], "hana", "/me/looks/").locator("main").inner_text()
    assert "Resident register" in looks


def test_each_side_of_the_road_logged_the_same_exchange(republic: Republic, person: BrowserContext) -> None:
    apply_for_abstract(person, republic)
    asked = until(
        lambda: republic["civil"].query(
            "SELECT envelope_id FROM exchange_accessentry WHERE side = 'asked' AND contract = 'services_v1.IssueCertificate'"
        )
    )
    answered = republic["population"].query(
        "SELECT envelope_id FROM exchange_accessentry WHERE side = 'answered' AND contract = 'services_v1.IssueCertificate'"
    )
    assert set(asked) <= set(answered)


def test_a_neighbour_that_is_down_delays_a_certificate_and_loses_nothing(
    republic: Republic, person: BrowserContext
) -> None:
    population = republic["population"]
    page = sign_in(person, republic["civil"], "hana", "/services/")
    page.goto(f"{republic['civil'].web}/apply/population.abstract/")
    page.locator("main form button.primary[name=go]").first.click()
    page.wait_for_load_state("load")
    population.kill("exchange")
    try:
        press_on(page)
        waiting = page.locator("main").inner_text()
        assert page.locator("a.primary", has_text="Open the document").count() == 0
        assert "tell you" in waiting or "told" in waiting or "waits" in waiting.lower()
    finally:
        population.start_exchange()
        population.wait_for("exchange", population.exchange_port)

    def issued() -> bool:
        page.reload()
        return page.locator("a.primary", has_text="Open the document").count() == 1

    until(issued, seconds=90)


def test_a_move_is_reported_at_one_member_and_decided_at_another(republic: Republic, person: BrowserContext) -> None:
    page = sign_in(person, republic["civil"], "minsu", "/services/")
    page.goto(f"{republic['civil'].web}/apply/population.move_in/")
    fill_move(page)
    press_on(page)
    application = page.url

    def numbered() -> str | None:
        page.goto(application)
        link = page.locator("main a[href*='/my/cases/']")
        return (link.first.get_attribute("href") or "").rstrip("/").rpartition("/")[2] if link.count() else None

    number = until(numbered)
    registrar = sign_in(person, republic["portal"], "registrar", "/desk/")

    def listed() -> str | None:
        registrar.reload()
        rows = registrar.locator(f"main a[href*='/cases/{number}']")
        return rows.first.get_attribute("href") if rows.count() else None

    case = until(listed)
    assert case is not None
    assert case.startswith(republic["population"].web), "the case is at the member that decides it"
    desk = sign_in(person, republic["population"], "registrar", "/me/consents/")
    desk.goto(case)
    desk.locator("input[name=decide-outcome][value=granted]").check(force=True)
    desk.fill("textarea[name=decide-reasons]", "The facts agree with the register.")
    desk.locator("form:has(textarea[name=decide-reasons]) button.primary").first.click()
    desk.wait_for_load_state("load")

    def told() -> bool:
        page.goto(application)
        return "Granted" in page.locator("main").inner_text()

    until(told, seconds=60)
    moved = republic["population"].query(
        "SELECT count(*) FROM exchange_outboxevent WHERE contract = 'population_v1.PersonMoved'"
        " AND convert_from(happening, 'UTF8') LIKE %s",
        f'%"person":"{MINSU}"%',
    )
    assert moved == [(1,)], "everyone who moved is told of once"


def fill_move(page: Page) -> None:
    """The questions of a move-in, as far as they are not known."""
    today = time.strftime("%Y-%m-%d")
    for _step in range(4):
        if page.locator("input[name=moved_on]").count():
            page.locator("input[name=address]").fill("서울특별시 종로구 사직로 9")
            division = page.locator("select[name=address_division]")
            if division.count():
                division.select_option("1111000000")
            page.fill("input[name=moved_on]", today)
        movers = page.locator("input[name=movers]")
        if movers.count():
            movers.first.check(force=True)
            return
        page.locator("main form button.primary[name=go]").first.click()
        page.wait_for_load_state("load")
