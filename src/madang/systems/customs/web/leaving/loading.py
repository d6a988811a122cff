"""A carrier confirms which exports it loaded."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.customs.usecases.leaving.confirm_loading import Leaving, confirm_loading


class LeavingForm(forms.Form):
    """A manifest of leaving goods."""

    reference = forms.CharField(label=gettext_lazy("Number of your manifest"), max_length=35)
    conveyance = forms.CharField(label=gettext_lazy("Ship or flight"), max_length=70)
    voyage = forms.CharField(label=gettext_lazy("Voyage"), max_length=17)
    port = forms.CharField(
        label=gettext_lazy("Port of loading"), help_text=gettext_lazy("UN/LOCODE, such as KRPUS."), max_length=5
    )
    loaded_on = DateField(label=gettext_lazy("Loaded on"))
    declarations = forms.CharField(
        label=gettext_lazy("Numbers of the export declarations"),
        help_text=gettext_lazy("One a line."),
        max_length=120_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def loading(request: ActorRequest) -> HttpResponse:
    """The form; taken whole, or refused with every fault."""
    form = LeavingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            told = form.cleaned_data
            numbers = tuple(dict.fromkeys(told.pop("declarations").split()))
            leaving = Leaving(**told | {"port": told["port"].upper()}, declarations=numbers)
            count = confirm_loading(leaving=leaving, actor=request.actor, now=clock.now())
            messages.success(request, _("Confirmed: {count} exports are loaded.").format(count=count))
            return redirect("customs:leaving")
    return render(request, "customs/leaving/loading.html", {"form": form}, status=422 if form.errors else 200)
