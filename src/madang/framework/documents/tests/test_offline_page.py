"""The offline verifier in Chromium, with the network taken away."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from madang.framework.documents import Document
from madang.framework.documents.tests.test_verify import as_file, picture
from madang.framework.ui.tests.chromium import chromium
from madang.framework.values import clock

Make = Callable[..., Document]
File = Callable[[Document], bytes]


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser of this file's own."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """The page, ready to work without a network, opened in English."""
    context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{live_server.url}/verify/offline/?lang=en")
    expect(opened.locator("#offline-state")).to_contain_text("now works without a network", timeout=20_000)
    assert not faults
    context.set_offline(True)
    opened.goto(f"{live_server.url}/verify/offline/")
    yield opened
    context.close()


def give(page: Page, data: bytes) -> None:
    """Choose a photograph."""
    page.set_input_files("#photo", files=[{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": data}])


@pytest.mark.django_db(transaction=True)
def test_photographs_are_verified_with_no_network(made: Make, file: File, page: Page, tmp_path: Path) -> None:
    today, spring = made(now=clock.now()), made(now=clock.now() - timedelta(days=200))
    give(page, as_file(picture(file(today), tmp_path, dots=150)))
    result = page.locator("#offline-result")
    expect(result).to_have_attribute("data-outcome", "good", timeout=60_000)
    for value in (today.number, "김하나", "서울특별시 종로구 세종대로 209"):
        expect(result).to_contain_text(value)
    # Valid for 90 days: the code itself says that they are over.
    give(page, as_file(picture(file(spring), tmp_path, dots=150)))
    expect(result).to_have_attribute("data-outcome", "bad", timeout=60_000)
    expect(result).to_contain_text("validity has ended")


@pytest.mark.django_db(transaction=True)
def test_a_strangers_code_and_no_code_are_told_apart(made: Make, page: Page, tmp_path: Path) -> None:
    give(page, as_file(Image.new("L", (400, 400), 255)))
    expect(page.locator("#offline-says")).to_contain_text("No document code was found", timeout=30_000)
    segno.make_qr("https://example.org/").save(str(tmp_path / "other.png"), scale=8)
    give(page, (tmp_path / "other.png").read_bytes())
    expect(page.locator("#offline-result")).to_have_attribute("data-outcome", "bad", timeout=30_000)
