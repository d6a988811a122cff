"""The register of assets: what is kept, how it wears out, what became of it."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.money import books
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.treasury.domain.assets import Planned, plan
from madang.systems.treasury.models import Asset, Obligation
from madang.systems.treasury.usecases import depreciate as keeping
from madang.systems.treasury.usecases.accounting_rules import year_days, year_of
from madang.systems.treasury.usecases.inspect import look
from madang.systems.treasury.usecases.permissions import ACCOUNTANT
from madang.systems.treasury.web.accounting import (
    KEPT_BY,
    SEEN_BY,
    curve,
    entries_of,
    fund_names,
    stacked,
    tabs,
    today,
)
from madang.systems.treasury.web.asset_forms import DisposeForm, ImpairForm, KeepForm, RegisterForm, UntilForm
from madang.systems.treasury.web.showing import form_page, money

# The accounts that the register explains (`accounts.yaml` of every pack has them: the posting rules name them).
COST, WORN, ACQUIRED = "assets.fixed", "assets.depreciation", "expense.assets"
CLAIMS = 50


@open_to(SEEN_BY)
@require_safe
def assets(request: ActorRequest) -> HttpResponseBase:
    """Every asset with its cost and what it stands at, beside what the books say; and purchases that are not kept yet."""
    names = fund_names()
    acts = request.actor.has_duty(ACCOUNTANT)
    table = Table(request=request, columns=_columns(names), source=_rows(), filters=(_state(),), caption=_("Assets"))
    values = {
        "tabs": tabs("assets"),
        "table": table,
        "empty": not Asset.objects.exists(),
        "chart": _by_fund(names),
        "facts": _against_the_books(),
        "claims": [_claim(one) for one in _unkept()[:CLAIMS]] if acts else [],
        "may_act": acts,
    }
    return table.file(name="assets") or render(request, "treasury/assets.html", values)


def _rows() -> QuerySet[Asset]:
    return Asset.objects.select_related("obligation__commitment__line").order_by("-used_from", "-pk")


def _state() -> Filter:
    def narrow(rows: Any, value: str) -> Any:
        return rows.filter(disposed_on__isnull=value == "kept")

    return Filter(
        name="state",
        title=_("State"),
        choices=(("kept", pgettext("accounts", "In use")), ("gone", pgettext("accounts", "Gone"))),
        apply=narrow,
    )


def _columns(names: dict[str, str]) -> tuple[Column, ...]:
    return (
        Column(
            name="number",
            title=pgettext("accounts", "Number"),
            link=lambda one: reverse("treasury:asset", args=[one.number]),
        ),
        Column(name="name", title=_("What it is"), sort="name"),
        Column(name="fund", title=_("Fund"), value=lambda one: names.get(one.fund, one.fund)),
        Column(name="used_from", title=_("In use from"), kind="day", sort="used_from"),
        Column(
            name="cost",
            title=pgettext("accounts", "Cost"),
            kind="money",
            sort="minor",
            value=lambda one: money(one.minor),
        ),
        Column(
            name="worn",
            title=_("Worn off and impaired"),
            kind="money",
            value=lambda one: money(one.depreciated + one.impaired),
        ),
        Column(name="carrying", title=_("Stands at"), kind="money", value=lambda one: money(one.carrying)),
    )


def _by_fund(names: dict[str, str]) -> str:
    """What stands and what is worn off, fund by fund."""
    sums: dict[str, tuple[int, int]] = {}
    kept = Asset.objects.filter(disposed_on=None)
    for path in ("own_fund", "obligation__commitment__line__fund"):
        some = kept.filter(obligation=None) if path == "own_fund" else kept.exclude(obligation=None)
        for row in some.values(path).annotate(cost=Sum("minor"), gone=Sum(F("depreciated") + F("impaired"))):
            stands, gone = sums.get(row[path], (0, 0))
            sums[row[path]] = (stands + row["cost"] - row["gone"], gone + row["gone"])
    if not sums:
        return ""
    return stacked(
        title=_("Assets by fund"),
        labels=[names.get(fund, fund) for fund in sums],
        parts={
            _("Stands at"): [one for one, _gone in sums.values()],
            _("Worn off and impaired"): [gone for _one, gone in sums.values()],
        },
    )


def _against_the_books() -> list[tuple[str, str]]:
    """The register beside the ledger: a difference is told, not hidden."""
    booked: dict[str, int] = {}
    # What is no money stands in the state's currency alone.
    for (code, _fund, _currency), minor in books.sums(until=today()).items():
        if code in (COST, WORN, ACQUIRED):
            booked[code] = booked.get(code, 0) + minor
    held = Asset.objects.filter(disposed_on=None).aggregate(
        cost=Sum("minor", default=0), gone=Sum(F("depreciated") + F("impaired"), default=0)
    )
    facts = [
        (_("Cost in the register"), held["cost"]),
        (_("Cost in the books"), booked.get(COST, 0)),
        (_("Worn off and impaired in the register"), held["gone"]),
        (_("Worn off and impaired in the books"), -booked.get(WORN, 0)),
        (_("Bought and not yet kept as an asset"), booked.get(ACQUIRED, 0)),
    ]
    return [(label, written.money(money(int(minor)))) for label, minor in facts]


def _unkept() -> QuerySet[Obligation]:
    """Verified claims for assets that nobody took into the register."""
    lines = Obligation.objects.filter(commitment__line__economic__startswith=keeping.CAPITAL, asset=None)
    return lines.select_related("commitment").order_by("pk")


def _claim(one: Obligation) -> dict[str, Any]:
    return {
        "number": one.number,
        "what": one.commitment.purpose,
        "payee": one.commitment.payee,
        "amount": money(one.minor),
        "url": reverse("treasury:capitalise", args=[one.number]),
    }


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: ActorRequest, number: str) -> HttpResponse:
    """Keep a purchase as an asset with its useful life."""
    claim = get_object_or_404(Obligation.objects.select_related("commitment"), number=number)
    form = KeepForm(request.POST or None, initial={"name": claim.commitment.purpose, "used_from": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = keeping.capitalise(obligation=claim, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Asset {number} is in the register.").format(number=made.number))
            return redirect("treasury:asset", made.number)
    return form_page(
        request,
        form=form,
        title=_("Keep as an asset"),
        lead=_("The purchase leaves the assets under way and is worn off over its useful life."),
        button=pgettext("accounts", "Keep"),
        back=reverse("treasury:assets"),
        facts=[
            (_("Claim"), claim.number),
            (_("Payee"), claim.commitment.payee),
            (pgettext("accounts", "Cost"), written.money(money(claim.minor))),
        ],
    )


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def register_asset(request: ActorRequest) -> HttpResponse:
    """Take in an asset that stood before the books began."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = keeping.register(**form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Asset {number} is in the register.").format(number=made.number))
            return redirect("treasury:asset", made.number)
    return form_page(
        request,
        form=form,
        title=_("Register an asset from before the books"),
        lead=_("Its cost and what had worn off stand in the opening balances, so nothing is booked."),
        button=pgettext("accounts", "Register"),
        back=reverse("treasury:assets"),
    )


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: ActorRequest) -> HttpResponse:
    """Book what wore off every asset up to a day."""
    form = UntilForm(request.POST or None, initial={"until": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            count = keeping.depreciate(**form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("{count} assets were depreciated.").format(count=written.number(count)))
            return redirect("treasury:assets")
    return form_page(
        request,
        form=form,
        title=_("Depreciate"),
        lead=_("Whole months of use are booked for every asset, in equal parts over its useful life (IPSAS 45)."),
        button=_("Depreciate"),
        back=reverse("treasury:assets"),
    )


@open_to(SEEN_BY)
@require_safe
def asset(request: ActorRequest, number: str) -> HttpResponseBase:
    """One asset: how it stands, how it will wear off, and what the books say of it."""
    held = get_object_or_404(_rows(), number=number)
    look(target=f"asset:{number}", actor=request.actor, now=clock.now())
    table = entries_of(request, number=number)
    planned = () if held.disposed_on else _plan(held)
    values = {
        "tabs": tabs(""),
        "number": number,
        "name": held.name,
        "facts": _facts(held),
        "plan": [(written.day(one.until), money(one.charge), money(one.carrying)) for one in planned],
        "chart": _falling(held, planned),
        "table": table,
        "may_act": request.actor.has_duty(ACCOUNTANT) and not held.disposed_on,
        "impaired": held.impaired,
    }
    return table.file(name=f"asset-{number}") or render(request, "treasury/asset.html", values)


def _plan(held: Asset) -> tuple[Planned, ...]:
    """What wears off by the end of each fiscal year to come."""
    first = year_of(day=_next_day(held))
    return plan(
        cost=held.minor,
        residual=held.residual,
        months=held.months,
        used_from=held.used_from,
        revised=keeping.revised(asset=held),
        so_far=held.depreciated,
        days=[year_days(year=first + ahead)[1] for ahead in range(max(held.months // 12 + 2, 2))],
    )


def _next_day(held: Asset) -> date:
    """The first day whose wear is not booked."""
    return held.depreciated_until + timedelta(days=1) if held.depreciated_until else held.used_from


def _falling(held: Asset, planned: tuple[Planned, ...]) -> str:
    if not planned:
        return ""
    begun = held.depreciated_until or held.used_from
    return curve(
        title=_("What it will stand at"),
        labels=[f"{day.year}/{day.month}" for day in (begun, *(one.until for one in planned))],
        figures=[held.carrying, *(one.carrying for one in planned)],
    )


def _origin(held: Asset) -> str:
    if held.obligation:
        return _("claim {number}").format(number=held.obligation.number)
    return _("given by {donor}").format(donor=held.donor) if held.donor else _("from before the books began")


def _facts(held: Asset) -> list[tuple[str, str]]:
    names = fund_names()
    facts = [
        (_("Where it comes from"), _origin(held)),
        (_("Fund"), names.get(held.fund, held.fund)),
        (_("In use from"), written.day(held.used_from)),
        (_("Useful life"), _("{count} months").format(count=held.months)),
        (pgettext("accounts", "Cost"), written.money(money(held.minor))),
        (_("Residual value"), written.money(money(held.residual))),
        (_("Worn off"), written.money(money(held.depreciated))),
    ]
    if held.depreciated_until:
        facts.append((_("Worn off until"), written.day(held.depreciated_until)))
    if held.impaired:
        facts.append((_("Impaired by"), written.money(money(held.impaired))))
    if held.revalued_on:
        facts.append((_("Revalued on"), written.day(held.revalued_on)))
        facts.append((_("Its part of the revaluation surplus"), written.money(money(held.surplus))))
    facts.append((_("Stands at"), written.money(money(held.carrying))))
    if held.disposed_on:
        facts += [
            (_("Gone on"), written.day(held.disposed_on)),
            (pgettext("accounts", "Price"), written.money(money(held.proceeds or 0))),
        ]
    return facts


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def impair_asset(request: ActorRequest, number: str) -> HttpResponse:
    """Bring an asset down to what it can still do."""
    held = get_object_or_404(_rows(), number=number)
    form = ImpairForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            keeping.impair(asset=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The impairment is booked."))
            return redirect("treasury:asset", number)
    return form_page(
        request,
        form=form,
        title=_("Impair {name}").format(name=held.name),
        lead=_("The difference is a loss of the period; the rest wears off over the rest of its life (IPSAS 21)."),
        button=_("Impair"),
        back=reverse("treasury:asset", args=[number]),
        facts=_facts(held),
    )


@open_to(KEPT_BY)
@require_http_methods(["GET", "HEAD", "POST"])
def dispose_asset(request: ActorRequest, number: str) -> HttpResponse:
    """Sell or scrap an asset."""
    held = get_object_or_404(_rows(), number=number)
    form = DisposeForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            keeping.dispose(asset=held, **form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("The asset is gone from the books; the difference is a gain or a loss."))
            return redirect("treasury:asset", number)
    return form_page(
        request,
        form=form,
        title=_("Dispose of {name}").format(name=held.name),
        lead=_(
            "It is depreciated up to the day; what it brings beyond its carrying amount is a gain, what it lacks a loss."
        ),
        button=_("Dispose"),
        back=reverse("treasury:asset", args=[number]),
        facts=_facts(held),
    )
