"""Putting off the last year of a continuing appropriation, and using what is authorised for disasters."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.values import clock
from madang.systems.treasury.models import Budget, DisasterUse
from madang.systems.treasury.usecases.extend_authorisation import OPEN, ask_use, decide_use, extend_authorisation
from madang.systems.treasury.usecases.permissions import BUDGET, UNIT
from madang.systems.treasury.web.authorisations import visible
from madang.systems.treasury.web.desk import name_of
from madang.systems.treasury.web.showing import form_page, money, office_names


class ExtendForm(forms.Form):
    """With which budget, until when, and why."""

    budget = forms.ModelChoiceField(Budget.objects.none(), label=gettext_lazy("With which budget"))
    last_year = forms.IntegerField(label=gettext_lazy("New last year"), min_value=2000, max_value=2100)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["budget"]
        chosen.queryset = Budget.objects.filter(state__in=OPEN).order_by("year", "serial")  # type: ignore[attr-defined]
        chosen.label_from_instance = name_of  # type: ignore[attr-defined]


class UseForm(forms.Form):
    """Who is paid, for what, and which disaster."""

    office = forms.ChoiceField(label=pgettext_lazy("budget", "Office"))
    payee = forms.CharField(label=gettext_lazy("Payee"), max_length=140)
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=140)
    reason = forms.CharField(label=gettext_lazy("Which disaster, and why it cannot wait"), max_length=300)

    def __init__(self, *args: Any, offices: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        names, field = office_names(), self.fields["office"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(one, names.get(one, one)) for one in offices]
        self.fields["minor"] = AmountField(label=gettext_lazy("Amount"), min_value=0)


class DecideForm(forms.Form):
    """Granted or not, by which resolution."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("granted")), ("no", gettext_lazy("refused"))],
        widget=forms.RadioSelect,
    )
    resolution = forms.CharField(label=gettext_lazy("Resolution of the government, or the reason"), max_length=300)


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: ActorRequest, pk: int) -> HttpResponse:
    """Propose a later last year with a budget that is under way."""
    held = get_object_or_404(visible(request), pk=pk)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            extend_authorisation(authorisation=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Proposed; it holds once parliament has voted that budget."))
            return redirect("treasury:authorisation", pk)
    return form_page(
        request,
        form=form,
        title=_("Put off: {title}").format(title=held.title),
        lead=_("The total stays; what is left of it may be used until a later year, once parliament agrees."),
        button=_("Propose"),
        back=reverse("treasury:authorisation", args=[pk]),
    )


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def new_use(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask to promise money after a disaster."""
    held = get_object_or_404(visible(request), pk=pk)
    form = UseForm(request.POST or None, offices=request.actor.offices(UNIT))
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            ask_use(authorisation=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Asked for; the budget office decides on the government's resolution."))
            return redirect("treasury:authorisation", pk)
    return form_page(
        request,
        form=form,
        title=_("Ask to use: {title}").format(title=held.title),
        lead=_("As with the contingency, the government resolves on each use; a later budget pays."),
        button=_("Ask to use it"),
        back=reverse("treasury:authorisation", args=[pk]),
        facts=[(_("Left"), written.money(money(held.total - held.undertaken)))],
    )


@open_to(officials(BUDGET))
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, pk: int, use: int) -> HttpResponse:
    """Record what the government resolved on a use."""
    one = get_object_or_404(DisasterUse, pk=use, authorisation_id=pk)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            decide_use(
                use=one,
                granted=given["outcome"] == "yes",
                resolution=given["resolution"],
                actor=request.actor,
                now=clock.now(),
            )
            messages.success(request, _("The decision is recorded."))
            return redirect("treasury:authorisation", pk)
    return form_page(
        request,
        form=form,
        title=_("Decide on a use after a disaster"),
        lead=_("What is granted is promised at once; whoever asked does not decide."),
        button=_("Record the decision"),
        back=reverse("treasury:authorisation", args=[pk]),
        facts=[
            (_("Payee"), one.payee),
            (_("What for"), one.purpose),
            (_("Reason"), one.reason),
            (_("Amount"), written.money(money(one.minor))),
        ],
    )
