"""The treasury's pages in a real browser: axe finds nothing, 320 pixels are enough, in Korean and English."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from madang.systems.treasury.formats.pain002 import Told
from madang.systems.treasury.models import BankEntry
from madang.systems.treasury.tests.bank import claim, entry, released, statement, take
from madang.systems.treasury.tests.conftest import FIRST, NOW, TREASURER, open_demo_line
from madang.systems.treasury.tests.test_bank_files import report
from madang.systems.treasury.tests.test_pages import official
from madang.systems.treasury.usecases.cash import set_ceiling
from madang.systems.treasury.usecases.import_status import import_status
from madang.systems.treasury.usecases.pay import prepare
from madang.systems.treasury.usecases.permissions import APPROVER, OFFICER, UNIT


def _treasury_year() -> dict[str, str]:
    """A unit with a returned payment, a batch that waits, and money in suspense; the pages by the duty that opens them."""
    line = open_demo_line(appropriated=90_000_000, allotted=60_000_000)
    sent = released(claim(line, minor=1_200_000, payee="(주)한빛상사", invoice="INV-1"))
    told = Told(end_to_end=sent.orders.get().number, status="RJCT", reason="AC04")
    import_status(data=report(sent.number, told), actor=TREASURER, now=NOW)
    waiting = prepare(
        obligations=[
            claim(line, minor=500_000 + index, payee=f"거래처 {index}", invoice=f"B-{index}") for index in range(3)
        ],
        actor=TREASURER,
        now=NOW,
    )
    claim(line, minor=700_000, payee="Supplier", invoice="C-1")
    take(statement(entry("R1", -500_000, text="B-0", party="거래처 0"), entry("R2", 20_000_000, party="Somebody")))
    set_ceiling(day=NOW.date(), minor=10_000_000, actor=FIRST, now=NOW)
    commitment = sent.orders.get().obligation.commitment.number
    return {
        "/treasury/commitments/": UNIT,
        f"/treasury/commitments/{commitment}/": UNIT,
        "/treasury/payments/": OFFICER,
        f"/treasury/batches/{waiting.number}/": APPROVER,
        "/treasury/bank/": OFFICER,
        "/treasury/suspense/": OFFICER,
        f"/treasury/suspense/{BankEntry.objects.get(reference='R2').pk}/": OFFICER,
        "/treasury/cash/": APPROVER,
        "/treasury/receipts/": OFFICER,
    }


def _pages(client: Client, browser: Browser, address: str, *, language: str, width: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address)
    cookies = [(one.key, one.value) for one in client.cookies.values()] + [("madang_language", language)]
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies])
    return context.new_page()


@pytest.mark.django_db(transaction=True)
def test_officials_pages_are_sound_at_every_width_and_in_both_languages(
    live_server: Any, browser: Browser, axe: Callable[[Page], list[str]], tmp_path: Path
) -> None:
    assert settings.ALLOWED_HOSTS
    addresses = _treasury_year()
    clients = {duty: official(f"official{place}", duty) for place, duty in enumerate((UNIT, OFFICER, APPROVER))}
    folder = Path(os.environ.get("MADANG_TREASURY_SHOTS", tmp_path))
    faults = []
    for place, (path, duty) in enumerate(addresses.items()):
        for language, width in (("ko", 320), ("en", 1280)):
            page = _pages(clients[duty], browser, live_server.url, language=language, width=width)
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{path} is {wide} wide"] if wide > width else []
            page.screenshot(path=folder / f"{place}-{language}.png", full_page=True)
            faults += [f"{path} {language}: {one}" for one in axe(page)]
            page.context.close()
    assert faults == []
