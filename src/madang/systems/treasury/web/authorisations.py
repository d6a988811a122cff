"""Promises over several years: the list, one with its years and what was promised under it, and asking for one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import AmountField, ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.treasury.domain.authorisations import PURPOSES, Kind
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.formulation import State
from madang.systems.treasury.models import (
    Authorisation,
    AuthorisationExtension,
    Budget,
    BudgetItem,
    BudgetLine,
    DisasterUse,
)
from madang.systems.treasury.usecases.authorise import (
    ask_authorisation,
    last_year_of,
    law_of,
    strike_out,
    undertake,
)
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.permissions import BUDGET, PARLIAMENT, UNIT
from madang.systems.treasury.usecases.wording import title_in
from madang.systems.treasury.web.desk import PARLIAMENT_SEES, name_of
from madang.systems.treasury.web.showing import form_page, money, office_names, region_name

KINDS = {
    Kind.CONTINUING.value: gettext_lazy("Continuing appropriation"),
    Kind.CONTRACT.value: gettext_lazy("Contract authorisation"),
    Kind.DISASTER.value: gettext_lazy("Contract authorisation for disasters"),
}
PURPOSE_TITLES = {
    "works": gettext_lazy("works"),
    "manufacture": gettext_lazy("manufacture"),
    "research": gettext_lazy("research and development"),
}


class AskForm(forms.Form):
    """What is asked for: with which item, of which kind, how much in each year, and why."""

    item = forms.ModelChoiceField(BudgetItem.objects.none(), label=gettext_lazy("With which item"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(
        label=gettext_lazy("What takes several years"),
        choices=[("", "–"), *((one, PURPOSE_TITLES[one]) for one in PURPOSES)],
        required=False,
        help_text=gettext_lazy("Only of a continuing appropriation."),
    )
    title = forms.CharField(label=gettext_lazy("Project"), max_length=140)
    reason = forms.CharField(
        label=gettext_lazy("Why one year is not enough"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    exception = forms.CharField(
        label=gettext_lazy("Why it takes longer than the rule"), max_length=2000, required=False
    )

    def __init__(self, *args: Any, budget: Budget, offices: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["item"]
        chosen.queryset = budget.items.filter(office__in=offices).order_by("activity", "economic", "pk")  # type: ignore[attr-defined]
        titles = titles_of(dimension=Dimension.PROGRAMME, year=budget.year)
        chosen.label_from_instance = lambda one: (  # type: ignore[attr-defined]
            f"{title_in(titles=titles.get(one.activity, {}), otherwise=one.activity)} · {one.economic} "
            f"{region_name(one.region) if one.region else ''}".strip()
        )
        law = law_of(year=budget.year)
        self._years = [budget.year + ahead for ahead in range(law.years_at_most)]
        self.fields["exception"].help_text = _("Beyond {years} years; at most {most} are possible.").format(
            years=law.years, most=law.years_at_most
        )
        for ahead, year in enumerate(self._years):
            label = _("Amount of {year}").format(year=year)
            self.fields[f"year{ahead}"] = AmountField(label=label, min_value=0, required=False)

    def amounts(self) -> dict[int, int]:
        """What each year pays."""
        given = {year: self.cleaned_data[f"year{ahead}"] for ahead, year in enumerate(self._years)}
        return {year: minor for year, minor in given.items() if minor}


class UndertakeForm(forms.Form):
    """A promise under it."""

    payee = forms.CharField(label=gettext_lazy("Payee"), max_length=140)
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=140)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["minor"] = AmountField(label=_("Amount"), min_value=0)


class StrikeForm(forms.Form):
    """Why it is left out."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


def visible(request: ActorRequest) -> QuerySet[Authorisation]:
    """All for the budget office; a unit's own; parliament's what was submitted to it."""
    found = Authorisation.objects.select_related("budget", "item")
    if request.actor.has_duty(BUDGET):
        return found
    mine = found.filter(item__office__in=request.actor.offices(UNIT))
    if request.actor.has_duty(UNIT):
        # Any office may be struck by a disaster.
        mine |= found.filter(kind=Kind.DISASTER.value, budget__state=State.ENACTED.value)
    return mine | found.filter(budget__state__in=PARLIAMENT_SEES) if request.actor.has_duty(PARLIAMENT) else mine


