"""The outermost layer of a request: its id, its line in the log, its place in the metrics."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from madang.framework.ops.metrics import count_request

HEADER = "X-Request-ID"
# An id from outside goes into our logs, so only a plain one is taken over.
PLAIN = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = {"ops:live", "ops:ready", "ops:metrics"}
View = TypeVar("View", bound=Callable[..., Any])

logger = structlog.get_logger("madang.requests")


def quiet(view: View) -> View:
    """Declare that `view` is asked so often that only the metrics count it; a fault is logged all the same."""
    view.quiet = True  # type: ignore[attr-defined]
    return view


class RequestMiddleware:
    """Gives each request an id (the caller's, when it sent a plain one), returns it, logs and counts the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get(HEADER, "")
        request_id = sent if PLAIN.fullmatch(sent) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        began = time.monotonic()
        with bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            _note(request, response, time.monotonic() - began)
        response.headers[HEADER] = request_id
        return response


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = request.resolver_match
    view = match.view_name if match and match.view_name else "unmatched"
    count_request(method=request.method or "", view=view, status=response.status_code, seconds=seconds)
    if (view in QUIET or getattr(match and match.func, "quiet", False)) and response.status_code < 400:
        return
    # The path alone: a query may hold what a person typed, and a path below a view is told by the view's name.
    logger.info(
        "request", method=request.method, view=view, status=response.status_code, milliseconds=round(seconds * 1000, 1)
    )
