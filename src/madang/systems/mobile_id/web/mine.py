"""The holder's page: their mobile IDs, who asked what, an offer for a wallet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.actor import Assurance
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.domain.verdict import Outcome
from madang.systems.mobile_id.models import Credential, Showing
from madang.systems.mobile_id.usecases.change_standing import DEATH, LOST, change_standing
from madang.systems.mobile_id.usecases.offer_credential import offer_online
from madang.systems.mobile_id.usecases.questions import questions
from madang.systems.mobile_id.web.showing import offer_values
from madang.systems.mobile_id.web.words import OUTCOMES, REASONS, STANDINGS, claim_title

_MOST = 50
_VERBS = {"suspend": Standing.SUSPENDED, "resume": Standing.VALID, "revoke": Standing.REVOKED}


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """Their mobile IDs and the last presentations of them."""
    person = request.actor.person if request.actor.acting_for is None else None
    held = Credential.objects.filter(person=person).order_by("-issued_at", "-pk")[:_MOST] if person else []
    shown = Showing.objects.filter(credential__person=person).order_by("-shown_at", "-pk")[:_MOST] if person else []
    values = {
        "credentials": [_credential(one) for one in held],
        "showings": [_showing(one) for one in shown],
        "sure": request.actor.assurance >= Assurance.HIGH,
        "own": person is not None,
    }
    return render(request, "mobile_id/mine.html", values)


def _credential(one: Credential) -> dict[str, Any]:
    now = clock.now()
    title, tone = STANDINGS[Standing(one.standing)]
    ended = one.expires_at <= now
    live = one.standing != Standing.REVOKED and one.reason != DEATH and not ended
    return {
        "key": one.key,
        "standing": _("Expired") if ended else title,
        "tone": "gray" if ended else tone,
        "reason": REASONS.get(one.reason, ""),
        "issued_at": one.issued_at,
        "expires_at": one.expires_at,
        "may_suspend": live and one.standing == Standing.VALID,
        "may_resume": live and one.reason == LOST,
        "may_revoke": live,
    }


def _showing(one: Showing) -> dict[str, Any]:
    language = get_language() or "en"
    question = questions().get(one.question)
    return {
        "at": one.shown_at,
        "verifier": question.verifier_name(language=language) if question else one.question,
        "asked": question.title(language=language) if question else one.question,
        "claims": ", ".join(claim_title(path="/".join(path), language=language) for path in question.paths)
        if question
        else "",
        "outcome": OUTCOMES[Outcome(one.outcome)],
    }


@open_to(RESIDENTS)
@require_POST
def offer(request: ActorRequest) -> HttpResponse:
    """An offer for the wallet, shown once."""
    made = offer_online(person=request.actor.person or "", actor=request.actor, now=clock.now())
    response = render(request, "mobile_id/offer.html", offer_values(offered=made))
    response["Cache-Control"] = "no-store"
    return response


@open_to(RESIDENTS)
@require_POST
def change(request: ActorRequest, key: str, verb: str) -> HttpResponse:
    """Report as lost, found again, or give back."""
    if verb not in _VERBS:
        raise Http404
    change_standing(key=key, to=_VERBS[verb], actor=request.actor, now=clock.now())
    said = {
        "suspend": _("The mobile ID is suspended from this moment on."),
        "resume": _("The mobile ID is valid again."),
        "revoke": _("The mobile ID was revoked for good."),
    }
    messages.success(request, said[verb])
    return redirect("mobile_id:mine")
