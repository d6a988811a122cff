"""The examiner looks at settled pages: what is half-way between two colours is no fault of the page."""

from typing import Any

from playwright.sync_api import Page

HALF_WAY = """() => {
    const button = document.createElement("button");
    button.textContent = "Send";
    Object.assign(button.style, {background: "#fff", color: "#eee"});
    document.querySelector("main h1").after(button);
    getComputedStyle(button).color;
    button.style.transition = "color 600s linear";
    getComputedStyle(button).color;
    button.style.color = "#000";
    return document.getAnimations().length;
}"""


def test_a_button_in_its_transition_is_looked_at_when_it_has_arrived(visit: Any, axe: Any) -> None:
    page: Page = visit("/verify/", language="en")
    assert page.evaluate(HALF_WAY) == 1
    assert axe(page) == []
    assert page.evaluate("getComputedStyle(document.querySelector('main button')).color") == "rgb(0, 0, 0)"
