"""A resident's consents: what was agreed to, for whom, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from madang.exchange.consent import withdraw_consent
from madang.exchange.models import Consent
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Party, clock


def _party(request: ActorRequest) -> Party:
    party = request.actor.party
    if party is None:
        raise Http404
    return party


@open_to(RESIDENTS)
@require_GET
def consents(request: ActorRequest) -> HttpResponse:
    """The party's consents, those in force first."""
    today = clock.now().date()
    rows = Consent.objects.filter(subject=str(_party(request))).order_by("-given_at")[:200]
    shown = [
        {
            "reference": row.reference,
            "asker": row.asker,
            "purpose": row.purpose,
            "given_at": row.given_at,
            "until_on": row.until_on,
            "withdrawn_at": row.withdrawn_at,
            "in_force": row.withdrawn_at is None and row.until_on > today,
        }
        for row in rows
    ]
    return render(request, "exchange/consents.html", {"consents": sorted(shown, key=lambda row: not row["in_force"])})


@open_to(RESIDENTS)
@require_POST
def withdraw(request: ActorRequest, reference: str) -> HttpResponse:
    """Take a consent back; from this moment nobody may ask on it."""
    if not withdraw_consent(reference=reference, subject=_party(request), now=clock.now()):
        raise Http404
    messages.success(request, _("Your consent is withdrawn. From now on nobody may ask for your data on it."))
    return HttpResponseRedirect(reverse("exchange:consents"))
