"""Where an official records a guardian."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.mandate_scopes import offered, titled
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.mandates.usecases.end_guardianship import end_guardianship
from madang.systems.mandates.usecases.name import GUARDIANSHIP
from madang.systems.mandates.usecases.record_guardianship import GuardianshipRefused, record_guardianship
from madang.systems.mandates.usecases.see_guardianships import see_guardianships


class GuardianshipForm(forms.Form):
    """What the court said."""

    ward = forms.CharField(label=gettext_lazy("Sign-in name of the person under guardianship"), max_length=64)
    guardian = forms.CharField(label=gettext_lazy("Sign-in name of the guardian"), max_length=64)
    decision = forms.CharField(label=gettext_lazy("Number of the court's decision"), max_length=60)
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("What the court lets the guardian do"),
        choices=lambda: [(one.pattern, titled(scope=[one.pattern])[0]) for one in offered()],
        widget=forms.CheckboxSelectMultiple,
    )
    until = DateField(label=gettext_lazy("Last day"))


@open_to(officials(GUARDIANSHIP))
@require_http_methods(["GET", "HEAD", "POST"])
def guardianship(request: ActorRequest) -> HttpResponse:
    """The form; a sound one is recorded, and the guardian is asked. Below, who is a guardian of whom, to end it."""
    asked = request.GET.get("of", "").replace("\x00", "").strip()[:64]
    form = GuardianshipForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["until"] += timedelta(days=1)
        with ShownIn(form):
            made = record_guardianship(**given, actor=request.actor, now=clock.now())
            said = _("Recorded. {guardian} may act for {ward} as soon as they accept it; they were told.")
            messages.success(request, said.format(guardian=made.holder_name, ward=made.grantor_name))
            return redirect("mandates:guardianship")
    values = {"form": form, "asked": asked, "standing": _standing(request, asked)}
    return render(request, "mandates/guardianship.html", values, status=422 if form.errors else 200)


def _standing(request: ActorRequest, asked: str) -> list[dict[str, object]]:
    found = see_guardianships(ward=asked, actor=request.actor, now=clock.now()) if asked else ()
    return [
        {
            "key": one.key,
            "ward": one.grantor_name,
            "guardian": one.holder_name,
            "decision": one.evidence,
            "last": one.last_day,
            "accepted": one.accepted_at is not None,
        }
        for one in found
    ]


@open_to(officials(GUARDIANSHIP))
@require_POST
def end(request: ActorRequest, key: str) -> HttpResponse:
    """The court ended it: it works no longer."""
    given = request.POST.get("decision", "").replace("\x00", "")
    try:
        ended = end_guardianship(key=key, decision=given, actor=request.actor, now=clock.now())
    except GuardianshipRefused as refusal:
        messages.error(request, " ".join(str(fault.says) for fault in refusal.faults))
    else:
        said = _("{guardian} acts for {ward} no longer, from this moment on. Both were told.")
        messages.success(request, said.format(guardian=ended.holder_name, ward=ended.grantor_name))
    return redirect("mandates:guardianship")
