"""Where an official records a guardian."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.mandate_scopes import offered
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.mandates.usecases.name import GUARDIANSHIP
from madang.systems.mandates.usecases.record_guardianship import record_guardianship


class GuardianshipForm(forms.Form):
    """What the court said."""

    ward = forms.CharField(label=gettext_lazy("Sign-in name of the person under guardianship"), max_length=64)
    guardian = forms.CharField(label=gettext_lazy("Sign-in name of the guardian"), max_length=64)
    decision = forms.CharField(label=gettext_lazy("Number of the court's decision"), max_length=60)
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("What the court lets the guardian do"),
        choices=lambda: [(one.pattern, one.title) for one in offered()],
        widget=forms.CheckboxSelectMultiple,
    )
    until = DateField(label=gettext_lazy("Last day"))


@open_to(officials(GUARDIANSHIP))
@require_http_methods(["GET", "HEAD", "POST"])
def guardianship(request: ActorRequest) -> HttpResponse:
    """The form; a sound one is recorded at once."""
    form = GuardianshipForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        given["until"] += timedelta(days=1)
        with ShownIn(form):
            made = record_guardianship(**given, actor=request.actor, now=clock.now())
            said = _("{guardian} may now act for {ward}.")
            messages.success(request, said.format(guardian=made.holder_name, ward=made.grantor_name))
            return redirect("mandates:guardianship")
    return render(request, "mandates/guardianship.html", {"form": form}, status=422 if form.errors else 200)
