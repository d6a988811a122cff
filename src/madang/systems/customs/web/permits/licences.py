"""Licences for several declarations: those of an office with the form of a new one, and a holder's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import Party, clock
from madang.systems.customs.models import LicenceUse, PermitLicence
from madang.systems.customs.usecases.declarations.law import requirement_of, requirements
from madang.systems.customs.usecases.permissions import PERMITS
from madang.systems.customs.usecases.permits.find_requests import licences_at, licences_of
from madang.systems.customs.usecases.permits.licences import grant_licence
from madang.systems.customs.usecases.permits.words import in_language
from madang.systems.customs.web.codes import CodesField
from madang.systems.customs.web.units import SEVERAL


class LicenceForm(forms.Form):
    """What the licence says."""

    requirement = forms.ChoiceField(label=pgettext_lazy("customs permit", "Act"))
    business = forms.RegexField(label=gettext_lazy("Registration number of the business"), regex=r"^[0-9-]{5,20}$")
    holder = forms.CharField(label=pgettext_lazy("customs permit", "Name of the holder"), max_length=200)
    prefixes = CodesField(
        label=gettext_lazy("Goods: the beginnings of their codes"),
        help_text=gettext_lazy("Separated by spaces, such as 7208511000 722540."),
        max_length=500,
    )
    partners = CodesField(
        label=gettext_lazy("Countries of origin, at export of destination"),
        help_text=gettext_lazy("Two letters each, such as CN VN; empty for all."),
        max_length=200,
        required=False,
    )
    total = forms.DecimalField(label=gettext_lazy("Quantity of the licence"), max_digits=18, decimal_places=3)
    unit = forms.ChoiceField(label=pgettext_lazy("customs", "Unit"), choices=tuple(SEVERAL.items()))
    valid_from = DateField(label=gettext_lazy("First day"))
    valid_until = DateField(label=gettext_lazy("Last day"))

    def __init__(self, *, offices: set[str], **options: Any) -> None:
        super().__init__(**options)
        known = [(one.code, in_language(one.titles)) for one in requirements() if one.office in offices]
        self.fields["requirement"].choices = known  # type: ignore[attr-defined]


@open_to(officials(PERMITS))
@require_http_methods(["GET", "HEAD", "POST"])
def licences(request: ActorRequest) -> HttpResponse:
    """Those of the office; a new one is entered below."""
    offices = {*request.actor.offices(PERMITS)}
    form = LicenceForm(offices=offices, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            told = {**form.cleaned_data}
            law = requirement_of(code=told["requirement"])
            told["office"] = law.office if law else ""
            told["party"] = Party.business(told.pop("business").replace("-", ""))
            made = grant_licence(**told, actor=request.actor, now=clock.now())
            messages.success(request, _("Entered as licence {number}.").format(number=made.number))
            return redirect("customs:permit_licences")
    rows = _shown(licences_at(actor=request.actor))
    values = {"rows": rows, "form": form, "own": False}
    return render(request, "customs/permits/licences.html", values, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """What the party holds, and what is left of each."""
    rows = _shown(licences_of(actor=request.actor))
    return render(request, "customs/permits/licences.html", {"rows": rows, "form": None, "own": True})


def _shown(source: QuerySet[PermitLicence]) -> list[dict[str, Any]]:
    """With the latest uses of each."""
    uses = LicenceUse.objects.select_related("request").order_by("-pk")[:100]
    return [licence_shown(one=one) for one in source.prefetch_related(Prefetch("uses", uses))[:200]]


def licence_shown(*, one: PermitLicence) -> dict[str, Any]:
    """One of them with its uses."""
    law = requirement_of(code=one.requirement)
    return {
        "number": one.number,
        "title": in_language(law.titles) if law else one.requirement,
        "holder": one.holder,
        "goods": ", ".join(one.prefixes),
        "partners": ", ".join(one.partners) or pgettext("customs permit", "Any country"),
        "total": f"{one.total.normalize():f}",
        "left": f"{(one.total - one.used).normalize():f}",
        "unit": SEVERAL.get(one.unit, one.unit),
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "uses": [
            {
                "declaration": f"{use.request.declaration} / {use.request.item}",
                "quantity": f"{use.quantity.normalize():f}",
                "at": use.at,
                "returned": use.returned_at is not None,
            }
            for use in one.uses.all()
        ],
    }
