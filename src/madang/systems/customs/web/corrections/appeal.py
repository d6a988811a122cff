"""File a review or an appeal; have it assessed at once; stay the collection."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.domain.appeal import AppealKind
from madang.systems.customs.usecases.corrections.assess_told import assess_early
from madang.systems.customs.usecases.corrections.decide_appeal import stay_collection
from madang.systems.customs.usecases.corrections.file_appeal import file_appeal, until
from madang.systems.customs.usecases.corrections.find_correction import find_correction
from madang.systems.customs.usecases.corrections.refusals import NoSuchCorrection
from madang.systems.customs.usecases.corrections.words import APPEALS
from madang.systems.customs.usecases.permissions import REVIEWER


class AppealForm(forms.Form):
    """What is wrong."""

    reasons = forms.CharField(
        label=gettext_lazy("What is wrong with it, and what it should be"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: ActorRequest, number: str, kind: str) -> HttpResponse:
    """The form; sent, another official decides."""
    now = clock.now()
    found = find_correction(number=number, actor=request.actor, now=now)
    last = until(against=found, kind=AppealKind(kind), on=timezone.localdate(now)) if kind in APPEALS else None
    if last is None:
        raise NoSuchCorrection
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            reasons = form.cleaned_data["reasons"]
            file_appeal(number=found.number, kind=AppealKind(kind), reasons=reasons, actor=request.actor, now=now)
            messages.success(request, _("It was received. Another official decides it."))
            return redirect("customs:correction", found.number)
    values = {
        "number": found.number,
        "title": APPEALS[kind],
        "until": last,
        "form": form,
    }
    return render(request, "customs/corrections/appeal.html", values, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_POST
def early(request: ActorRequest, number: str) -> HttpResponse:
    """No review is wanted: it is assessed at once."""
    found = find_correction(number=number, actor=request.actor, now=clock.now())
    assess_early(number=found.number, actor=request.actor, now=clock.now())
    messages.success(request, _("It is assessed. What is to be paid stands below."))
    return redirect("customs:correction", found.number)


@open_to(officials(REVIEWER))
@require_POST
def stay(request: ActorRequest, number: str, appeal: str) -> HttpResponse:
    """Nothing is collected until it is decided."""
    found = find_correction(number=number, actor=request.actor, now=clock.now())
    named = found.appeals.filter(number=appeal[:40]).first() if appeal.isprintable() else None
    if named is None:
        raise NoSuchCorrection
    stay_collection(number=named.number, actor=request.actor, now=clock.now())
    messages.success(request, _("Collection is stayed until the decision."))
    return redirect("customs:correction", found.number)
