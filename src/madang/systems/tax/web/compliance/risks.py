"""Findings: the inspector's list with a chart by kind, and one finding with its reasons and evidence."""

from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import charts, written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, clock
from madang.systems.tax.domain.risk_words import FindingKind, FindingState
from madang.systems.tax.models import RiskFinding
from madang.systems.tax.usecases.compliance.judge_finding import LONGEST, clear_finding, look
from madang.systems.tax.usecases.compliance.rule_book import in_words, kind_titles, rule_book
from madang.systems.tax.usecases.permissions import INSPECTOR
from madang.systems.tax.web.compliance.evidence import evidence_rows, ring
from madang.systems.tax.web.compliance.words import finding_states, names_of


class ClearForm(forms.Form):
    """Why it is nothing."""

    reasons = forms.CharField(label=gettext_lazy("Why it is nothing"), max_length=LONGEST, widget=forms.Textarea)


@open_to(officials(INSPECTOR))
@require_safe
def risks(request: ActorRequest) -> HttpResponseBase:
    """All findings, the open ones with the highest score first."""
    look(what="risks", actor=request.actor, now=clock.now())
    rows = RiskFinding.objects.order_by("-state", "-score", "pk").defer("evidence")
    kinds, states = kind_titles(), finding_states()
    names = names_of(set(rows.values_list("subject", flat=True)[:5000]))
    columns = [
        Column(
            name="subject",
            title=pgettext("tax", "Business"),
            value=lambda one: names.get(one.subject, one.subject),
            link=lambda one: reverse("tax:risk", args=[one.pk]),
        ),
        Column(name="kind", title=_("What was found"), value=lambda one: kinds[one.kind], sort="kind"),
        Column(name="month", title=_("Month"), kind="day", sort="month"),
        Column(name="lines", title=pgettext("tax", "Invoices"), kind="number", sort="lines"),
        Column(name="tax", title=_("Tax at stake"), value=lambda one: _money(one.tax_minor)),
        Column(name="score", title=_("Score"), kind="number", sort="score"),
        Column(name="state", title=_("State"), value=lambda one: states[one.state]),
    ]
    filters = (
        Filter(name="kind", title=_("What was found"), choices=tuple(kinds.items()), apply=_of("kind")),
        Filter(name="state", title=_("State"), choices=tuple(states.items()), apply=_of("state")),
    )
    table = Table(request=request, columns=columns, source=rows, filters=filters, caption=_("Findings"))
    file = table.file(name="risks")
    if file is not None:
        return file
    return render(request, "tax/compliance/risks.html", {"table": table, "chart": _by_kind(kinds)})


def _of(field: str) -> Any:
    return lambda rows, value: rows.filter(**{field: value})


def _by_kind(kinds: dict[str, str]) -> str:
    counted = dict(
        RiskFinding.objects.filter(state=FindingState.OPEN.value).values_list("kind").annotate(Count("pk")).order_by()
    )
    if not counted:
        return ""
    shown = [kind for kind in kinds if kind in counted]
    series = charts.Series(title=_("Findings"), values=tuple(float(counted[kind]) for kind in shown))
    return charts.bar(title=_("Open findings by kind"), labels=[kinds[kind] for kind in shown], series=[series])


def _money(minor: int) -> str:
    return written.money(Money(minor, pack().currency))


@open_to(officials(INSPECTOR))
@require_http_methods(["GET", "POST"])
def risk(request: ActorRequest, pk: int) -> HttpResponse:
    """One finding: why it asks, what it rests on, and the decision."""
    held = get_object_or_404(RiskFinding, pk=pk)
    look(what=f"risk:{held.key}", actor=request.actor, now=clock.now())
    form = ClearForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            clear_finding(finding=pk, reasons=form.cleaned_data["reasons"], actor=request.actor, now=clock.now())
        if form.is_valid():
            return HttpResponseRedirect(request.path)
    rules = {rule.code: rule for rule in rule_book().rules}
    reasons = [
        (in_words(rules[one["rule"]].reason) if one["rule"] in rules else one["rule"], one["points"])
        for one in held.reasons
    ]
    values = {
        "facts": _facts(held),
        "title": kind_titles()[held.kind],
        "reasons": reasons,
        "score": held.score,
        "evidence": evidence_rows(held),
        "more": held.lines > len(held.evidence) and held.kind != FindingKind.CIRCULAR.value,
        "ring": ring(held) if held.kind == FindingKind.CIRCULAR.value else "",
        "form": form if held.state == FindingState.OPEN.value else None,
        "decision": held.decision,
    }
    return render(request, "tax/compliance/risk.html", values, status=422 if form.errors else 200)


def _facts(held: RiskFinding) -> list[tuple[str, str]]:
    facts = [
        (pgettext("tax", "Business"), f"{names_of({held.subject})[held.subject]} ({held.subject})"),
        (_("Month"), written.day(held.month)),
        (pgettext("tax", "Invoices"), str(held.lines)),
        (_("Tax at stake"), _money(held.tax_minor)),
        (pgettext("tax", "Found"), written.moment(held.found_at)),
        (_("State"), finding_states()[held.state]),
    ]
    if held.kind == FindingKind.MISSING_TRADER.value:
        facts.append((_("Tax it declared"), _money(int(held.figures.get("filed_tax", 0)))))
        facts.append((_("Days from registration to its first sale"), str(held.figures.get("days_known", 0))))
    if held.decided_by:
        facts.append((_("Decided by"), officer_name(held.decided_by)))
    return facts
