"""For whom one may act by law, and one button to begin."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.mandate_kinds import kind_title
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Party, clock
from madang.systems.mandates.domain.kinds import Entitlement, Kind
from madang.systems.mandates.usecases.act_by_law import act_by_law, standing_mandate
from madang.systems.mandates.usecases.find_entitlements import find_entitlements


@open_to(RESIDENTS)
@require_safe
def by_law(request: ActorRequest) -> HttpResponse:
    """What the registers say today; each look is logged."""
    rows: list[dict[str, Any]] = []
    alone = request.actor.acting_for is None and request.actor.person is not None
    if alone:
        person = request.actor.person or ""
        rows = [_row(one, person) for one in find_entitlements(person=person, actor=request.actor, now=clock.now())]
    return render(request, "mandates/by_law.html", {"rows": rows, "alone": alone})


def _row(one: Entitlement, person: str) -> dict[str, Any]:
    grantor = Party.business(one.party) if one.kind is Kind.COMPANY else Party.person(one.party)
    standing = standing_mandate(grantor=grantor, holder=Party.person(person), kind=one.kind, now=clock.now())
    return {
        "kind": one.kind.value,
        "party": one.party,
        "name": one.name,
        "title": kind_title(code=one.kind),
        "until": one.until_on,
        "cite": spoken(one.cite),
        "mandate": standing.key if standing else "",
    }


@open_to(RESIDENTS)
@require_POST
def begin(request: ActorRequest) -> HttpResponse:
    """The mandate by law; from then on it is used like any other."""
    mandate = act_by_law(
        person=request.actor.person or "",
        kind=request.POST.get("kind", ""),
        party=request.POST.get("party", ""),
        actor=request.actor,
        now=clock.now(),
    )
    messages.success(request, _("You may now act for {name}.").format(name=mandate.grantor_name))
    return redirect("identity:mandate", key=mandate.key)
