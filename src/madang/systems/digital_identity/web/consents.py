"""A person's consents."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from madang.framework.identity.access import SIGNED_IN, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.identity.who import own_account
from madang.framework.values import clock
from madang.systems.digital_identity.models import Consent, Grant
from madang.systems.digital_identity.usecases.consents import withdraw
from madang.systems.digital_identity.usecases.words import scope_title


@open_to(SIGNED_IN)
@require_GET
def consents(request: ActorRequest) -> HttpResponse:
    """Which services may be told what; when each last signed one in; a button to take it back."""
    account = own_account(request.actor)
    standing = Consent.objects.select_related("relying_party").filter(account_id=account, withdrawn_at=None)
    last = dict(
        Grant.objects.filter(account_id=account).order_by("granted_at").values_list("relying_party_id", "granted_at")
    )
    rows = [
        {
            "id": one.pk,
            "name": one.relying_party.name,
            "purpose": one.relying_party.purpose,
            "told": [scope_title(scope=scope) for scope in one.scopes],
            "given_at": one.given_at,
            "until_on": one.until_on,
            "used_at": last.get(one.relying_party_id),
        }
        for one in standing.order_by("-given_at")
    ]
    return render(request, "digital_identity/consents.html", {"consents": rows})


@open_to(SIGNED_IN)
@require_POST
def withdraw_page(request: ActorRequest, consent_id: int) -> HttpResponse:
    """Take a consent back."""
    withdraw(consent_id=consent_id, actor=request.actor, now=clock.now())
    messages.success(request, _("You took your consent back. The service is told nothing more from now on."))
    return HttpResponseRedirect(reverse("digital_identity:consents"))
