"""What a buyer does with a tender: each act a page with one form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.procurement.domain.drafts import CriterionDraft, ItemDraft, LotDraft, TenderDraft
from madang.systems.procurement.domain.words import AwardBy, Kind
from madang.systems.procurement.models import Tender
from madang.systems.procurement.usecases.market import draft_tender as drafting
from madang.systems.procurement.usecases.market.cancel_tender import cancel_tender
from madang.systems.procurement.usecases.market.correct_tender import Corrected, correct_tender, earliest_closing_of
from madang.systems.procurement.usecases.market.estimate_price import item_estimates, lot_estimates
from madang.systems.procurement.usecases.market.extend_closing import extend_closing
from madang.systems.procurement.usecases.market.law import grounds
from madang.systems.procurement.usecases.market.publish_tender import publish_tender
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.market import forms as asked
from madang.systems.procurement.web.market.desk import own
from madang.systems.procurement.web.market.showing import form_page, place_title

RECORDED = gettext_lazy("Recorded.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A page with one form: how it is made for a tender, and what it does with what was typed."""

    title: Any
    button: Any
    form: Callable[[ActorRequest, Tender], forms.Form]
    run: Callable[[ActorRequest, Tender, Mapping[str, Any]], object]
    lead: Any = ""
    words: Callable[[Tender], Mapping[str, str]] = lambda _held: {}
    """What stands in the lead's braces."""
    done: Any = RECORDED
    ends: bool = False
    """Whether the tender is gone afterwards."""


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, number: str, name: str) -> HttpResponse:
    """Do one thing with a tender of the office."""
    held = get_object_or_404(own(request), number=number)
    chosen = ACTS.get(name)
    desk = reverse("procurement:own_tender", args=[held.number])
    if chosen is None:
        return redirect(desk)
    form = chosen.form(request, held)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            chosen.run(request, held, form.cleaned_data)
            messages.success(request, chosen.done)
            return redirect("procurement:own_tenders" if chosen.ends else desk)
    lead = str(chosen.lead).format_map(chosen.words(held))
    words = {"title": str(chosen.title), "button": str(chosen.button)}
    return form_page(request, form=form, lead=lead, back=desk, of=held.title, **words)


def shown_amount(minor: int | None) -> Any:
    """An amount as its field takes it: units of the currency."""
    digits = pack().currency_digits
    return None if minor is None else f"{minor / 10**digits:.{digits}f}"


