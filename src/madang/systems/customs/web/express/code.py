"""The code for parcels: masked, shown when asked for, changed when somebody else knows it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import limit, mask
from madang.framework.values import clock
from madang.systems.customs.usecases.express.personal_code import current_code, issue_code


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def code(request: ActorRequest) -> HttpResponse:
    """One's own."""
    shown = request.method == "POST" and request.POST.get("do") == "show"
    if request.method == "POST" and not shown:
        limit(f"customs.code.{request.actor.account_id}", times=20, per_seconds=3600)
        issue_code(actor=request.actor, now=clock.now())
        messages.success(
            request, _("This is your code from now on. Give it to shops and couriers, and to nobody else.")
        )
        return redirect("customs:personal_code")
    held = current_code(actor=request.actor)
    values = {
        "code": (held.code if shown else mask(held.code)) if held else "",
        "shown": shown,
        "names": held.names if held else (),
        "issued_at": held.issued_at if held else None,
    }
    return render(request, "customs/express/code.html", values)
