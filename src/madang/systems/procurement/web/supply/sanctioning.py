"""The reviewer's desk of sanctions, and the supplier's own view of a matter."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.officers import officer
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import citation
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.procurement.domain.sanctions import SanctionState
from madang.systems.procurement.models import Sanction
from madang.systems.procurement.usecases.office_names import office_name
from madang.systems.procurement.usecases.permissions import BUYER, REVIEWER
from madang.systems.procurement.usecases.supply import law
from madang.systems.procurement.usecases.supply.sanction import decide_sanction, give_opinion, propose_sanction
from madang.systems.procurement.web.list_parts import leading, of_supplier
from madang.systems.procurement.web.supply.words import GROUNDS, MATTERS


class ProposeForm(forms.Form):
    """A matter to open."""

    number = forms.CharField(label=gettext_lazy("Registration number of the supplier"), max_length=32)
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=tuple(GROUNDS.items()))
    facts = forms.CharField(
        label=gettext_lazy("Facts"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The supplier reads this and answers to it."),
    )


class OpinionForm(forms.Form):
    """The supplier's word."""

    text = forms.CharField(
        label=gettext_lazy("Your opinion"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )


class DecideForm(forms.Form):
    """The decision."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=(("bar", gettext_lazy("Bar the supplier")), ("drop", gettext_lazy("Drop the matter"))),
        widget=forms.RadioSelect,
    )
    months = forms.IntegerField(
        label=gettext_lazy("For how many months"),
        required=False,
        min_value=1,
        max_value=240,
        help_text=gettext_lazy("Only where the supplier is barred."),
    )
    reasons = forms.CharField(label=gettext_lazy("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))


@open_to(officials(REVIEWER, BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: ActorRequest) -> HttpResponseBase:
    """The matters, those to be decided first, and the form that opens one."""
    form = ProposeForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = propose_sanction(**form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(
                request,
                _("The supplier is told and may answer until {day}.").format(day=written.day(made.opinion_due_on)),
            )
            return redirect("procurement:matter", made.number)
    source = Sanction.objects.select_related("supplier").order_by("-state", "opinion_due_on", "-id")
    if not may(request.actor, "procurement.review"):
        source = source.filter(office__in=request.actor.offices(BUYER))
    table = Table(request=request, columns=_columns(), source=source, caption=_("Matters"))
    values = {"table": table, "form": form, "empty": not source.exists()}
    status = 422 if form.errors else 200
    return table.file(name="matters") or render(request, "procurement/supply/desk.html", values, status=status)


def _columns() -> list[Column]:
    return [
        leading(name="number", title=_("Matter number"), view="procurement:matter"),
        of_supplier(),
        Column(name="ground", title=_("Ground"), value=lambda one: GROUNDS[one.ground]),
        Column(name="state", title=_("State"), sort="state", value=lambda one: MATTERS[one.state]),
        Column(name="opinion_due_on", title=_("Opinion until"), kind="day", sort="opinion_due_on"),
    ]


@open_to(officials(REVIEWER, BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def matter(request: ActorRequest, number: str) -> HttpResponse:
    """One matter: what was told, what the supplier said, and the decision."""
    found = get_object_or_404(Sanction.objects.select_related("supplier"), number=number)
    reviews = may(request.actor, "procurement.review")
    if not reviews and found.office not in request.actor.offices(BUYER):
        raise Http404
    form = DecideForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            decide_sanction(
                sanction=found,
                bar=form.cleaned_data["outcome"] == "bar",
                months=form.cleaned_data["months"] or 0,
                reasons=form.cleaned_data["reasons"],
                actor=request.actor,
                now=clock.now(),
            )
            messages.success(request, _("Decided. The supplier is told, and the public list follows."))
            return redirect("procurement:matter", number)
    own = found.proposed_by == officer(request.actor)
    values = _facts(found) | {"form": form, "decides": reviews and not own and found.state == SanctionState.NOTIFIED}
    return render(request, "procurement/supply/matter.html", values | {"own": own}, status=422 if form.errors else 200)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def my_sanction(request: ActorRequest, number: str) -> HttpResponse:
    """The supplier's own matter: what it is told, and its opinion."""
    found = get_object_or_404(Sanction.objects.select_related("supplier"), number=number)
    if not may(request.actor, "procurement.supply", found.supplier.number):
        raise Http404
    form = OpinionForm(data=request.POST if request.method == "POST" else None, initial={"text": found.opinion})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            give_opinion(sanction=found, text=form.cleaned_data["text"], actor=request.actor, now=clock.now())
            messages.success(request, _("Your opinion is with the reviewer."))
            return redirect("procurement:my_sanction", number)
    heard = found.state == SanctionState.NOTIFIED and timezone.localdate(clock.now()) <= found.opinion_due_on
    values = _facts(found) | {"form": form, "heard": heard}
    return render(request, "procurement/supply/my_sanction.html", values, status=422 if form.errors else 200)


def _facts(found: Sanction) -> dict[str, object]:
    today = timezone.localdate(found.decided_at or found.proposed_at)
    limits = law.sanction_law(on=today)
    facts = [
        (_("Supplier"), f"{found.supplier.name} ({found.supplier.number})"),
        (_("Ground"), GROUNDS[found.ground]),
        (_("Proposed by"), office_name(code=found.office)),
        (_("Opinion until"), written.day(found.opinion_due_on)),
        (_("State"), MATTERS[found.state]),
    ]
    if found.from_on and found.until_on:
        facts.append((_("Barred"), f"{written.day(found.from_on)} – {written.day(found.until_on)}"))
    return {
        "number": found.number,
        "facts": facts,
        "told": found.facts,
        "opinion": found.opinion,
        "reasons": found.reasons,
        "law": spoken(citation(f"{law.KEY}.sanction_longest", on=today)),
        "shortest": limits.shortest_months,
        "longest": limits.longest_months,
        "contest_days": law.contest_days(on=today),
        "contest_law": spoken(citation(f"{law.KEY}.contest_days", on=today)),
    }
