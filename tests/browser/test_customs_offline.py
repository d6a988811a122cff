"""Customs without a network, in a real browser: a declaration is written while nothing answers, kept over a reload, and sent
once when the network is back. Axe finds nothing, 320 pixels are enough."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.pages import sound

Visit = Callable[..., Page]
TYPED = {
    "commodity_1": "6109101000",
    "description_1": "T-shirts",
    "origin_1": "CN",
    "net_mass_1": "20",
    "price_1": "3000",
}
TYPED |= {"partner": "Harbour Trading", "partner_country": "CN", "invoice": "I-1", "currency": "USD"}


def test_a_declaration_written_without_a_network_is_sent_once(visit: Visit, axe: Callable[[Page], list[str]]) -> None:
    sound(visit("/customs/status/", language="ko", width=320), axe)
    page = visit("/customs/offline/", login="dohyun", language="en", width=320)
    expect(page.locator("#offline-state")).to_contain_text("Ready")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#offline-network")).to_contain_text("cannot be reached")
    page.locator("label[for=id_direction_0]").click()
    for name, value in TYPED.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=incoterm]", "CIF")
    page.get_by_role("button", name="Keep it on this device").click()
    expect(page.locator("#offline-said")).to_contain_text("Written down under P-")
    page.reload()
    expect(page.locator("#offline-list")).to_contain_text("waits to be sent")
    sound(page, axe)

    page.context.set_offline(False)
    expect(page.locator("#offline-list")).to_contain_text("Taken under")
    reference = page.locator("#offline-list .m-row-title").inner_text()
    page.get_by_role("button", name="Send what waits").click()
    page.goto(page.url.replace("offline", "declarations"))
    expect(page.get_by_text(reference)).to_have_count(1)
