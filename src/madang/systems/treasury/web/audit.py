"""The auditor's desk: what is odd, samples, who acted in which role, and the trail of any document. Every look is recorded."""

from functools import cache
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.money.models import LockedPeriod
from madang.framework.ui import charts
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Money, clock
from madang.systems.treasury.domain.benford import CRITICAL
from madang.systems.treasury.domain.sampling import Method
from madang.systems.treasury.models import AuditSample
from madang.systems.treasury.usecases.find_anomalies import Anomaly, acts_of_officers, find_anomalies, first_digits
from madang.systems.treasury.usecases.inspect import draw_sample, look, recomputed, trail
from madang.systems.treasury.web.statements import AUDITORS, asked_year
from madang.systems.treasury.web.words import EFFECTS, STATES

METHODS = {Method.MONETARY: gettext_lazy("By units of money"), Method.RANDOM: gettext_lazy("At random")}
SHOWN = 20
# What an order and a bank's entry say of themselves, in words.
SAYS = {"order": STATES, "bank": EFFECTS}


def _kinds() -> dict[str, str]:
    return {
        "duplicate": _("Paid twice?"),
        "split": _("Split below the limit?"),
        "round": _("Round sum"),
        "hours": _("Outside office hours"),
        "roles": _("One person in two roles"),
    }


def _trail_of(number: str) -> str:
    return f"{reverse('treasury:trail')}?number={number}"


def _money(minor: int | None) -> Money | None:
    return None if minor is None else Money(int(minor), pack().currency)


@open_to(AUDITORS)
@require_safe
def anomalies(request: ActorRequest) -> HttpResponseBase:
    """What is odd in a year, each with its reason, and the first digits beside Benford's law."""
    year = asked_year(request)
    look(target=f"anomalies:{year}", actor=request.actor, now=clock.now())
    kinds = _kinds()
    choose = Filter(name="kind", title=_("Kind"), choices=tuple(kinds.items()), apply=_of_kind)
    columns = [
        Column(name="kind", title=_("Kind"), value=lambda one: kinds[one.kind]),
        Column(name="document", title=_("Document"), sort=True, link=lambda one: _trail_of(one.document)),
        Column(name="minor", title=_("Amount"), kind="money", sort=True, value=lambda one: _money(one.minor)),
        Column(name="reason", title=_("Reason")),
    ]
    found = find_anomalies(year=year)
    table = Table(request=request, columns=columns, source=found, filters=(choose,), caption=_("Anomalies"))
    judged = first_digits(year=year)
    values = {"table": table, "year": year, "empty": not found, "judged": judged, "critical": CRITICAL}
    values["statistic"] = round(judged.statistic, 2)
    values["digits"] = charts.bar(
        title=_("First digits of amounts: found and expected"),
        labels=[str(digit) for digit in judged.observed],
        series=[
            charts.Series(title=_("Found"), values=tuple(judged.observed.values())),
            charts.Series(title=_("Expected"), values=tuple(round(value) for value in judged.expected.values())),
        ],
    )
    values["periods"] = list(
        LockedPeriod.objects.order_by("-starts_on").values("starts_on", "ends_on", "locked_by")[:SHOWN]
    )
    return table.file(name=f"anomalies-{year}") or render(request, "treasury/anomalies.html", values)


def _of_kind(rows: tuple[Anomaly, ...], kind: str) -> list[Anomaly]:
    return [one for one in rows if one.kind == kind]


class SampleForm(forms.Form):
    """How a sample is drawn."""

    year = forms.IntegerField(label=gettext_lazy("Fiscal year"), min_value=2000, max_value=9999)
    method = forms.ChoiceField(
        label=gettext_lazy("How to draw"), choices=[(one.value, title) for one, title in METHODS.items()]
    )
    size = forms.IntegerField(label=gettext_lazy("How many items"), min_value=1, max_value=1000, initial=30)
    seed = forms.CharField(
        label=gettext_lazy("Seed"),
        max_length=64,
        help_text=gettext_lazy(
            "A number thrown by dice, or any text. It is kept, so that others can draw the same sample."
        ),
    )


