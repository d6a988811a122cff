"""The counter: proof who stands there, and offer them a mobile ID."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.mobile_id.usecases.find_holder import find_holder
from madang.systems.mobile_id.usecases.name import ISSUER
from madang.systems.mobile_id.usecases.offer_credential import PROOFS, offer_at_counter
from madang.systems.mobile_id.web.showing import offer_values

_PROOFS = {
    "identity_card": _("Identity card, compared with the face"),
    "passport": _("Passport, compared with the face"),
    "driving_licence": _("Driving licence, compared with the face"),
    "two_witnesses": _("Two witnesses whose identity was established"),
}


class CounterForm(forms.Form):
    """Who stands here, by which document, and that they agree."""

    resident_number = forms.CharField(
        label=_("Resident number from the card"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Full name"), max_length=80, required=False)
    birth_on = DateField(label=_("Date of birth"), required=False)
    proof = forms.ChoiceField(label=_("Identity established by"), choices=[(one, _PROOFS[one]) for one in PROOFS])
    agreed = forms.BooleanField(label=_("The person agrees that the register is asked for what the mobile ID states"))


@open_to(officials(ISSUER))
@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: ActorRequest) -> HttpResponse:
    """The form; a sound one leads to the offer, shown once."""
    form = CounterForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            values = _offer(request, form)
            response = render(request, "mobile_id/offer.html", values)
            response["Cache-Control"] = "no-store"
            return response
    status = 422 if form.errors else 200
    return render(request, "mobile_id/counter.html", {"form": form}, status=status)


def _offer(request: ActorRequest, form: CounterForm) -> dict[str, Any]:
    asked = {name: form.cleaned_data[name] for name in ("resident_number", "name", "birth_on")}
    person = find_holder(**asked, actor=request.actor)
    offered = offer_at_counter(
        person=person.key or "", proof=form.cleaned_data["proof"], actor=request.actor, now=clock.now()
    )
    return {**offer_values(offered=offered), "holder": person.name}
