"""Cargo in a real browser: anybody tracks a bill, the officer reports what happens to it and sees the port drawn. Axe finds
nothing, 320 pixels are enough, in two languages."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.pages import sound

Visit = Callable[..., Page]


def test_a_bill_is_tracked_and_moved_and_the_port_is_drawn(visit: Visit, axe: Callable[[Page], list[str]]) -> None:
    page = visit("/customs/cargo/", language="ko", width=320)
    page.fill("main [name=number]", "DEMOC000013")
    page.press("main [name=number]", "Enter")
    expect(page.get_by_text("보세구역 반입").first).to_be_visible()
    sound(page, axe)

    desk = visit("/customs/cargo/desk/", login="cargoofficer", language="en")
    sound(desk, axe)
    desk.get_by_role("link", name="Movements under bond").click()
    sound(desk, axe)
    # The movement that is not late yet: its goods arrive.
    desk.get_by_role("link", name="DEMOC000012").click()
    desk.get_by_text("Report the arrival of").first.click()
    desk.locator("details[open] [name$=packages]").fill("10")
    sound(desk, axe)
    desk.locator("details[open] button").click()
    expect(desk.get_by_text("Recorded.")).to_be_visible()
    expect(desk.get_by_text("Arrived under bond")).to_be_visible()

    port = visit("/customs/cargo/map/", login="cargoofficer", language="ko", width=320)
    expect(port.get_by_role("cell", name="바다빛 보세창고 (02010012)")).to_be_visible()
    sound(port, axe)