@open_to(AUDITORS)
@require_http_methods(["GET", "POST"])
def samples(request: ActorRequest) -> HttpResponse:
    """Draw a sample of the year's verified claims; the earlier ones below."""
    form = SampleForm(request.POST or None, initial={"year": asked_year(request)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            made = draw_sample(
                year=given["year"],
                method=Method(given["method"]),
                size=given["size"],
                seed=given["seed"],
                actor=request.actor,
                now=clock.now(),
            )
            return HttpResponseRedirect(reverse("treasury:sample", args=[made.pk]))
    kept = [
        {"url": reverse("treasury:sample", args=[one.pk]), "year": one.year, "seed": one.seed, "at": one.drawn_at}
        for one in AuditSample.objects.order_by("-drawn_at")[:SHOWN]
    ]
    status = 422 if form.is_bound else 200
    return render(request, "treasury/samples.html", {"form": form, "kept": kept}, status=status)


@open_to(AUDITORS)
@require_safe
def sample(request: ActorRequest, key: int) -> HttpResponseBase:
    """A sample with how it was drawn, and whether drawing it again gives the same."""
    held = get_object_or_404(AuditSample, pk=key)
    look(target=f"sample:{held.pk}", actor=request.actor, now=clock.now())
    columns = [
        Column(name="number", title=_("Claim"), value=lambda row: row[0], link=lambda row: _trail_of(row[0])),
        Column(name="minor", title=_("Amount"), kind="money", value=lambda row: _money(row[1])),
    ]
    table = Table(request=request, columns=columns, source=held.chosen, size=1000, caption=_("Sample"))
    facts = [
        (_("Fiscal year"), held.year),
        (_("How it was drawn"), METHODS[Method(held.method)]),
        (_("Seed"), held.seed),
        (_("Out of"), _("{count} claims").format(count=held.count)),
        (_("Digest of the claims (SHA-256)"), held.digest),
    ]
    values = {"table": table, "facts": facts, "same": recomputed(sample=held)}
    return table.file(name=f"sample-{held.pk}") or render(request, "treasury/sample.html", values)


@open_to(AUDITORS)
@require_safe
def trail_page(request: ActorRequest) -> HttpResponseBase:
    """All that happened to a document, by any number that it carries."""
    number = request.GET.get("number", "").strip()[:100]
    steps = trail(number=number, actor=request.actor, now=clock.now()) if number.isprintable() and number else ()
    whats = {
        "commitment": _("Promised"),
        "obligation": _("Verified"),
        "order": _("Ordered"),
        "return": _("Sent back out of suspense"),
        "batch": _("Released"),
        "bank": _("Booked by the bank"),
        "journal (accrual)": _("Journal"),
        "journal (cash)": _("Cash book"),
        "audit trail": _("Recorded"),
    }
    named = cache(officer_name)
    columns = [
        Column(name="at", title=_("When"), kind="moment"),
        Column(name="what", title=_("What"), value=lambda step: whats[step.what]),
        Column(name="document", title=_("Document"), link=lambda step: _trail_of(step.document)),
        Column(name="by", title=_("By"), value=lambda step: ", ".join(named(one) for one in step.by.split(", "))),
        Column(name="minor", title=_("Amount"), kind="money", value=lambda step: _money(step.minor)),
        Column(name="says", title=_("Details"), value=lambda step: SAYS.get(step.what, {}).get(step.says, step.says)),
    ]
    table = Table(request=request, columns=columns, source=steps, size=200, caption=_("Trail"))
    values: dict[str, Any] = {"table": table, "number": number, "found": bool(steps)}
    return table.file(name="trail") or render(request, "treasury/trail.html", values)


@open_to(AUDITORS)
@require_safe
def duties(request: ActorRequest) -> HttpResponseBase:
    """Who promised, verified, prepared and approved how often in a year."""
    year = asked_year(request)
    look(target=f"duties:{year}", actor=request.actor, now=clock.now())
    rows = acts_of_officers(year=year)
    columns = [Column(name="name", title=_("Officer"), value=lambda row: row[0])]
    for index, title in enumerate((_("Promised"), _("Verified"), _("Prepared"), _("Approved")), start=1):
        columns.append(Column(name=f"c{index}", title=title, kind="number", value=_at(index)))
    columns.append(Column(name="roles", title=_("Roles held"), kind="number", value=_roles))
    table = Table(request=request, columns=columns, source=rows, size=500, caption=_("Acts of officers"))
    return table.file(name=f"duties-{year}") or render(
        request, "treasury/duties.html", {"table": table, "year": year, "empty": not rows}
    )


def _at(index: int) -> Any:
    return lambda row: row[index]


def _roles(row: Any) -> int:
    return sum(bool(count) for count in row[1:])
