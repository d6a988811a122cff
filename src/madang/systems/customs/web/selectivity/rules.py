"""Pages of the risk analyst: the rules with their measured effect, a draft tried on the past, one rule and its decision."""

from django import forms
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.models import RiskRule
from madang.systems.customs.usecases.permissions import ANALYST
from madang.systems.customs.usecases.selectivity.rules import (
    decide_rule,
    end_rule,
    look,
    propose_rule,
    simulate_rule,
)

LANES = {
    Lane.GREEN.value: pgettext_lazy("customs lane", "Green: released"),
    Lane.YELLOW.value: pgettext_lazy("customs lane", "Yellow: documents are looked at"),
    Lane.RED.value: pgettext_lazy("customs lane", "Red: goods are looked at"),
    Lane.BLUE.value: pgettext_lazy("customs lane", "Blue: checked after release"),
}
STATES = {
    "proposed": pgettext_lazy("risk rule", "Proposed"),
    "approved": pgettext_lazy("risk rule", "Approved"),
    "refused": pgettext_lazy("risk rule", "Refused"),
}


class RuleForm(forms.Form):
    """A draft."""

    title = forms.CharField(label=gettext_lazy("Title of the rule"), max_length=100)
    condition = forms.CharField(
        label=pgettext_lazy("risk rule", "Condition"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One test a line; all must hold for the same goods item. For example: commodity starts 8471, "
            "origin is CN VN, price_per_kg below 5, not preference given."
        ),
        max_length=4000,
    )
    lane = forms.ChoiceField(
        label=pgettext_lazy("risk rule", "Lane"),
        choices=[(code, name) for code, name in LANES.items() if code != Lane.GREEN.value],
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is needed"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    valid_from = forms.DateField(
        label=pgettext_lazy("risk rule", "Valid from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until (this day excluded)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@open_to(officials(ANALYST))
@require_http_methods(["GET"])
def rules(request: ActorRequest) -> HttpResponse:
    """All rules with hits, inspections and finds."""
    look(what="rules", actor=request.actor, now=clock.now())
    today = timezone.localdate()
    counted = RiskRule.objects.annotate(
        hit=Count("hits"),
        inspected=Count("hits", filter=Q(hits__selected__found__isnull=False)),
        finds=Count("hits", filter=Q(hits__selected__found=True)),
    ).order_by("-proposed_at", "-pk")
    listed = [
        {
            "url": reverse("customs:risk_rule", args=[one.code]),
            "code": one.code,
            "title": one.title,
            "lane": LANES[one.lane],
            "state": _state(one, today),
            "hits": one.hit,
            "inspected": one.inspected,
            "finds": one.finds,
            "precision": f"{100 * one.finds // one.inspected} %" if one.inspected else "–",
        }
        for one in counted
    ]
    return render(request, "customs/selectivity/rules.html", {"listed": listed})


def _state(rule: RiskRule, today: object) -> object:
    if rule.state == "approved" and rule.valid_until is not None and rule.valid_until <= today:  # type: ignore[operator]
        return pgettext("risk rule", "Ended")
    return STATES[rule.state]


@open_to(officials(ANALYST))
@require_http_methods(["GET", "POST"])
def new_rule(request: ActorRequest) -> HttpResponse:
    """A draft: tried on the past, or proposed."""
    initial = {"valid_from": timezone.localdate()}
    form = RuleForm(request.POST if request.method == "POST" else None, initial=initial)
    simulated = None
    if request.method == "POST":
        if "try" in request.POST:
            with ShownIn(form):
                text = request.POST.get("condition", "")
                simulated = simulate_rule(condition=text, actor=request.actor, now=clock.now())
                form = RuleForm(initial=request.POST.dict())
        elif form.is_valid():
            with ShownIn(form):
                given = form.cleaned_data | {"lane": Lane(form.cleaned_data["lane"])}
                made = propose_rule(**given, actor=request.actor, now=clock.now())
                return HttpResponseRedirect(reverse("customs:risk_rule", args=[made.code]))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "customs/selectivity/new_rule.html", {"form": form, "simulated": simulated}, status=status)


@open_to(officials(ANALYST))
@require_http_methods(["GET", "POST"])
def rule(request: ActorRequest, code: str) -> HttpResponse:
    """One rule: what it asks, who wrote and who approved it, what it found; and the decision."""
    held = get_object_or_404(RiskRule, code=code)
    look(what=f"rule:{code}", actor=request.actor, now=clock.now())
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            if "end" in request.POST:
                end_rule(code=code, actor=request.actor, now=clock.now())
            else:
                decide_rule(code=code, approve="approve" in request.POST, actor=request.actor, now=clock.now())
            return HttpResponseRedirect(request.path)
    own = held.proposed_by == officer(request.actor)
    today = timezone.localdate()
    runs = held.state == "approved" and (held.valid_until is None or held.valid_until > today)
    values = {
        "code": code,
        "title": held.title,
        "facts": _facts(held, today),
        "condition": held.condition,
        "form": form,
        "decides": held.state == "proposed" and not own,
        "waits": held.state == "proposed" and own,
        "runs": runs,
    }
    return render(request, "customs/selectivity/rule.html", values, status=422 if form.errors else 200)


def _facts(held: RiskRule, today: object) -> list[tuple[object, object]]:
    judged = held.hits.filter(selected__found__isnull=False)
    facts: list[tuple[object, object]] = [
        (pgettext("risk rule", "Lane"), LANES[held.lane]),
        (pgettext("risk rule", "State"), _state(held, today)),
        (_("Why it is needed"), held.reason),
        (pgettext("risk rule", "Valid from"), written.day(held.valid_from)),
    ]
    if held.valid_until:
        facts.append((_("Valid until (this day excluded)"), written.day(held.valid_until)))
    facts.append(
        (pgettext("risk rule", "Proposed by"), f"{officer_name(held.proposed_by)}, {written.moment(held.proposed_at)}")
    )
    if held.decided_at:
        facts.append(
            (pgettext("risk rule", "Decided by"), f"{officer_name(held.decided_by)}, {written.moment(held.decided_at)}")
        )
    facts += [
        (pgettext("risk rule", "Hits"), held.hits.count()),
        (pgettext("risk rule", "Inspected"), judged.count()),
        (pgettext("risk rule", "Finds"), judged.filter(selected__found=True).count()),
    ]
    return facts