def _typed(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _plain(kind: type[forms.Form]) -> Callable[[ActorRequest, Tender], forms.Form]:
    return lambda request, _held: kind(_typed(request))


def _from_row(kind: type[forms.Form]) -> Callable[[ActorRequest, Tender], forms.Form]:
    def make(request: ActorRequest, held: Tender) -> forms.Form:
        return kind(_typed(request), initial={name: getattr(held, name) for name in kind.base_fields})

    return make


def _how(request: ActorRequest, held: Tender) -> forms.Form:
    initial = {name: getattr(held, name) for name in ("ground", "award_by", "urgency", "category")}
    return asked.HowForm(_typed(request), on=timezone.localdate(clock.now()), initial=initial)


def _item(request: ActorRequest, held: Tender) -> forms.Form:
    return asked.ItemForm(_typed(request), lots=held.lots.order_by("position").values_list("position", "title"))


def _invite(request: ActorRequest, held: Tender) -> forms.Form:
    named = "\n".join(held.invitations.order_by("pk").values_list("supplier__number", flat=True))
    return asked.InviteForm(_typed(request), initial={"numbers": named})


def _places(held: Tender) -> list[tuple[str, str, str]]:
    draft = drafting.draft_of(tender=held)
    found = []
    for number, lot in enumerate(draft.lots, 1):
        found.append((f"lot {number} title", lot.title))
        found += [(f"lot {number} item {place} title", one.title) for place, one in enumerate(lot.items, 1)]
    return [(name, place_title(name), text) for name, text in found]


def _correct(request: ActorRequest, held: Tender) -> forms.Form:
    initial = {name: getattr(held, name) for name in ("title", "description", "questions_until", "closes_at")}
    return asked.CorrectForm(_typed(request), places=_places(held), initial=initial)


def _earliest(held: Tender) -> dict[str, str]:
    return {"day": written.day(earliest_closing_of(tender=held, now=clock.now()))}


def _change(held: Tender, request: ActorRequest, **changes: Any) -> Tender:
    draft: TenderDraft = replace(drafting.draft_of(tender=held), **changes)
    return drafting.change_draft(tender=held, draft=draft, actor=request.actor, now=clock.now())


def _by(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": clock.now()}


def how_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Method and award as a draft takes them: the ground says which method it allows."""
    ground = grounds(on=timezone.localdate(clock.now()))[given["ground"]]
    return {**given, "method": ground.method, "award_by": AwardBy(given["award_by"])}


def _with_item(request: ActorRequest, held: Tender, given: Mapping[str, Any]) -> Tender:
    values = {name: given[name] for name in ("title", "unspsc", "quantity", "unit")}
    lots = list(drafting.draft_of(tender=held).lots)
    place = given["lot"] - 1
    lots[place] = replace(lots[place], items=(*lots[place].items, ItemDraft(**values)))
    return _change(held, request, lots=tuple(lots))


def _with_lot(request: ActorRequest, held: Tender, given: Mapping[str, Any]) -> Tender:
    return _change(held, request, lots=(*drafting.draft_of(tender=held).lots, LotDraft(**given)))


def _with_criterion(request: ActorRequest, held: Tender, given: Mapping[str, Any]) -> Tender:
    return _change(held, request, criteria=(*drafting.draft_of(tender=held).criteria, CriterionDraft(**given)))


def _parts(held: Tender) -> list[tuple[str, str]]:
    draft = drafting.draft_of(tender=held)
    found = []
    for number, lot in enumerate(draft.lots):
        found.append((f"lot {number}", f"{place_title(f'lot {number + 1} title')}: {lot.title}"))
        for place, one in enumerate(lot.items):
            name = place_title(f"lot {number + 1} item {place + 1} title")
            found.append((f"item {number} {place}", f"{name}: {one.title}"))
    return [*found, *((f"criterion {place}", one.title) for place, one in enumerate(draft.criteria))]


def _without(request: ActorRequest, held: Tender, given: Mapping[str, Any]) -> Tender:
    kind, *places = given["part"].split()
    at = [int(one) for one in places]
    draft = drafting.draft_of(tender=held)
    if kind == "criterion":
        return _change(held, request, criteria=(*draft.criteria[: at[0]], *draft.criteria[at[0] + 1 :]))
    if kind == "lot":
        return _change(held, request, lots=(*draft.lots[: at[0]], *draft.lots[at[0] + 1 :]))
    items = draft.lots[at[0]].items
    kept = replace(draft.lots[at[0]], items=(*items[: at[1]], *items[at[1] + 1 :]))
    return _change(held, request, lots=(*draft.lots[: at[0]], kept, *draft.lots[at[0] + 1 :]))


def _estimated(request: ActorRequest, held: Tender, _given: Mapping[str, Any]) -> Tender:
    """The estimates of the lots that were bought before, at the median."""
    known = lot_estimates(estimates=item_estimates(tender=held, now=clock.now()))
    lots = [
        replace(lot, estimated=known.get(number, lot.estimated))
        for number, lot in enumerate(drafting.draft_of(tender=held).lots, 1)
    ]
    return _change(held, request, lots=tuple(lots))


def _corrected(request: ActorRequest, held: Tender, given: Mapping[str, Any]) -> object:
    named = ("reason", "title", "description", "questions_until", "closes_at")
    places = {name: text for name, text in given.items() if name not in named}
    corrected = Corrected(**{name: given[name] for name in named}, places=places)
    return correct_tender(tender=held, corrected=corrected, **_by(request))


ACTS: dict[str, Act] = {
    "publish": Act(
        title=gettext_lazy("Publish the tender"),
        lead=gettext_lazy("From then on everybody sees it, and it changes only by a visible correction."),
        button=gettext_lazy("Publish"),
        form=_plain(forms.Form),
        run=lambda request, held, _given: publish_tender(tender=held, **_by(request)),
        done=gettext_lazy("The tender is published."),
    ),
    "what": Act(
        title=gettext_lazy("Change what is bought"),
        button=gettext_lazy("Save"),
        form=_from_row(asked.WhatForm),
        run=lambda request, held, given: _change(held, request, **{**given, "kind": Kind(given["kind"])}),
    ),
    "how": Act(
        title=gettext_lazy("Change method and award"),
        button=gettext_lazy("Save"),
        form=_how,
        run=lambda request, held, given: _change(held, request, **how_of(given)),
    ),
    "dates": Act(
        title=gettext_lazy("Change the dates"),
        button=gettext_lazy("Save"),
        form=_from_row(asked.DatesForm),
        run=lambda request, held, given: _change(held, request, **given),
    ),
    "lot": Act(
        title=gettext_lazy("Add a lot"),
        lead=gettext_lazy("Each lot is bid for and awarded by itself."),
        button=gettext_lazy("Add"),
        form=_plain(asked.LotForm),
        run=_with_lot,
    ),
    "item": Act(
        title=gettext_lazy("Add an item"),
        lead=gettext_lazy("Say what it is, so that suppliers find it: by its class and its unit."),
        button=gettext_lazy("Add"),
        form=_item,
        run=_with_item,
    ),
    "remove": Act(
        title=gettext_lazy("Remove a lot, an item or a criterion"),
        button=gettext_lazy("Remove"),
        form=lambda request, held: asked.RemoveForm(_typed(request), parts=_parts(held)),
        run=_without,
    ),
    "estimate": Act(
        title=gettext_lazy("Take the estimated price from past awards"),
        lead=gettext_lazy("Each lot of which every item was bought before is estimated at the median price."),
        button=gettext_lazy("Take it over"),
        form=_plain(forms.Form),
        run=_estimated,
    ),
    "criterion": Act(
        title=gettext_lazy("Add a criterion"),
        lead=gettext_lazy("The points of all criteria sum to 100."),
        button=gettext_lazy("Add"),
        form=_plain(asked.CriterionForm),
        run=_with_criterion,
    ),
    "invite": Act(
        title=gettext_lazy("Name suppliers"),
        lead=gettext_lazy("Only they may bid. They are told when the notice is published."),
        button=gettext_lazy("Save"),
        form=_invite,
        run=lambda request, held, given: drafting.invite(tender=held, numbers=given["numbers"].split(), **_by(request)),
    ),
    "discard": Act(
        title=gettext_lazy("Discard the draft"),
        lead=gettext_lazy("The draft is deleted; nobody but your office ever saw it."),
        button=gettext_lazy("Discard"),
        form=_plain(forms.Form),
        run=lambda request, held, _given: drafting.discard_draft(tender=held, **_by(request)),
        done=gettext_lazy("The draft is gone."),
        ends=True,
    ),
    "correct": Act(
        title=gettext_lazy("Correct the notice"),
        lead=gettext_lazy("Everybody sees what changed and why. By law bids may then close on {day} at the earliest."),
        words=_earliest,
        button=gettext_lazy("Publish the correction"),
        form=_correct,
        run=_corrected,
        done=gettext_lazy("The correction is published."),
    ),
    "extend": Act(
        title=gettext_lazy("Give more time to bid"),
        lead=gettext_lazy("Bids may only close later than announced. Everybody concerned is told."),
        button=gettext_lazy("Publish the new closing"),
        form=_plain(asked.ExtendForm),
        run=lambda request, held, given: extend_closing(tender=held, **given, **_by(request)),
        done=gettext_lazy("The new closing is published."),
    ),
    "cancel": Act(
        title=gettext_lazy("Cancel the tender"),
        lead=gettext_lazy("This cannot be taken back. Sealed bids stay sealed."),
        button=gettext_lazy("Cancel the tender"),
        form=_plain(asked.ReasonForm),
        run=lambda request, held, given: cancel_tender(tender=held, reason=given["reason"], **_by(request)),
        done=gettext_lazy("The tender is cancelled."),
    ),
}
