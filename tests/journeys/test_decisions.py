"""Two officials decide one case at the same moment; a bereavement, one part of which fails while the other goes on."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import PASSWORD, Site, surroundings
from tests.pages import when

Visit = Callable[..., Page]
Axe = Callable[[Page], list[str]]
PATIENCE = 60
COLLEAGUE = "colleague"


@pytest.fixture(scope="module")
def colleague(site: Site) -> str:
    """A second official with the same duty at the same office, opened as an operator opens one."""
    words = ["open_account", COLLEAGUE, "--name", "Colleague", "--duty", "civil.officer", "--office", "3000000"]
    done = subprocess.run(
        [sys.executable, "-m", "django", *words],
        env=surroundings(database=site.database, var=site.var),
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return COLLEAGUE


def asked(page: Page, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the API answers whoever is signed in on this page."""
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    token = next(value for name, value in cookies.items() if "csrf" in name)
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    request = page.context.request
    sent = request.get(path) if body is None else request.post(path, data=json.dumps(body), headers=headers)
    assert sent.status == 200, sent.text()
    return dict(sent.json())


def case_of(page: Page, application: str) -> str:
    """The case's number at the agency, once it has one."""
    deadline = time.monotonic() + PATIENCE
    while not (found := asked(page, f"/api/civil/applications/{application}"))["case"]:
        assert time.monotonic() < deadline, found
        time.sleep(0.3)
    return str(found["case"])


def fill_decision(page: Page, *, outcome: int, reasons: str) -> None:
    page.locator(f"label[for=id_decide-outcome_{outcome}]").click()
    page.locator("form[action$='/decide/'] textarea").first.fill(reasons)


def test_two_browsers_decide_one_case_and_one_decision_stands(visit: Visit, axe: Axe, colleague: str) -> None:
    resident = visit("/me/", login="dohyun", language="en")
    key = f"two-browsers-{int(time.time())}"
    made = asked(
        resident,
        "/api/civil/applications",
        {"service": "civil.training_card", "answers": {"goal": "Welding"}, "key": key},
    )
    case = case_of(resident, made["number"])
    both = [visit(f"/cases/{case}/", login=login, language="en") for login in ("counter", colleague)]
    fill_decision(both[0], outcome=0, reasons="The course is on the list.")
    fill_decision(both[1], outcome=1, reasons="The course is not on the list.")
    for page in both:
        # Both are sent before either answer is waited for.
        page.evaluate(
            "() => { const f = document.querySelector(\"form[action$='/decide/']\"); setTimeout(() => f.requestSubmit(), 50); }"
        )
    for page in both:
        page.wait_for_url(re.compile(f"/cases/{case}/(decide/)?$"))
        page.locator(".m-errors, .m-notice.is-success, .m-messages, [role=status], [role=alert]").first.wait_for()
    told = [page.locator("main").inner_text() for page in both]
    late = [place for place, text in enumerate(told) if "Your decision was not recorded" in text]
    assert len(late) == 1, told
    assert f"decided case {case}" in told[late[0]]
    assert "Your decision was recorded and the applicant told." in both[1 - late[0]].inner_text("body")
    assert all(axe(page) == [] for page in both)
    word = "granted" if late == [1] else "refused"
    resident.goto(f"/applications/{made['number']}/")
    when(resident, lambda: asked(resident, f"/api/civil/applications/{made['number']}")["state"] == word)
    again = visit(f"/cases/{case}/", login="counter", language="en")
    assert again.locator("form[action$='/decide/']").count() == 0


def decide(visit: Visit, case: str, *, login: str, outcome: int, reasons: str) -> None:
    official = visit(f"/cases/{case}/", login=login, language="en")
    fill_decision(official, outcome=outcome, reasons=reasons)
    official.get_by_role("button", name="Record the decision").click()
    assert "Your decision was recorded" in official.inner_text("body")


def test_a_bereavement_shows_each_part_and_one_that_fails_stops_no_other(
    visit: Visit, axe: Axe, tmp_path: Path
) -> None:
    page = visit("/life/bereavement/", login="hana", language="en")
    page.get_by_role("link", name="Begin").click()
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    while not page.locator("main button[value=send]").count():
        assert axe(page) == []
        answer_what_is_asked(page, certificate)
        with page.expect_navigation():
            page.locator("main form button[value=next]").last.click()
        assert page.locator(".m-errors").count() == 0, page.locator("main").inner_text()
    page.locator("main button[value=send]").click()
    page.wait_for_url("**/life/bereavement/madang-*/")
    when(page, lambda: page.locator("#parts a[href^='/applications/']").count() == 2)
    assert axe(page) == []
    links = [each.get_attribute("href") or "" for each in page.locator("#parts a[href^='/applications/']").all()]
    death, estate = (case_of(page, link.strip("/").rpartition("/")[2]) for link in links)
    decide(visit, death, login="registrar", outcome=1, reasons="The certificate is of another person.")
    when(page, lambda: "0 of 2 parts done" in page.inner_text("#parts") and "Refused" in page.inner_text("#parts"))
    decide(visit, estate, login="counter", outcome=0, reasons="The heir's right is proved.")
    when(page, lambda: "1 of 2 parts done" in page.inner_text("#parts"))
    first, second = (each.inner_text() for each in page.locator("#parts .m-part").all())
    assert "Refused" in first
    assert "Granted" in second
    assert axe(page) == []


def answer_what_is_asked(page: Page, certificate: Path) -> None:
    """The questions of whichever screen this is."""
    if page.locator("[name=person]").count():
        # Her mother; the official will refuse it, so that nobody dies in the demo that others use.
        option = page.locator("[name=person]").first
        if option.evaluate("each => each.tagName") == "SELECT":
            value = page.locator("[name=person] option", has_text="Soonja").or_(
                page.locator("[name=person] option", has_text="순자")
            )
            option.select_option(value.first.get_attribute("value"))
        else:
            page.locator("label", has_text=re.compile("Soonja|순자")).first.click()
        page.fill("[name=died_on]", time.strftime("%Y-%m-%d", time.gmtime(time.time() - 3 * 86400)))
    if page.locator("input[type=file]").count():
        page.set_input_files("input[type=file]", certificate)
    if page.locator("[name=scope]").count():
        for value in ("finance", "pensions"):
            page.locator(f"[name=scope][value={value}]").check(force=True)
