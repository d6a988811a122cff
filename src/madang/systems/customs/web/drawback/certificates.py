"""Certificates of duty paid for materials: a seller asks for one, its buyer finds it, a month's average."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Party, clock
from madang.framework.values.months import add_months
from madang.systems.customs.domain.material_certificate import CertificateKind
from madang.systems.customs.usecases.declarations.words import levied_amounts
from madang.systems.customs.usecases.drawback.file_certificate import Sold, file_average, file_certificate
from madang.systems.customs.usecases.drawback.find_drawback import certificates_of, find_certificate
from madang.systems.customs.usecases.drawback.find_lines import lines_left
from madang.systems.customs.usecases.drawback.law import drawback_law
from madang.systems.customs.usecases.drawback.refusals import MaterialsUnfit
from madang.systems.customs.usecases.drawback.words import CERTIFICATES
from madang.systems.customs.usecases.filed_words import STATES, tone_of
from madang.systems.customs.web.drawback.material_forms import MaterialsForm, placed

SOLD = (CertificateKind.AS_IMPORTED.value, CertificateKind.PROCESSED.value)


class SoldForm(MaterialsForm):
    """What was sold, to whom, and what went into it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was sold"),
        choices=[(one, CERTIFICATES[one]) for one in SOLD],
        widget=forms.RadioSelect,
    )
    buyer = forms.RegexField(
        label=gettext_lazy("Number of the business that bought it"),
        regex=r"^[0-9]{3}-?[0-9]{2}-?[0-9]{5}$|^[0-9]{6,20}$",
        max_length=20,
    )
    buyer_name = forms.CharField(label=gettext_lazy("Its name"), max_length=200)
    sold_on = DateField(label=gettext_lazy("The day of the sale"))
    commodity = forms.RegexField(label=gettext_lazy("Line of the tariff"), regex=r"^[0-9]{6,12}$", max_length=12)
    description = forms.CharField(label=pgettext_lazy("customs", "Goods"), max_length=200)
    quantity = forms.DecimalField(label=gettext_lazy("How much was sold"), max_digits=16, decimal_places=6)
    unit = forms.CharField(
        label=pgettext_lazy("customs", "Unit"), help_text=gettext_lazy("Such as KGM, H87 (pieces), MTR."), max_length=3
    )


class MonthForm(forms.Form):
    """Which goods of which month."""

    commodity = forms.RegexField(label=gettext_lazy("Line of the tariff"), regex=r"^[0-9]{6,12}$", max_length=12)
    month = DateField(label=gettext_lazy("A day of the month"))


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """Those that the party asked for, and those that were issued to it."""
    source = certificates_of(actor=request.actor)
    columns = (
        Column(
            name="number",
            title=pgettext("customs", "Number"),
            sort="number",
            link=lambda row: reverse("customs:material_certificate", args=[row.number]),
        ),
        Column(name="kind", title=_("What it certifies"), value=lambda row: CERTIFICATES[row.kind]),
        Column(name="party_name", title=pgettext("customs", "Seller")),
        Column(name="buyer_name", title=pgettext("customs", "Buyer")),
        Column(name="sold_on", title=_("Sold on"), kind="day", sort="sold_on"),
        Column(name="amount", title=_("Duty paid"), kind="money"),
        Column(name="state", title=pgettext("customs", "State"), value=lambda row: STATES[row.state]),
    )
    table = Table(request=request, columns=columns, source=source, caption=_("Certificates of duty paid for materials"))
    values = {"table": table, "any": source.exists()}
    return table.file(name="certificates") or render(request, "customs/drawback/certificates.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest) -> HttpResponse:
    """The form; sent, an officer decides."""
    today = timezone.localdate(clock.now())
    since = add_months(day=today, months=-12 * drawback_law(on=today).import_years)
    lines = lines_left(party=request.actor.party, since=since) if request.actor.party else []
    form = SoldForm(data=request.POST if request.method == "POST" else None, initial={"kind": SOLD[0]}, lines=lines)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            return _sent(request, form)
    names = ("kind", "buyer", "buyer_name", "sold_on", "commodity", "description", "quantity", "unit")
    values = {"form": form, "fields": [form[name] for name in names], "rows": form.rows()}
    return render(request, "customs/drawback/ask_certificate.html", values, status=422 if form.errors else 200)


def _sent(request: ActorRequest, form: SoldForm) -> HttpResponse:
    told = form.cleaned_data
    names = ("buyer_name", "sold_on", "commodity", "description", "quantity", "unit")
    sold = Sold(
        kind=CertificateKind(told["kind"]),
        buyer=Party.business(told["buyer"].replace("-", "")),
        **{name: told[name] for name in names},
    )
    try:
        made = file_certificate(sold=sold, materials=form.materials(), actor=request.actor, now=clock.now())
    except MaterialsUnfit as refusal:
        raise MaterialsUnfit(faults=tuple(placed(fault=fault) for fault in refusal.faults)) from None
    return redirect("customs:material_certificate", made.number)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def average(request: ActorRequest) -> HttpResponse:
    """A month's average; sent, an officer decides."""
    form = MonthForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = file_average(**form.cleaned_data, actor=request.actor, now=clock.now())
            return redirect("customs:material_certificate", made.number)
    return render(request, "customs/drawback/average.html", {"form": form}, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_safe
def one(request: ActorRequest, number: str) -> HttpResponse:
    """One of them, and what is left of it for its buyer."""
    found = find_certificate(number=number, actor=request.actor)
    used = sum(found.used.filter(freed=False).values_list("quantity", flat=True))
    own = request.actor.party == found.party
    values: dict[str, Any] = {
        "number": found.number,
        "kind": CERTIFICATES[found.kind],
        "state": STATES[found.state],
        "tone": tone_of(state=found.state),
        "facts": [
            (pgettext("customs", "Seller"), found.party_name),
            (pgettext("customs", "Buyer"), f"{found.buyer_name} ({found.buyer_key})"),
            (_("Sold on"), written.day(found.sold_on)),
            (pgettext("customs", "Goods"), f"{found.commodity} {found.description}"),
            (_("How much"), f"{written.number(found.quantity)} {found.unit}"),
            (_("What is left of it"), f"{written.number(found.quantity - used)} {found.unit}"),
            (_("Counts as imported on"), written.day(found.counts_from)),
            *([(_("Reasons of the decision"), found.says)] if found.says else []),
        ],
        "amounts": levied_amounts(amounts=found.amounts, currency=found.currency),
        "document": found.document if request.actor.party == found.buyer else "",
        "case": found.case if own else "",
    }
    return render(request, "customs/drawback/certificate.html", values)
