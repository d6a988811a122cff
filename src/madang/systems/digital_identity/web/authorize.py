"""The pages between a relying party's button and its return address."""

import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from madang.framework.identity.access import ANYONE, SIGNED_IN, open_to
from madang.framework.identity.actor import Assurance
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.middleware import policy
from madang.framework.values import clock
from madang.systems.digital_identity.models import PushedRequest
from madang.systems.digital_identity.usecases.authorize import (
    Next,
    Step,
    answer_error,
    level_needed,
    next_step,
    note_interruption,
    open_request,
    wanted_scopes,
)
from madang.systems.digital_identity.usecases.consents import allow
from madang.systems.digital_identity.usecases.give_code import give_code
from madang.systems.digital_identity.usecases.words import level_title, scope_title

BROWSER_COOKIE = f"madang-authorize-{settings.MADANG_MEMBER}"
_TEN_MINUTES = 600


def _here(request: HttpRequest) -> str:
    """This browser's own mark; made at its first visit."""
    known = request.COOKIES.get(BROWSER_COOKIE, "")
    return known if 20 <= len(known) <= 64 else secrets.token_urlsafe(32)


def _marked(response: HttpResponse, browser: str) -> HttpResponse:
    response.set_cookie(
        BROWSER_COOKIE,
        browser,
        max_age=_TEN_MINUTES,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
        path="/oidc/",
    )
    response.headers["Cache-Control"] = "no-store"
    # The address holds the reference. Not `no-referrer`: under it browsers send our own form with the origin "null".
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _opened(request: HttpRequest, given: Any) -> tuple[PushedRequest, str]:
    browser = _here(request)
    reference, client = given.get("request_uri", ""), given.get("client_id", "")
    return open_request(reference=reference, client_id=client, browser=browser, now=clock.now()), browser


@open_to(ANYONE)
@never_cache
@require_GET
def authorize(request: ActorRequest) -> HttpResponse:
    """Sign in, prove again, rise, agree, go back: whatever of it is needed."""
    pushed, browser = _opened(request, request.GET)
    then = next_step(pushed=pushed, actor=request.actor, now=clock.now())
    return _marked(_follow(request, pushed, then), browser)


def _follow(request: ActorRequest, pushed: PushedRequest, then: Next) -> HttpResponse:
    now = clock.now()
    if then.step is Step.ERROR:
        return _go_back(pushed, answer_error(pushed=pushed, error=then.error, now=now), request)
    if then.step is Step.GIVE and then.consent is not None:
        address = give_code(pushed=pushed, consent=then.consent, actor=request.actor, now=now)
        return _go_back(pushed, address, request)
    note_interruption(pushed=pushed)
    if then.step in (Step.SIGN_IN, Step.PROVE_AGAIN):
        page = "identity:sign_in" if then.step is Step.SIGN_IN else "identity:confirm"
        return HttpResponseRedirect(f"{reverse(page)}?{urlencode(_after(request, pushed))}")
    return _ask(request, pushed, then)


def _after(request: ActorRequest, pushed: PushedRequest) -> dict[str, object]:
    """Where to come back to, and how surely."""
    return {"next": request.get_full_path(), "level": level_needed(pushed=pushed)}


def _ask(request: ActorRequest, pushed: PushedRequest, then: Next) -> HttpResponse:
    party = pushed.relying_party
    values = {
        "party": {"name": party.name, "purpose": party.purpose, "host": party.sector},
        "person": request.actor.name,
        "told": [scope_title(scope=one) for one in wanted_scopes(pushed=pushed)],
        "request_uri": request.GET.get("request_uri", ""),
        "client_id": party.client_id,
        "needed": level_title(level=level_needed(pushed=pushed)),
        "held": level_title(level=max(Assurance.LOW, request.actor.assurance)),
        "confirm": f"{reverse('identity:confirm')}?{urlencode(_after(request, pushed))}",
        "here": request.get_full_path(),
    }
    response = render(request, f"digital_identity/{then.step.value}.html", values)
    # Browsers hold a form to this policy also where its answer leads elsewhere: back to the relying party, and only there.
    response.headers["Content-Security-Policy"] = f"{policy()} {_origin(pushed)}"
    return response


def _origin(pushed: PushedRequest) -> str:
    parts = urlsplit(pushed.parameters["redirect_uri"])
    return f"{parts.scheme}://{parts.netloc}"


def _go_back(pushed: PushedRequest, address: str, request: ActorRequest) -> HttpResponse:
    """Straight back; or, after a form of ours, by a page, since browsers hold a form's redirects to that form's policy."""
    if not pushed.interrupted:
        return HttpResponseRedirect(address)
    return render(request, "digital_identity/go_back.html", {"address": address, "name": pushed.relying_party.name})


@open_to(SIGNED_IN)
@never_cache
@require_POST
def decide(request: ActorRequest) -> HttpResponse:
    """The person agrees, or goes back without."""
    pushed, browser = _opened(request, request.POST)
    now = clock.now()
    then = next_step(pushed=pushed, actor=request.actor, now=now)
    answer = request.POST.get("answer", "")
    if answer == "step_down" and then.step is Step.STEP_UP:
        address = answer_error(pushed=pushed, error="unmet_authentication_requirements", now=now)
    elif answer != "allow":
        address = answer_error(pushed=pushed, error="access_denied", now=now)
    elif then.step is Step.CONSENT:
        scopes = wanted_scopes(pushed=pushed)
        consent = allow(party=pushed.relying_party, scopes=scopes, actor=request.actor, now=now)
        address = give_code(pushed=pushed, consent=consent, actor=request.actor, now=now)
    else:
        # Something changed since the page was shown: look again what is needed.
        query = urlencode({"client_id": pushed.relying_party.client_id, "request_uri": request.POST["request_uri"]})
        address = f"{reverse('digital_identity:authorize')}?{query}"
    return _marked(HttpResponseRedirect(address), browser)
