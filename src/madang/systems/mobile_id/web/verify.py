"""The verifier's pages: choose what to ask, show the code, read the answer; and one that needs no network."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import client_address, limit
from madang.framework.values import clock
from madang.systems.mobile_id.domain.verdict import Outcome, Verdict
from madang.systems.mobile_id.models import PresentationRequest
from madang.systems.mobile_id.usecases import addresses
from madang.systems.mobile_id.usecases.ask_presentation import ask_presentation, link_of
from madang.systems.mobile_id.usecases.name import SIGN_IN
from madang.systems.mobile_id.usecases.questions import questions
from madang.systems.mobile_id.web.showing import qr_image, wallet_link
from madang.systems.mobile_id.web.words import OUTCOMES, claim_title


@open_to(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: ActorRequest) -> HttpResponse:
    """What may be asked, by whom; choosing one makes a request."""
    if request.method == "POST":
        limit(f"mobile_id.verify:{client_address(request)}", times=60, per_seconds=60)
        question = request.POST.get("question", "")
        made = ask_presentation(question="" if question == SIGN_IN else question, now=clock.now())
        return redirect("mobile_id:answer", page_key=made.page_key)
    language = get_language() or "en"
    rows = [
        {
            "code": one.code,
            "title": one.title(language=language),
            "verifier": one.verifier_name(language=language),
            "cite": one.cite,
        }
        for one in questions().values()
        if one.code != SIGN_IN
    ]
    return render(request, "mobile_id/verify.html", {"questions": rows})


@open_to(ANYONE)
@require_safe
def answer(request: ActorRequest, page_key: str) -> HttpResponse:
    """The code to scan; then yes or no, or the value that was asked, and nothing besides."""
    found = PresentationRequest.objects.filter(page_key=page_key[:64]).first()
    if found is None or found.question not in questions() or found.question == SIGN_IN:
        raise Http404
    values = _waiting(found) if found.answered_at is None else _answered(found)
    language = get_language() or "en"
    question = questions()[found.question]
    values |= {
        "title": question.title(language=language),
        "verifier": question.verifier_name(language=language),
        "page_key": found.page_key,
        "question": question.code,
    }
    # The page looks again every two seconds by htmx, and without scripts by a link.
    part = "mobile_id/answer_part.html" if request.headers.get("HX-Request") else "mobile_id/answer.html"
    response = render(request, part, values)
    response["Cache-Control"] = "no-store"
    return response


def _waiting(found: PresentationRequest) -> dict[str, Any]:
    if found.expires_at <= clock.now():
        return {"state": "expired"}
    link = link_of(request=found)
    return {"state": "waiting", "qr": qr_image(text=link), "link": link, "wallet": wallet_link(text=link)}


def _answered(found: PresentationRequest) -> dict[str, Any]:
    outcome = Outcome(found.outcome)
    if outcome is not Outcome.ACCEPTED:
        return {"state": "refused", "says": OUTCOMES[outcome]}
    if not found.shown:
        return {"state": "forgotten"}
    if questions()[found.question].yes_or_no:
        return {"state": "yes" if Verdict(outcome=outcome, shown=found.shown).yes else "no"}
    language = get_language() or "en"
    facts = [(claim_title(path=path, language=language), value) for path, value in found.shown.items()]
    return {"state": "shown", "facts": facts}


@open_to(ANYONE)
@require_safe
def offline(request: ActorRequest) -> HttpResponse:
    """Reads a wallet's offline code off a photograph and checks it in the browser."""
    values = {"issuer": addresses.issuer_id(), "keys": reverse("mobile_id:issuer_keys")}
    return render(request, "mobile_id/offline.html", values)
