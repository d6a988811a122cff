"""A trader takes a declaration back before release."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.usecases.declarations.change_declaration import withdraw_declaration
from madang.systems.customs.usecases.declarations.find_declaration import find_declaration


class WithdrawForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Why you take it back"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1, max_value=10_000)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, number: str) -> HttpResponse:
    """The reason, and it is withdrawn."""
    now = clock.now()
    found = find_declaration(number=number, actor=request.actor, now=now)
    form = WithdrawForm(data=request.POST if request.method == "POST" else None, initial={"version": found.version})
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            told = form.cleaned_data
            withdraw_declaration(
                number=found.number, version=told["version"], reason=told["reason"], actor=request.actor, now=now
            )
            messages.success(request, _("Withdrawn. What was charged ends; what was paid goes back."))
            return redirect("customs:declaration", found.number)
    values = {"number": found.number, "form": form}
    return render(request, "customs/declarations/withdraw.html", values, status=422 if form.errors else 200)
