"""What every answer carries: policy, language, contrast, and refusals as sentences."""

import json
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _

from madang.framework.ui import errors
from madang.framework.ui.middleware import ContentSecurityPolicyMiddleware, LanguageMiddleware, RefusalMiddleware
from madang.framework.values import Fault, Refusal


class TooLate(Refusal):
    code = "test.too_late"
    says = _("Send")
    status = 422


def through(middleware: Any, request: HttpRequest, answer: Any = None) -> HttpResponse:
    return middleware(lambda _request: answer or HttpResponse("ok"))(request)


def test_no_page_may_run_inline_code_or_fetch_from_outside() -> None:
    policy = through(ContentSecurityPolicyMiddleware, RequestFactory().get("/"))["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["font-src"] == "'self' data:"
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("address", "cookie", "accepts", "language"),
    [
        ("/?lang=en", "ko", "ko", "en"),
        ("/", "en", "ko", "en"),
        ("/", "", "en-GB,en;q=0.8", "en"),
        ("/?lang=xx", "", "ko", "ko"),
    ],
)
def test_the_language_is_what_was_asked_then_the_cookie_then_the_browsers(
    address: str, cookie: str, accepts: str, language: str
) -> None:
    request = RequestFactory().get(address, headers={"Accept-Language": accepts})
    if cookie:
        request.COOKIES["madang_language"] = cookie
    response = through(LanguageMiddleware, request)
    assert response["Content-Language"] == language
    assert ("madang_language" in response.cookies) is (address == "/?lang=en")


def test_the_accounts_language_counts_unless_another_was_chosen() -> None:
    class Actor:
        language = "en"

    middleware = LanguageMiddleware(lambda _request: HttpResponse("ok"))
    request = RequestFactory().get("/", headers={"Accept-Language": "ko"})
    middleware(request)
    request.actor = Actor()
    middleware.process_view(request)
    assert request.LANGUAGE_CODE == "en"


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    response = RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, refusal)
    assert response is not None
    return response


def test_a_refusal_is_a_page_with_its_sentence_and_every_fault() -> None:
    request = RequestFactory().get("/x/", headers={"Accept": "text/html", "Accept-Language": "en"})
    response = refused(request, TooLate(faults=(Fault("day", "The day is past."), Fault("fee", "The fee is open."))))
    page = response.content.decode()
    assert response.status_code == 422
    assert "The day is past." in page
    assert "The fee is open." in page
    assert "test.too_late" in page


def test_a_refusal_is_a_problem_document_for_machines() -> None:
    """RFC 9457, 3: members type, title, status, detail, instance; 3.2 extension members."""
    refusal = TooLate(faults=(Fault("day", "The day is past.", "test.day"),), retry_after=30)
    response = refused(RequestFactory().get("/api/civil/x"), refusal)
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "30"
    assert (body["status"], body["code"], body["instance"]) == (422, "test.too_late", "/api/civil/x")
    assert body["errors"] == [{"place": "day", "detail": "The day is past.", "code": "test.day"}]


def test_an_html_error_becomes_a_problem_document_for_machines() -> None:
    answer = HttpResponse("<p>gone</p>", status=404)
    request = RequestFactory().get("/things/", headers={"Accept": "application/json"})
    assert json.loads(through(RefusalMiddleware, request, answer).content)["code"] == "http.404"


def test_another_exception_is_not_hidden() -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("bug")) is None


def test_a_request_that_is_too_large_is_told_so() -> None:
    response = errors.bad_request(RequestFactory().post("/x/"), RequestDataTooBig())
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.csrf_failure, 403), (errors.not_found, 404)],
)
def test_each_error_page_says_what_to_do(view: Any, status: int) -> None:
    response = view(RequestFactory().get("/x/", headers={"Accept": "text/html"}))
    assert response.status_code == status
    assert b"krds-btn" in response.content


def test_a_broken_page_is_told_even_if_the_layout_breaks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_values: Any) -> HttpResponse:
        raise RuntimeError("the layout is broken, too")

    monkeypatch.setattr(errors, "render", broken)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/plain")
