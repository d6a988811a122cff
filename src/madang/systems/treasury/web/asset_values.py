"""What an asset is worth again, is worth now, or was worth when it was given to the state."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import AmountField, DateField, ShownIn
from madang.framework.values import clock
from madang.systems.treasury.models import Asset
from madang.systems.treasury.usecases import revalue_asset as valuing
from madang.systems.treasury.usecases.depreciate import LONGEST
from madang.systems.treasury.web.accounting import KEPT_BY, FundField, PastDay, today
from madang.systems.treasury.web.asset_forms import ImpairForm
from madang.systems.treasury.web.showing import form_page, money


class ReverseForm(ImpairForm):
    """What an asset can do again, and why it is more."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        says = gettext_lazy(
            "The change since the impairment, such as a repair or a use that was found again (IPSAS 21.60)."
        )
        self.fields["reason"].help_text = says


class RevalueForm(forms.Form):
    """What an asset is worth on a day, and who says so."""

    on = DateField(label=gettext_lazy("Day"), validators=[PastDay()])
    basis = forms.CharField(
        label=gettext_lazy("On what it rests"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The appraisal, or the prices that were compared."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {"fair": AmountField(label=gettext_lazy("Worth"), min_value=0), **self.fields}


class GiftForm(forms.Form):
    """What was given, by whom, and what it is worth."""

    name = forms.CharField(label=gettext_lazy("What it is"), max_length=140)
    donor = forms.CharField(label=gettext_lazy("Given by"), max_length=140)
    on = DateField(label=gettext_lazy("Day of the gift"), validators=[PastDay()])
    months = forms.IntegerField(label=gettext_lazy("Useful life in months"), min_value=1, max_value=LONGEST)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        says = gettext_lazy("What it is worth on that day: this is revenue, and what wears off.")
        self.fields["value"] = AmountField(label=gettext_lazy("Worth"), min_value=0, help_text=says)
        self.fields["residual"] = AmountField(label=gettext_lazy("Residual value"), min_value=0, initial=0)
        self.fields["fund"] = FundField()


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def reverse_impairment(request: ActorRequest, number: str) -> HttpResponse:
    """Take back what an impairment took and the asset can do again."""
    held = get_object_or_404(Asset, number=number)
    form = ReverseForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            valuing.reverse_impairment(asset=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The reversal is booked."))
            return redirect("treasury:asset", number)
    return form_page(
        request,
        form=form,
        title=_("Take back the impairment of {name}").format(name=held.name),
        lead=_("No further than what it would stand at had it never been impaired (IPSAS 21.68)."),
        button=_("Take back"),
        back=reverse("treasury:asset", args=[number]),
        facts=_facts(held),
    )


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def revalue(request: ActorRequest, number: str) -> HttpResponse:
    """Restate an asset at what it is worth."""
    held = get_object_or_404(Asset, number=number)
    form = RevalueForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            valuing.revalue_asset(asset=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The revaluation is booked."))
            return redirect("treasury:asset", number)
    return form_page(
        request,
        form=form,
        title=_("Revalue {name}").format(name=held.name),
        lead=_(
            "An increase goes to the revaluation surplus; a decrease is an expense once that surplus is used (IPSAS 45)."
        ),
        button=_("Revalue"),
        back=reverse("treasury:asset", args=[number]),
        facts=_facts(held),
    )


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def gift(request: ActorRequest) -> HttpResponse:
    """Take in what was given to the state."""
    form = GiftForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = valuing.accept_gift(**form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Asset {number} is in the register.").format(number=made.number))
            return redirect("treasury:asset", made.number)
    return form_page(
        request,
        form=form,
        title=_("Take in a gift"),
        lead=_("What was given to the state counts at what it is worth on the day of the gift (IPSAS 45)."),
        button=pgettext("accounts", "Register"),
        back=reverse("treasury:assets"),
    )


def _facts(held: Asset) -> list[tuple[str, str]]:
    return [
        (_("Stands at"), written.money(money(held.carrying))),
        (_("Taken by impairments"), written.money(money(held.impaired))),
    ]