def state_of(one: Authorisation) -> str:
    """Where it stands, by the vote on its budget."""
    if one.struck_at is not None:
        return _("Struck out")
    told = {
        State.ENACTED.value: _("Voted"),
        State.REJECTED.value: _("Voted down"),
        State.PROPOSED.value: _("Before parliament"),
    }
    return told.get(one.budget.state, _("Asked for"))


@open_to(officials(UNIT, BUDGET, PARLIAMENT))
@require_safe
def authorisations(request: ActorRequest) -> HttpResponseBase:
    """Promises over several years, the newest first."""
    names, source = office_names(), visible(request).order_by("-pk")
    table = Table(
        request=request,
        columns=(
            Column(
                name="title",
                title=_("Project"),
                value=lambda one: one.title,
                link=lambda one: reverse("treasury:authorisation", args=[one.pk]),
            ),
            Column(name="kind", title=_("Kind"), value=lambda one: str(KINDS[one.kind])),
            Column(
                name="office",
                title=pgettext("budget", "Office"),
                value=lambda one: names.get(one.item.office, one.item.office),
            ),
            Column(name="years", title=_("Years"), value=lambda one: f"{one.budget.year}–{one.last_year}"),
            Column(name="total", title=_("Total"), kind="money", sort="total", value=lambda one: money(one.total)),
            Column(name="undertaken", title=_("Promised"), kind="money", value=lambda one: money(one.undertaken)),
            Column(name="state", title=_("State"), value=state_of),
        ),
        source=source,
        caption=_("Promises over several years"),
    )
    open_still = Budget.objects.filter(state=State.REQUESTS.value).order_by("pk")
    asks = [(one.pk, name_of(one)) for one in open_still] if request.actor.has_duty(UNIT) else []
    values = {"table": table, "empty": not source.exists(), "asks": asks}
    return table.file(name="authorisations") or render(request, "treasury/authorisations.html", values)


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def new_authorisation(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask for one with an item of the own office."""
    budget = get_object_or_404(Budget, pk=pk)
    form = AskForm(request.POST or None, budget=budget, offices=request.actor.offices(UNIT))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with ShownIn(form):
            made = ask_authorisation(
                item=given["item"],
                kind=Kind(given["kind"]),
                purpose=given["purpose"],
                title=given["title"],
                amounts=form.amounts(),
                reason=given["reason"],
                exception=given["exception"],
                actor=request.actor,
                now=clock.now(),
            )
            messages.success(request, _("Asked for; parliament votes on it with the budget."))
            return redirect("treasury:authorisation", made.pk)
    return form_page(
        request,
        form=form,
        title=_("Ask for money over several years: {budget}").format(budget=name_of(budget)),
        lead=_(
            "A continuing appropriation pays year by year. A contract authorisation promises what later budgets pay."
        ),
        button=_("Ask for these years"),
        back=reverse("treasury:authorisations"),
    )


@open_to(officials(UNIT, BUDGET, PARLIAMENT))
@require_http_methods(["GET", "HEAD", "POST"])
def authorisation(request: ActorRequest, pk: int) -> HttpResponse:
    """One with its years beside what their lines have, and what was promised under it."""
    held, actor = get_object_or_404(visible(request), pk=pk), request.actor
    asked = request.POST.get("do", "")
    promise = UndertakeForm(request.POST if asked == "undertake" else None)
    strike = StrikeForm(request.POST if asked == "strike" else None)
    if asked == "undertake" and promise.is_valid():
        with ShownIn(promise):
            undertake(authorisation=held, **promise.cleaned_data, actor=actor, now=clock.now())
            messages.success(request, _("The promise is recorded."))
            return redirect("treasury:authorisation", pk)
    if asked == "strike" and strike.is_valid():
        with ShownIn(strike):
            strike_out(authorisation=held, **strike.cleaned_data, actor=actor, now=clock.now())
            messages.success(request, _("It is struck out."))
            return redirect("treasury:authorisation", pk)
    lives, disaster = held.struck_at is None, held.kind == Kind.DISASTER.value
    voted = lives and held.budget.state == State.ENACTED
    strikes = (State.REVIEW.value, BUDGET), (State.PROPOSED.value, PARLIAMENT)
    values = {
        "title": held.title,
        "facts": _facts(held),
        "years": _years(held),
        **_later(held, request.actor, voted=voted),
        "undertakings": [
            {"number": one.number, "payee": one.payee, "purpose": one.purpose, "amount": money(one.minor), "at": one.at}
            for one in held.undertakings.order_by("pk")
        ],
        "promise": promise
        if lives and held.budget.state == State.ENACTED and actor.has_duty(UNIT, held.item.office) and not disaster
        else None,
        "strike": strike
        if lives and any(held.budget.state == state and actor.has_duty(duty) for state, duty in strikes)
        else None,
    }
    status = 422 if promise.errors or strike.errors else 200
    return render(request, "treasury/authorisation.html", values, status=status)


def _later(held: Authorisation, actor: Actor, *, voted: bool) -> dict[str, object]:
    """What puts off its last year, and what is asked of it after disasters; and what this official may do about them."""
    disaster = held.kind == Kind.DISASTER.value
    return {
        "extensions": [_extension(one) for one in held.extensions.select_related("budget").order_by("pk")],
        "may_extend": voted and held.kind == Kind.CONTINUING.value and actor.has_duty(BUDGET),
        "uses": [_use(one) for one in held.uses.order_by("-pk")] if disaster else [],
        "may_ask_use": voted and disaster and actor.has_duty(UNIT),
        "may_decide": actor.has_duty(BUDGET),
        "pk": held.pk,
    }


def _extension(one: AuthorisationExtension) -> dict[str, object]:
    voted = one.budget.state == State.ENACTED
    return {"last": one.last_year, "budget": name_of(one.budget), "reason": one.reason, "voted": voted}


def _use(one: DisasterUse) -> dict[str, object]:
    return {
        "pk": one.pk,
        "office": office_names().get(one.office, one.office),
        "what": f"{one.payee} · {one.purpose}",
        "reason": one.reason,
        "amount": money(one.minor),
        "decided": one.decided_at is not None,
        "granted": one.undertaking_id is not None,
        "resolution": one.resolution,
    }


def _facts(held: Authorisation) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Kind"), str(KINDS[held.kind])),
        (_("State"), state_of(held)),
        (_("Budget"), name_of(held.budget)),
        (pgettext("budget", "Office"), office_names().get(held.item.office, held.item.office)),
        (_("Total"), written.money(money(held.total))),
        (_("Promised"), written.money(money(held.undertaken))),
        (_("Left"), written.money(money(held.total - held.undertaken))),
        (_("Reason"), held.reason),
        (_("Pays until"), str(last_year_of(authorisation=held))),
    ]
    if held.purpose:
        facts.insert(1, (_("What takes several years"), str(PURPOSE_TITLES[held.purpose])))
    if held.exception:
        facts.append((_("Why it takes longer than the rule"), held.exception))
    if held.struck_at is not None:
        facts.append((_("Struck out"), f"{held.struck_reason}, {officer_name(held.struck_by)}"))
    return facts


def _years(held: Authorisation) -> list[dict[str, object]]:
    """Each year's share beside what the item's line has in it: appropriated, carried over, paid."""
    item = held.item
    lines = BudgetLine.objects.filter(
        office=item.office, activity=item.activity, economic=item.economic, fund=item.fund, region=item.region
    )
    known = {
        one["year"]: one
        for one in lines.values("year").annotate(a=Sum("appropriated"), c=Sum("carried"), p=Sum("paid"))
    }
    found = []
    for one in held.years.order_by("year"):
        told = known.get(one.year)
        found.append(
            {
                "year": one.year,
                "share": money(one.minor),
                "appropriated": money(told["a"]) if told else None,
                "carried": money(told["c"]) if told else None,
                "paid": money(told["p"]) if told else None,
            }
        )
    return found
