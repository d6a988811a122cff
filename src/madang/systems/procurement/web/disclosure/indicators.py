"""Indicators of collusion: the integrity office's desk, and what the suppliers concerned see and answer."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.procurement.domain.indicating import IndicatorState
from madang.systems.procurement.models import Indicator, IndicatorParty
from madang.systems.procurement.usecases.disclosure.judge_indicator import LONGEST, answer, decide, look, tell_suppliers
from madang.systems.procurement.usecases.permissions import INTEGRITY
from madang.systems.procurement.web.acting import business_of
from madang.systems.procurement.web.disclosure.words import explained, indicator_state_words, screen_words


class JudgeForm(forms.Form):
    """The office's decision."""

    state = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reasons = forms.CharField(label=gettext_lazy("Reasons"), max_length=LONGEST, widget=forms.Textarea)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["state"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (IndicatorState.EXPLAINED.value, _("Explained: nothing more is done")),
                (IndicatorState.PASSED_ON.value, _("Passed on to the competition authority")),
            ]


class AnswerForm(forms.Form):
    """What a supplier says."""

    answer = forms.CharField(label=gettext_lazy("Your answer"), max_length=LONGEST, widget=forms.Textarea)


@open_to(officials(INTEGRITY))
@require_safe
def indicators(request: ActorRequest) -> HttpResponseBase:
    """All patterns, the undecided first."""
    look(what="list", actor=request.actor, now=clock.now())
    screens, states = screen_words(), indicator_state_words()
    columns = [
        Column(
            name="screen",
            title=_("Pattern"),
            value=lambda one: screens[one.screen],
            link=lambda one: reverse("procurement:indicator", args=[one.pk]),
        ),
        Column(name="tender", title=_("Tender"), value=lambda one: one.lot.tender.title),
        Column(name="found_at", title=pgettext("procurement", "Found"), kind="moment", sort="found_at"),
        Column(name="state", title=_("State"), value=lambda one: states[one.state]),
    ]
    filters = (
        Filter(name="screen", title=_("Pattern"), choices=tuple(screens.items()), apply=_of("screen")),
        Filter(name="state", title=_("State"), choices=tuple(states.items()), apply=_of("state")),
    )
    rows = Indicator.objects.select_related("lot__tender").order_by("decided_at", "-found_at", "pk")
    table = Table(request=request, columns=columns, source=rows, filters=filters, caption=_("Indicators"))
    return table.file(name="indicators") or render(
        request, "procurement/disclosure/indicators.html", {"table": table, "empty": not rows.exists()}
    )


def _of(field: str) -> Any:
    return lambda rows, value: rows.filter(**{field: value})


@open_to(officials(INTEGRITY))
@require_http_methods(["GET", "POST"])
def indicator(request: ActorRequest, pk: int) -> HttpResponse:
    """One pattern: what it rests on, what the suppliers say, the decision."""
    held = get_object_or_404(Indicator.objects.select_related("lot__tender"), pk=pk)
    look(what=held.key, actor=request.actor, now=clock.now())
    form = JudgeForm(request.POST if "state" in request.POST or "reasons" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        tell_suppliers(indicator=pk, actor=request.actor, now=clock.now())
        return HttpResponseRedirect(request.path)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            state = IndicatorState(given["state"])
            decide(indicator=pk, state=state, reasons=given["reasons"], actor=request.actor, now=clock.now())
        if form.is_valid():
            return HttpResponseRedirect(request.path)
    state = IndicatorState(held.state)
    values = {
        **_shown(held),
        "parties": list(held.parties.select_related("supplier").values("supplier__name", "answer", "answered_at")),
        "form": None if state.decided else form,
        "may_tell": state is IndicatorState.FOUND,
    }
    return render(request, "procurement/disclosure/indicator.html", values, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """What the integrity office asked this business."""
    screens = screen_words()
    rows = _asked(request).select_related("indicator__lot__tender").order_by("-indicator__told_at")
    listed = [
        {
            "url": reverse("procurement:my_indicator", args=[one.pk]),
            "title": one.indicator.lot.tender.title,
            "screen": screens[one.indicator.screen],
            "answered_at": one.answered_at,
            "answer_by": one.indicator.answer_by,
        }
        for one in rows
    ]
    return render(request, "procurement/disclosure/my_indicators.html", {"listed": listed})


@open_to(RESIDENTS)
@require_http_methods(["GET", "POST"])
def my_indicator(request: ActorRequest, pk: int) -> HttpResponse:
    """One pattern as a supplier concerned sees it: the figure, the explanation, and the place for the answer."""
    held = _asked(request).select_related("indicator__lot__tender").filter(pk=pk).first()
    if held is None:
        raise Http404
    open_yet = held.answered_at is None and held.indicator.state == IndicatorState.TOLD.value
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            answer(place=pk, text=form.cleaned_data["answer"], actor=request.actor, now=clock.now())
        if form.is_valid():
            return HttpResponseRedirect(request.path)
    values = {**_shown(held.indicator), "answer": held.answer, "form": form if open_yet or form.errors else None}
    return render(request, "procurement/disclosure/my_indicator.html", values, status=422 if form.errors else 200)


def _asked(request: ActorRequest) -> Any:
    """What the business in whose name the actor acts was told of; nothing for persons."""
    return IndicatorParty.objects.filter(supplier__number=business_of(request), indicator__told_at__isnull=False)


def _shown(held: Indicator) -> dict[str, Any]:
    says, innocent = explained(screen=held.screen, value=held.value, threshold=held.threshold)
    facts = [
        (_("Tender"), f"{held.lot.tender.title} ({held.lot.tender.number})"),
        (_("Lot"), held.lot.title),
        (pgettext("procurement", "Found"), written.moment(held.found_at)),
        (_("State"), indicator_state_words()[held.state]),
    ]
    if held.answer_by:
        facts.append((_("Answers until"), written.moment(held.answer_by)))
    return {
        "title": screen_words()[held.screen],
        "facts": facts,
        "says": says,
        "innocent": innocent,
        "reasons": held.reasons,
    }
