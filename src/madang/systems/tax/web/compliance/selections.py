"""Selecting whom to audit: propose, approve; and the page where anybody checks the draws."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, officials, open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.tax.domain.risk_words import SelectionState
from madang.systems.tax.domain.selection import LABEL, Rules, rank
from madang.systems.tax.models import AuditSelection
from madang.systems.tax.usecases.compliance.judge_finding import look
from madang.systems.tax.usecases.compliance.select_for_audit import (
    approve_selection,
    propose_selection,
    refuse_selection,
)
from madang.systems.tax.usecases.permissions import INSPECTOR
from madang.systems.tax.web.compliance.words import names_of, pick_reasons, selection_states


class ProposeForm(forms.Form):
    """The rules of a selection."""

    least_score = forms.IntegerField(label=gettext_lazy("Scores from"), initial=60)
    most = forms.IntegerField(label=gettext_lazy("The highest of them, at most"), initial=20)
    chance = forms.IntegerField(label=gettext_lazy("Drawn by chance of all others"), initial=5)


class ApproveForm(forms.Form):
    """What the second officer adds to the draw."""

    words = forms.CharField(
        label=gettext_lazy("Words of your own"),
        help_text=gettext_lazy("Eight signs or more. They go into the draw, and are published with it."),
        max_length=200,
    )


@open_to(officials(INSPECTOR))
@require_http_methods(["GET", "POST"])
def selections(request: ActorRequest) -> HttpResponse:
    """All selections, and a new one."""
    look(what="selections", actor=request.actor, now=clock.now())
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = propose_selection(rules=Rules(**form.cleaned_data), actor=request.actor, now=clock.now())
            return HttpResponseRedirect(reverse("tax:selection", args=[made.number]))
    states = selection_states()
    listed = [
        (reverse("tax:selection", args=[one.number]), one.number, written.moment(one.proposed_at), states[one.state])
        for one in AuditSelection.objects.order_by("-proposed_at", "pk")
    ]
    values = {"listed": listed, "form": form}
    return render(request, "tax/compliance/selections.html", values, status=422 if form.errors else 200)


@open_to(officials(INSPECTOR))
@require_http_methods(["GET", "POST"])
def selection(request: ActorRequest, number: str) -> HttpResponse:
    """One selection: its rules, the draw, whom it chose."""
    held = get_object_or_404(AuditSelection, number=number)
    look(what=f"selection:{number}", actor=request.actor, now=clock.now())
    form = ApproveForm(request.POST if request.method == "POST" and "refuse" not in request.POST else None)
    if request.method == "POST":
        if not form.is_bound:
            refuse_selection(number=number, actor=request.actor, now=clock.now())
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            with ShownIn(form):
                words = form.cleaned_data["words"]
                approve_selection(number=number, words=words, actor=request.actor, now=clock.now())
                return HttpResponseRedirect(request.path)
    open_yet = held.state == SelectionState.PROPOSED.value
    own = held.proposed_by == officer(request.actor)
    values = {
        "number": number,
        "facts": _facts(held),
        "picks": _picks(held),
        "form": form if open_yet and not own else None,
        "waits": open_yet and own,
    }
    return render(request, "tax/compliance/selection.html", values, status=422 if form.errors else 200)


def _facts(held: AuditSelection) -> list[tuple[str, str]]:
    facts = [
        (_("Scores from"), str(held.rules["least_score"])),
        (_("The highest of them, at most"), str(held.rules["most"])),
        (_("Drawn by chance of all others"), str(held.rules["chance"])),
        (_("Who may be drawn"), _("{count} businesses").format(count=len(held.population))),
        (_("State"), selection_states()[held.state]),
        (_("Proposed by"), f"{officer_name(held.proposed_by)}, {written.moment(held.proposed_at)}"),
    ]
    if held.decided_at:
        facts.append((_("Decided by"), f"{officer_name(held.decided_by)}, {written.moment(held.decided_at)}"))
    return facts


def _picks(held: AuditSelection) -> list[dict[str, object]]:
    picks = list(held.picks.order_by("pk"))
    names, reasons = names_of({one.subject for one in picks}), pick_reasons()
    return [
        {"name": names[one.subject], "reason": reasons[one.reason], "score": one.score, "case": one.case}
        for one in picks
    ]


@open_to(ANYONE)
@require_safe
def draws(request: ActorRequest) -> HttpResponse:
    """What was published of each draw; whoever gives a number learns its rank."""
    subject = "".join(sign for sign in request.GET.get("number", "") if sign.isalnum())[:64]
    listed = [
        {
            "number": one.number,
            "facts": [
                (_("Promised on"), written.moment(one.proposed_at)),
                (_("Promise (SHA-256 of the seed)"), one.commitment),
                (_("Seed"), one.seed_public or _("published when it is approved")),
                (_("Words of the second officer"), one.words or "—"),
                (_("Who may be drawn"), _("{count} businesses").format(count=len(one.population))),
                (_("SHA-256 of their list"), one.digest),
                (_("Rank of the last one drawn"), one.threshold or "—"),
            ],
            "rank": rank(seed=one.seed_public, words=one.words, subject=subject) if subject and one.seed_public else "",
        }
        for one in AuditSelection.objects.order_by("-proposed_at", "pk")[:50]
    ]
    return render(request, "tax/compliance/draws.html", {"listed": listed, "subject": subject, "label": LABEL})
