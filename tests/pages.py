"""What tests say of any page in a browser."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE_SECONDS = 60


def sound(page: Page, axe: Callable[[Page], list[str]]) -> None:
    """Nothing that axe finds, and nothing beyond the screen's side."""
    assert axe(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def when(page: Page, holds: Callable[[], bool]) -> None:
    """Reload until it holds: events travel by a worker."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, page.locator("main").inner_text()[:800]
        time.sleep(0.5)
        page.reload()
