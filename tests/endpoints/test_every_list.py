"""Whatever stands in the query of a page's address, the page answers it: with a list, or with a sentence, never with a 500."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.identity.access import is_endpoint
from madang.framework.ops.tests.once_a_file import undone
from tests.endpoints.conftest import Known, addresses, may

pytestmark = pytest.mark.django_db
EXAMPLES = 6
PAGES = {
    place: pattern.callback
    for place, pattern in addresses()
    if "<" not in place and "(" not in place and not is_endpoint(pattern.callback) and pattern.name != "openapi-json"
}
NAMES = (
    "page", "sort", "format", "q", "state", "status", "division", "category", "office", "year", "from", "until", "number",
    "name", "birth_on", "kind", "measure", "first_year", "last_year", "lang", "contrast", "next", "key", "service", "duty",
)  # fmt: skip
ODD = (
    *(
        "",
        "0",
        "-1",
        "1e9",
        "9" * 40,
        "x",
        "-",
        "--",
        "-name",
        "name__in",
        "pk",
        "\0",
        "%00",
        "csv",
        "xlsx",
        "2026-13-45",
    ),
    *(
        "１２",
        "' OR 1=1 --",
        "🏛",
        "a" * 3000,
        "0001-01-01",
        "9999-12-31",
        "//evil.example",
        "ko",
        "javascript:alert(1)",
    ),
)
VALUES = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
QUERIES = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=4)


@pytest.mark.parametrize("place", sorted(PAGES))
def test_a_page_answers_any_query(place: str, known: Known) -> None:
    browsers = []
    # Who is turned away at the door is so before any query is read; where both are, one shows it.
    for who in [one for one in ("resident", "official") if may(view=PAGES[place], who=one)] or ["resident"]:
        browser = Client(raise_request_exception=False)
        browser.cookies.load(known.cookies[who])
        browsers.append(browser)

    @given(query=QUERIES)
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def ask(query: dict[str, str]) -> None:
        for browser in browsers:
            with undone():
                answer: Any = browser.get(place, query)
                assert answer.status_code < 500, (place, query)

    ask()


def test_pages_were_asked() -> None:
    assert len(PAGES) > 25
