"""What is said when something fails before or beside a use case: sentences with what to do next."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from madang.framework.ui.refusals import for_machines, problem, title


def _told(request: HttpRequest, status: int, sentence: str, code: str) -> HttpResponse:
    if for_machines(request):
        return problem(status=status, code=code, detail=sentence, instance=request.path)
    values = {"headline": title(status), "sentence": sentence, "code": code}
    return render(request, "ui/refusal.html", values, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the request was too large."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    sentence = _("The request could not be read. Go back, reload the page and try once more.")
    return _told(request, HTTPStatus.BAD_REQUEST, sentence, "http.bad_request")


def too_large(request: HttpRequest) -> HttpResponse:
    """413: says what may be sent."""
    sentence = _("What you sent is larger than this service takes. Send a smaller file, or several files one by one.")
    return _told(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence, "http.too_large")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: says who may and what to do."""
    sentence = str(exception or "") or _(
        "Your sign-in does not allow this. If you hold the duty or the mandate for it, sign in or switch to it first."
    )
    return _told(request, HTTPStatus.FORBIDDEN, sentence, getattr(exception, "code", "http.forbidden"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long or came from another site."""
    sentence = _("This form was open for too long, or cookies are off. Go back, reload the page and send it again.")
    return _told(request, HTTPStatus.FORBIDDEN, sentence, "http.form_expired")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: says where to look instead."""
    sentence = _("There is nothing at this address. It may have been copied incompletely. Search for what you need.")
    return _told(request, HTTPStatus.NOT_FOUND, sentence, "http.not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: says that it is our fault; draws no layout if that, too, fails."""
    sentence = _("Something broke on our side. Nothing you sent was half done. Please try again in a few minutes.")
    try:
        return _told(request, HTTPStatus.INTERNAL_SERVER_ERROR, sentence, "http.server_error")
    except Exception:
        return HttpResponse(sentence, status=500, content_type="text/plain; charset=utf-8")
