"""A custodian's key: made on the custodian's own device; its public half is registered here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock
from madang.systems.procurement.formats.parts import Unreadable, read_key, read_proof
from madang.systems.procurement.models import Seat
from madang.systems.procurement.usecases.bidding.custodian_keys import key_of, register_custodian_key
from madang.systems.procurement.usecases.bidding.refusals import KeyNotHeld
from madang.systems.procurement.usecases.permissions import CUSTODIAN


@open_to(officials(CUSTODIAN))
@require_http_methods(["GET", "HEAD", "POST"])
def custody(request: ActorRequest) -> HttpResponse:
    """Make a key, keep its file, and see the ceremonies that wait for it."""
    if request.method == "POST":
        try:
            public, proof = read_key(text=request.POST.get("key")), read_proof(given=request.POST)
        except Unreadable as error:
            raise KeyNotHeld from error
        register_custodian_key(public=public, proof=proof, actor=request.actor, now=clock.now())
        messages.success(request, _("Your key is registered. Keep its file and its passphrase apart from this device."))
        return redirect("procurement:custody")
    key = key_of(actor=request.actor)
    seats = (
        Seat.objects.filter(key__officer=officer(request.actor))
        .select_related("ceremony__tender")
        .order_by("ceremony__tender__opens_at")
    )
    values = {
        "officer": officer(request.actor),
        "key": key and {"public": key.public, "at": key.registered_at, "demonstration": key.demonstration},
        "seats": [
            {
                "number": seat.ceremony.tender.number,
                "title": seat.ceremony.tender.title,
                "opens_at": seat.ceremony.tender.opens_at,
                "state": seat.ceremony.state,
                "given": seat.gave_at is not None,
            }
            for seat in seats
        ],
    }
    return render(request, "procurement/bidding/custody.html", values)
