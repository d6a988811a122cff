"""One export on its way out: on which bills it stands, what is loaded, until when, and whether its release is cancelled."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, DepartureGoods, ReleaseCancelling
from madang.systems.customs.usecases.declarations.find_declaration import find_declaration
from madang.systems.customs.usecases.leaving.cancel_release import (
    answer_cancelling,
    ask_cancelling,
    begin_cancelling,
    require_cancellable,
)
from madang.systems.customs.usecases.leaving.find_departure import call_of_departure
from madang.systems.customs.usecases.leaving.loaded import ExportLoaded, loaded_of, shares_of
from madang.systems.customs.usecases.leaving.refusals import NotToCancel
from madang.systems.customs.usecases.leaving.watch_exports import last_day, waiting_exports
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER
from madang.systems.customs.web.leaving.forms import AnswerForm, ReasonForm
from madang.systems.customs.web.leaving.words import STATES


@open_to(RESIDENTS, officials(OFFICER, INSPECTOR))
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: ActorRequest, number: str) -> HttpResponse:
    """The exporter asks and answers here, an officer begins."""
    found = find_declaration(number=number, actor=request.actor, now=clock.now())
    if found.direction != Direction.EXPORT.value:
        raise Http404
    open_one = ReleaseCancelling.objects.filter(declaration=found, decided_at=None).first()
    act = _act(request, found, open_one)
    if act and request.method == "POST" and act["form"].is_valid():
        with ShownIn(act["form"]):
            act["run"](act["form"].cleaned_data)
            messages.success(request, _("Recorded."))
            return redirect("customs:export_leaving", found.number)
    told = loaded_of(declaration=found)
    values = {
        "number": found.number,
        "facts": _facts(found, told),
        "shares": [_share(one) for one in shares_of(declaration=found)],
        "act": act,
        "open": open_one,
        "own": request.actor.party is not None and may(request.actor, "customs.declare", str(found.party)),
        "released": found.state == DeclarationState.RELEASED.value,
        "whole": told.whole,
    }
    failed = bool(act and act["form"].is_bound and act["form"].errors)
    return render(request, "customs/leaving/export.html", values, status=422 if failed else 200)


def _facts(found: CustomsDeclaration, told: ExportLoaded) -> list[tuple[str, Any]]:
    waiting = waiting_exports().filter(pk=found.pk).first()
    return [
        (pgettext("customs", "Trader"), found.party_name),
        (pgettext("customs", "Goods"), found.title),
        (
            pgettext("customs leaving", "Packages declared"),
            written.number(told.declared) if told.declared else _("not said"),
        ),
        (_("Packages on bills"), written.number(told.named)),
        (pgettext("customs leaving", "Packages loaded"), written.number(told.loaded)),
        (_("Loaded whole on"), written.day(told.loaded_on) if told.loaded_on else "–"),
        (_("To be loaded by"), written.day(last_day(one=waiting)) if waiting else "–"),
    ]


def _share(one: DepartureGoods) -> dict[str, Any]:
    voyage = call_of_departure(bill=one.bill) or one.bill.manifest
    return {
        "bill": one.bill.number,
        "voyage": f"{voyage.conveyance_name or voyage.conveyance_number} {voyage.voyage}",
        "packages": one.packages,
        "loaded": one.loaded + one.left,
        "state": STATES[one.state],
    }


def _act(request: ActorRequest, found: CustomsDeclaration, open_one: ReleaseCancelling | None) -> dict[str, Any] | None:
    """What this actor may do now, with its form; nothing where the release stays anyhow."""
    own = request.actor.party is not None and may(request.actor, "customs.declare", str(found.party))
    data = request.POST if request.method == "POST" else None
    today = timezone.localdate(clock.now())
    if open_one is not None:
        asked = own and open_one.by_customs and open_one.answered_at is None
        if not asked or open_one.answer_by is None or today > open_one.answer_by:
            return None
        return _offer(AnswerForm(data=data), _("Answer customs"), answer_cancelling, request, found)
    try:
        require_cancellable(one=found)
    except NotToCancel:
        return None
    if own:
        return _offer(ReasonForm(data=data), _("Ask to cancel the release"), ask_cancelling, request, found)
    waiting = waiting_exports().filter(pk=found.pk).first()
    if not may(request.actor, "customs.decide", found.office_code) or waiting is None or today <= last_day(one=waiting):
        return None
    return _offer(ReasonForm(data=data), _("Begin to cancel the release"), begin_cancelling, request, found)


def _offer(
    form: forms.Form, title: str, verb: Callable[..., object], request: ActorRequest, found: CustomsDeclaration
) -> dict[str, Any]:
    return {
        "form": form,
        "title": title,
        "run": lambda given: verb(number=found.number, **given, actor=request.actor, now=clock.now()),
    }
