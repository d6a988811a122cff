"""Middleware of every page: the content security policy, the language, and refusals told as sentences."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from madang.framework.ui import errors, refusals
from madang.framework.values import Refusal

Handler = Callable[[HttpRequest], HttpResponse]

LANGUAGE_COOKIE = "madang_language"
CONTRAST_COOKIE = "madang_contrast"
YEAR = 365 * 24 * 3600


def policy() -> str:
    """The content security policy: nothing from outside, no inline code (one KRDS font is a data: address)."""
    targets = " ".join(("'self'", *getattr(settings, "MADANG_FORM_TARGETS", ())))
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data: blob:; "
        f"object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action {targets}"
    )


class ContentSecurityPolicyMiddleware:
    """Adds the policy unless the view has set a stricter one of its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.policy = policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


def _known(code: str | None) -> str | None:
    """`code` if pages exist in that language."""
    return code if code in dict(settings.LANGUAGES) else None


class LanguageMiddleware:
    """The page's language: `?lang=`, then the cookie, then the account's, then the browser's. `?contrast=` likewise."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = _known(request.GET.get("lang"))
        chosen = asked or _known(request.COOKIES.get(LANGUAGE_COOKIE))
        request.language_chosen = chosen is not None  # type: ignore[attr-defined]
        contrast = request.GET.get("contrast")
        if contrast in {"high", "normal"}:
            request.COOKIES[CONTRAST_COOKIE] = contrast
        language = chosen or translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if asked:
            _remember(response, LANGUAGE_COOKIE, asked)
        if contrast in {"high", "normal"}:
            _remember(response, CONTRAST_COOKIE, contrast)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """The account's language, once the actor is known."""
        if request.language_chosen:  # type: ignore[attr-defined]
            return
        language = _known(getattr(getattr(request, "actor", None), "language", None))
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language


def _holds_nul(request: HttpRequest) -> bool:
    """Whether the address or the query has the character NUL."""
    query = request.META.get("QUERY_STRING", "")
    return "\0" in request.path_info or "%00" in query or "\0" in query


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE))


class RefusalMiddleware:
    """A refusal becomes a page that says what happened and what to do, or an RFC 9457 problem document for machines."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # No text in the database can hold the character NUL, and nobody means it: it is refused before anything is looked up.
        response = errors.bad_request(request) if _holds_nul(request) else self.get_response(request)
        if response.status_code >= 400 and refusals.for_machines(request):
            return refusals.problem_for(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The answer to a refusal; other exceptions go on."""
        return refusals.answer(request=request, refusal=exception) if isinstance(exception, Refusal) else None
