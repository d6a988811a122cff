"""Who acts, and whether the door opens."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from madang.framework.identity.access import Declaration, access_of, is_endpoint, is_open
from madang.framework.identity.actor import ANONYMOUS, Actor
from madang.framework.identity.endpoints import PROBLEM_MEDIA_TYPE, NotSignedIn
from madang.framework.identity.may import Forbidden
from madang.framework.identity.stepping_up import SurerSignInNeeded, step_up
from madang.framework.identity.usecases.touch_session import touch_session
from madang.framework.identity.who import acting, presence, usable_mandate
from madang.framework.values import Party, clock

SESSION = "identity.session"
MANDATE = "identity.mandate"

log = logging.getLogger("madang.identity.access")


class ActorMiddleware:
    """Sets `request.actor`. Session, duties and mandate are read anew at each request: what was revoked ends at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        session_id = request.session.get(SESSION)
        if session_id is not None:
            now = clock.now()
            present = presence(session_id=session_id, now=now)
            if present is None:
                request.session.flush()
                messages.info(request, _("You were signed out. Please sign in again."))
            else:
                touch_session(session=present.session, now=now)
                actor = _under_mandate(request, present.actor, now)
                if actor is None:
                    return _mandate_over(request)
                request.actor = actor  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.actor.is_signed_in:  # type: ignore[attr-defined]
            # After signing out on a shared computer the back button must not show anybody's data.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _under_mandate(request: HttpRequest, actor: Actor, now: datetime) -> Actor | None:
    """`actor`, under the mandate that the session chose; None where that mandate may no longer be used."""
    key = request.session.get(MANDATE)
    if key is None:
        return actor
    holder = Party.person(actor.person) if actor.person else None
    mandate = usable_mandate(key=key, holder=holder, now=now)
    return acting(actor=actor, mandate=mandate) if mandate else None


def _mandate_over(request: HttpRequest) -> HttpResponse:
    """Stop acting. The request itself is not carried out: it was meant in another's name."""
    del request.session[MANDATE]
    messages.warning(request, _("The mandate you were acting under has ended. You act for yourself again."))
    return HttpResponseRedirect(reverse("identity:mandates"))


class AccessMiddleware:
    """Opens only doors that declare to whom they are open, and only to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None where the door opens; else the refusal, or the way to the sign-in page."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        declared = access_of(view, method=request.method or "GET")
        if declared is None:
            name = f"{view.__module__}.{getattr(view, '__qualname__', type(view).__name__)}"
            log.error("refused a view that declares nothing", extra={"view": name, "path": request.path})
            return refuse(request, endpoint=is_endpoint(view))
        if is_open(declared, actor=actor):
            return None
        log.info(
            "refused", extra={"path": request.path, "actor": actor.login, "open_to": ", ".join(map(str, declared))}
        )
        if actor.is_signed_in:
            enough = _enough(declared, actor)
            if enough is not None and not is_endpoint(view):
                return step_up(request, needed=enough)
            return refuse(request, endpoint=is_endpoint(view))
        return _problem(401, str(NotSignedIn())) if is_endpoint(view) else _to_sign_in(request)


class StepUpMiddleware:
    """An act that needs a surer sign-in leads a person to it and back. Stands inside the one that shows refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The way to the step-up; programs get the refusal itself."""
        if not isinstance(exception, SurerSignInNeeded) or "text/html" not in request.headers.get(
            "Accept", "text/html"
        ):
            return None
        return step_up(request, needed=int(str(exception.values["needed"])))


def _enough(declared: Declaration, actor: Actor) -> int | None:
    """The least level at which the door would open to this actor; None where the level is not what is missing."""
    levels = sorted({access.assurance for access in declared if access.assurance > actor.assurance})
    return next((level for level in levels if is_open(declared, actor=replace(actor, assurance=level))), None)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and back afterwards. What was sent is not repeated; after it one starts from the page it was on."""
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    target = reverse("identity:sign_in") + (f"?{urlencode({'next': wanted})}" if wanted else "")
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("identity:sign_in")
        return response
    return HttpResponseRedirect(target)


def _problem(status: int, detail: str) -> HttpResponse:
    """RFC 9457."""
    code = NotSignedIn.code if status == 401 else Forbidden.code
    headline = HTTPStatus(status).phrase
    body = {"type": f"urn:madang:refusal:{code}", "title": headline, "status": status, "detail": detail, "code": code}
    return JsonResponse(body, status=status, content_type=PROBLEM_MEDIA_TYPE)


def refuse(request: HttpRequest, *, endpoint: bool = False) -> HttpResponse:
    """403 with a sentence."""
    if endpoint:
        return _problem(403, str(Forbidden()))
    return render(request, "identity/forbidden.html", {"says": str(Forbidden())}, status=403)
