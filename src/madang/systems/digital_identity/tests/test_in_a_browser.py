"""Agreeing in Chromium: its rules on forms, origins and redirects are stricter than a test client's."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from playwright.sync_api import Page

from madang.framework.ui.tests.chromium import chromium
from madang.systems.digital_identity.tests.conftest import answer, enter, new_account

RETURN = "http://127.0.0.1:9/cb"


@pytest.fixture
def page() -> Iterator[Page]:
    """A window of Chromium."""
    with chromium() as browser:
        yield browser.new_page()


def test_agreeing_leads_back_with_a_code_and_so_does_the_next_visit(
    transactional_db, live_server, settings, keys_of_people, register, page
) -> None:
    settings.MADANG_PUBLIC_URL = live_server.url
    party = register(redirect_uris=(RETURN,))
    person = enter(new_account("hana", keys_of_people["hana"]))
    cookie = person.cookies[configured.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    returned: list[str] = []
    page.on("request", lambda request: returned.append(request.url) if request.url.startswith(RETURN) else None)

    def visit() -> None:
        reference = party.reference(redirect_uri=RETURN)
        with page.expect_event("requestfailed", lambda request: request.url.startswith(RETURN)) as gone:
            try:
                page.goto(f"{live_server.url}/oidc/authorize/?client_id={party.client_id}&request_uri={reference}")
                page.locator("button[value=allow]").click(timeout=3000)
            except Exception:
                # Nobody listens at the party's address; that the browser went there is what counts.
                assert returned
        assert gone.value

    visit()
    tokens = party.redeem(answer(returned[0])["code"], redirect_uri=RETURN)
    assert tokens.status_code == 200
    visit()
    assert urlsplit(returned[-1]).path == "/cb"
    assert answer(returned[-1])["code"] != answer(returned[0])["code"]
