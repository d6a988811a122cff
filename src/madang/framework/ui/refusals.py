"""How a no is shown: a page with a sentence for people, a problem document (RFC 9457) for machines."""

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from madang.framework.values import Refusal

PROBLEM = "application/problem+json"


def for_machines(request: HttpRequest) -> bool:
    """Whether a program asked: an API address, or a caller that wants JSON and no page."""
    if request.path.startswith(("/api/", "/exchange/")):
        return True
    accepts = request.headers.get("Accept", "")
    return "json" in accepts and "text/html" not in accepts


def titles() -> dict[int, str]:
    """A short headline for each status we answer with."""
    return {
        400: _("The request could not be read"),
        401: _("Please sign in first"),
        403: _("This is not open to you"),
        404: _("There is nothing at this address"),
        405: _("This address does not take that kind of request"),
        409: _("This cannot be done now"),
        413: _("What you sent is too large"),
        422: _("Some points need correcting"),
        429: _("Too many attempts"),
        500: _("Something broke on our side"),
        503: _("This part of the service does not answer"),
    }


def title(status: int) -> str:
    """The headline for `status`."""
    return titles().get(status) or HTTPStatus(status).phrase


def problem(*, status: int, code: str, detail: str, refusal: Refusal | None = None, instance: str = "") -> HttpResponse:
    """A problem document: permanent code in `type` and `code`, the sentence in `detail`, every fault in `errors`."""
    body: dict[str, object] = {
        "type": f"urn:madang:refusal:{code}",
        "title": title(status),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if instance:
        body["instance"] = instance
    if refusal is not None and refusal.faults:
        body["errors"] = [{"place": f.place, "detail": str(f.says), "code": f.code} for f in refusal.faults]
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)


def answer(*, request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page or as a problem document, with its own status."""
    if for_machines(request):
        response = problem(
            status=refusal.status, code=refusal.code, detail=str(refusal), refusal=refusal, instance=request.path
        )
    else:
        values = {
            "headline": title(refusal.status),
            "sentence": str(refusal),
            "faults": refusal.faults,
            "code": refusal.code,
            "back": _came_from(request),
        }
        response = render(request, "ui/refusal.html", values, status=refusal.status)
    wait = refusal.values.get("retry_after")
    if wait is not None:
        response.headers["Retry-After"] = str(wait)
    return response


def problem_for(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response` as a problem document, when it still is one of Django's HTML pages."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return response
    status = response.status_code
    told = problem(status=status, code=f"http.{status}", detail=title(status), instance=request.path)
    if "Allow" in response.headers:
        # RFC 9110, section 15.5.6: a 405 names the methods that the address takes.
        told.headers["Allow"] = response.headers["Allow"]
    return told


def _came_from(request: HttpRequest) -> str:
    """The page on this site that the visitor came from, else nothing."""
    prefix = f"{request.scheme}://{request.get_host()}/"
    referer = request.headers.get("Referer", "")
    return "/" + referer.removeprefix(prefix) if referer.startswith(prefix) else ""
