"""A whole Madang with a browser in front of it: started once for all tests here, with a database and a `var` of its own.

`site` is the running demo; `visit(path, login=…)` opens a page as a demo person; `axe(page)` lists what axe-core finds;
`keyboard(page)` drives a page without a mouse. The demo's data stays between tests: a test never counts on being first.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page
from psycopg import sql

from madang.framework.ui.tests.chromium import chromium

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "madang-demo"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# How much still moves, after ten seconds of frames at most.
SETTLED = """async () => {
    for (let frame = 0; frame < 600 && document.getAnimations().length; frame++) await new Promise(requestAnimationFrame);
    return document.getAnimations().length;
}"""
PATIENCE_SECONDS = 180


@dataclass
class Site:
    """A served demo. `sign_ins` keeps each person's cookies, so that signing in costs once."""

    url: str
    database: str
    var: Path
    sign_ins: dict[str, Any] = field(default_factory=dict)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _fresh_database(name: str) -> str:
    """Makes a database without rows beside the tests' own; returns its address."""
    given = settings.DATABASES["default"]
    template = sql.Identifier(given["TEST"]["TEMPLATE"] or "template1")
    where = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
    secret = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{secret}@{given['HOST']}:{given['PORT']}/{name}"


def surroundings(*, database: str, var: Path) -> dict[str, str]:
    """The environment of a program that works on a served demo's database and files."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MADANG_", "DJANGO_"))}
    return kept | {
        "DATABASE_URL": database,
        "MADANG_VAR": str(var),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "madang.site.settings.demo",
    }


def _serve(address: str, var: Path, port: int, log: Path, country: str) -> subprocess.Popen[bytes]:
    environment = surroundings(database=address, var=var)
    command = [
        sys.executable,
        "-m",
        "madang.site.cli",
        "up",
        "--country",
        country,
        "--population",
        "150",
        "--port",
        str(port),
    ]
    with log.open("wb") as output:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"Madang did not start; its last words:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(f"{url}/health/live", timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"Madang did not answer within {PATIENCE_SECONDS} s; its last words:\n{log.read_text()[-3000:]}")


@contextmanager
def served(*, folder: Path, country: str = "kr") -> Iterator[Site]:
    """A demo as `./madang up` serves it, with its files in `folder`."""
    name = settings.DATABASES["default"]["NAME"].removeprefix("test_")
    address, port = _fresh_database(f"{name}_browser_{country}"), _free_port()
    log = folder / "up.log"
    process = _serve(address, folder / "var", port, log, country)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(process, url, log)
        yield Site(url=url, database=address, var=folder / "var")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo of Korea."""
    with served(folder=tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for each file of tests."""
    with chromium() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_page_stays_open(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page that a test left open goes on drawing: a dozen of them cost half a processor for the rest of the run."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """`visit("/me/", login="hana", language="en", width=320, contrast=True, javascript=False)` → the page.

    A page that breaks the content security policy or throws a script error fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        path: str,
        *,
        login: str = "",
        language: str = "ko",
        width: int = 1280,
        contrast: bool = False,
        javascript: bool = True,
    ) -> Page:
        if login and login not in site.sign_ins:
            site.sign_ins[login] = _sign_in(site, browser, login)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            storage_state=site.sign_ins.get(login),
            java_script_enabled=javascript,
            base_url=site.url,
        )
        contexts.append(context)
        context.add_cookies(
            [
                {"name": "madang_language", "value": language, "url": site.url},
                {"name": "madang_contrast", "value": "high" if contrast else "normal", "url": site.url},
            ]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note(faults, page, message.type, message.text))
        page.goto(path)
        if login and "/sign-in/" in page.url:
            # Acting for another gives a session a new key: the cookies kept from before are nobody's.
            site.sign_ins[login] = _sign_in(site, browser, login)
            context.add_cookies(site.sign_ins[login]["cookies"])
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _note(faults: list[str], page: Page, kind: str, text: str) -> None:
    # axe itself tries inline styles; that is the examiner, not the page.
    if kind == "error" and "Content Security Policy" in text and not getattr(page, "examined", False):
        faults.append(f"{page.url}: {text[:300]}")


def _sign_in(site: Site, browser: Browser, login: str) -> Any:
    """Signs a demo person in on the real sign-in page; returns the cookies."""
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/sign-in/")
    page.fill("input[name=login]:not([type=hidden])", login)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong on a settled page, one line each; empty is right. All of its rules run.

    A button that is half-way between two colours has the contrast of neither: the page is asked for less motion, which our
    style answers with none, and what moves all the same is waited for.
    """
    source = AXE.read_text()

    def examine(page: Page) -> list[str]:
        page.examined = True  # type: ignore[attr-defined]
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(SETTLED) == 0, f"Something on {page.url} does not stop moving."
        page.evaluate(source)
        found = page.evaluate(
            "async () => (await axe.run(document, {preload: false, resultTypes: ['violations']})).violations"
        )
        return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]

    return examine


@dataclass
class Keyboard:
    """Someone without a mouse: moves with Tab, acts with Enter and the space bar, and must see where they are."""

    page: Page

    def focused(self) -> str:
        """The text, label or name of what has the focus."""
        return str(
            self.page.evaluate(
                """() => { const e = document.activeElement; const l = e.labels && e.labels[0];
                return (l ? l.innerText : e.getAttribute('aria-label') || e.innerText || e.name || e.tagName).trim(); }"""
            )
        )

    def has_visible_focus(self) -> bool:
        """Whether the focus can be seen: an outline or a shadow, on the page, with a size."""
        return bool(
            self.page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
                return r.width > 0 && r.height > 0 && ((s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)
                    || s.boxShadow !== 'none'); }"""
            )
        )

    def tab_to(self, text: str, *, most: int = 80) -> None:
        """Tabs until what has the focus says `text`; fails where it is never reached or the focus is not to be seen."""
        for _step in range(most):
            self.page.keyboard.press("Tab")
            if text in self.focused():
                assert self.has_visible_focus(), f"The focus on “{text}” cannot be seen."
                return
        pytest.fail(f"“{text}” is not reached within {most} presses of Tab.")

    def press(self, key: str) -> None:
        """Presses a key that stays on this page."""
        self.page.keyboard.press(key)

    def follow(self) -> None:
        """Presses Enter on a link or in a form and waits for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        self.page.keyboard.type(text)


@pytest.fixture
def keyboard() -> Callable[[Page], Keyboard]:
    """`keyboard(page).tab_to("Search")`."""
    return Keyboard
