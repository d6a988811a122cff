"""Writing declarations without a network: a page that the device keeps, and the door that takes them once."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from madang.framework.documents.kept_pages import keeping_worker
from madang.framework.identity.access import ANYONE, RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import limit
from madang.framework.values import Fault, PartyKind, Refusal, clock
from madang.systems.customs.usecases.continuity.lodge_offline import CHANNEL, lodge_offline
from madang.systems.customs.usecases.continuity.note_answer import answer_timed
from madang.systems.customs.usecases.continuity.refusals import OtherParty, ReferenceNotProvisional
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused, ReferenceUsed
from madang.systems.customs.web.declarations.forms import ItemForm, ShipmentForm, ValueForm
from madang.systems.customs.web.declarations.lodge import MOST, declared, placed

ASSETS = (
    "customs/offline.js",
    "customs/offline_reference.js",
    "krds/css/token/krds_tokens.css",
    "krds/css/component/output.css",
    "ui/madang.css",
    "ui/menu.css",
    "ui/menu.js",
    "ui/parts.css",
    "ui/mark.svg",
)
LARGEST = 100_000


class OfflineShipmentForm(ShipmentForm):
    """The shipment, for whom it is, and no reference: the device draws one."""

    reference = None  # type: ignore[assignment]
    bill = forms.CharField(label=_("Number of the house bill or air waybill"), max_length=35, required=False)
    whom = forms.CharField(
        label=_("Business registration number"),
        max_length=20,
        required=False,
        help_text=_("Of the business for which you declare; empty for yourself."),
    )
    field_order = ("whom",)


@open_to(ANYONE)
@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """The form and what lies on the device. It says nothing of who reads it, for it is kept as anybody gets it."""
    items = [{"place": place, "form": ItemForm(place=place, most=MOST)} for place in range(1, MOST + 1)]
    values = {"shipment": OfflineShipmentForm(), "items": items, "value": ValueForm()}
    return render(request, "customs/continuity/offline.html", values)


@open_to(ANYONE)
@require_safe
def worker(request: ActorRequest) -> HttpResponse:
    """The service worker, which keeps the page and all it needs."""
    return keeping_worker(request=request, name="customs", addresses=[reverse("customs:offline")], assets=ASSETS)


@open_to(ANYONE)
@require_safe
@never_cache
def who(request: ActorRequest) -> HttpResponse:
    """For whom this browser would send now, and the token that its forms need."""
    party = request.actor.party
    told: dict[str, Any] = {"signed_in": party is not None}
    if party is not None:
        acting = request.actor.acting_for
        told |= {
            "name": acting.name if acting else request.actor.name,
            "whom": party.key if party.kind is PartyKind.BUSINESS else "",
            "token": get_token(request),
        }
    return JsonResponse(told)


@open_to(RESIDENTS)
@require_POST
@never_cache
def send(request: ActorRequest) -> HttpResponse:
    """Take one declaration: `taken` under its number, `refused` with every fault, or `kept` on the device with the reason."""
    limit(f"customs.offline.{request.actor.account_id}", times=300, per_seconds=60)
    given = _given(request)
    if given is None:
        return JsonResponse({"outcome": "refused", "faults": [_fault("", str(ReferenceNotProvisional()))]})
    reference, device_now, answers = given
    cleaned, faults = _cleaned(answers)
    if faults:
        return JsonResponse({"outcome": "refused", "faults": faults})
    now = clock.now()
    try:
        with answer_timed(channel=CHANNEL, now=now):
            made = lodge_offline(
                declaration=declared(answers=cleaned | {"reference": reference}),
                whom=cleaned["whom"].strip(),
                device_now=device_now,
                actor=request.actor,
                now=now,
            )
    except OtherParty as other:
        return JsonResponse({"outcome": "kept", "says": str(other)})
    except (DeclarationRefused, ReferenceUsed, ReferenceNotProvisional) as refusal:
        return JsonResponse({"outcome": "refused", "faults": _faults(refusal)})
    number = made.declaration.number
    link = reverse("customs:declaration", args=[number])
    told = {"outcome": "taken", "number": number, "link": link, "fallback": made.fallback}
    return JsonResponse(told | {"counts_on": made.counts_on})


def _given(request: ActorRequest) -> tuple[str, datetime, dict[str, str]] | None:
    """Reference, the device's clock, answers; None where the message is none."""
    try:
        told = json.loads(request.body[:LARGEST])
        clock_of = datetime.fromisoformat(told["device_now"])
        answers = {str(name): str(value) for name, value in told["answers"].items()}
        return (str(told["reference"]), clock_of, answers) if clock_of.tzinfo else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _cleaned(answers: dict[str, str]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What the pages' own forms make of the answers, or every fault with the field it is about."""
    asked: list[forms.Form] = [OfflineShipmentForm(answers)]
    for place in range(1, MOST + 1):
        if place > 1 and f"commodity_{place}" not in answers:
            break
        asked.append(ItemForm(place=place, most=MOST, data=answers))
    asked.append(ValueForm(answers))
    cleaned: dict[str, Any] = {}
    faults = []
    for form in asked:
        form.is_valid()
        cleaned |= form.cleaned_data
        for name, errors in form.errors.items():
            _bare, _dash, item = name.rpartition("_")
            label = f"{form.fields[name].label} ({item})" if item.isdigit() else str(form.fields[name].label)
            faults += [_fault(label, str(error)) for error in errors]
    return cleaned, faults


def _faults(refusal: Refusal) -> list[dict[str, str]]:
    found = [placed(fault=fault) for fault in refusal.faults] or [Fault("", str(refusal), refusal.code)]
    return [_fault(one.place, str(one.says)) for one in found]


def _fault(place: str, says: str) -> dict[str, str]:
    return {"place": place, "says": says}
