"""Alerts: searches that tell of new tenders."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import Forbidden
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, Party, clock
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models import Alert
from madang.systems.procurement.usecases.disclosure.count_market import buyers
from madang.systems.procurement.usecases.disclosure.keep_alert import Wanted, alerts_of, drop_alert, keep_alert
from madang.systems.procurement.usecases.market.wording import KINDS
from madang.systems.procurement.usecases.office_names import office_name, office_names


class AlertForm(forms.Form):
    """What somebody wants to hear of."""

    words = forms.CharField(label=gettext_lazy("Words in title or description"), max_length=100, required=False)
    unspsc = forms.RegexField(
        r"^\d{2,8}$",
        label=gettext_lazy("UNSPSC class"),
        help_text=gettext_lazy("Two to eight digits: the first two are a segment, such as 56 for furniture."),
        required=False,
    )
    kind = forms.ChoiceField(label=pgettext_lazy("procurement", "What is bought"), required=False)
    buyer = forms.ChoiceField(label=pgettext_lazy("office", "Buyer"), required=False)
    most = forms.IntegerField(
        label=gettext_lazy("Highest estimated price"), min_value=1, max_value=10**13, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = {one.value: title for one, title in KINDS.items()}
        for name, choices in (("kind", kinds), ("buyer", office_names(codes=buyers()))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("Any")), *choices.items()]


@open_to(RESIDENTS)
@require_http_methods(["GET", "POST"])
def alerts(request: ActorRequest) -> HttpResponse:
    """Keep alerts, and see those that are kept."""
    party, form = _party(request), AlertForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        most = given["most"] * 10 ** pack().currency_digits if given["most"] else None
        wanted = Wanted(
            words=given["words"], unspsc=given["unspsc"], kind=given["kind"], buyer=given["buyer"], most=most
        )
        with ShownIn(form):
            keep_alert(wanted=wanted, party=party, actor=request.actor, now=clock.now())
        if form.is_valid():
            return HttpResponseRedirect(reverse("procurement:alerts"))
    values = {"form": form, "kept": [(one.pk, _told(one)) for one in alerts_of(party=party)]}
    return render(request, "procurement/disclosure/alerts.html", values, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_POST
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    """Forget an alert."""
    drop_alert(alert=pk, party=_party(request), actor=request.actor, now=clock.now())
    return HttpResponseRedirect(reverse("procurement:alerts"))


def _party(request: ActorRequest) -> Party:
    if request.actor.party is None:
        raise Forbidden
    return request.actor.party


def _told(one: Alert) -> str:
    said = [
        f"“{one.words}”" if one.words else "",
        f"UNSPSC {one.unspsc}" if one.unspsc else "",
        str(KINDS[Kind(one.kind)]) if one.kind else "",
        office_name(code=one.buyer) if one.buyer else "",
        _("up to {price}").format(price=written.money(Money(one.most, pack().currency))) if one.most else "",
    ]
    return ", ".join(part for part in said if part)
