"""A line of the tariff: its rates today and ever, and what would I pay."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madang.framework.cases.clock import local_day
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import NoSuchParameter, parameter
from madang.framework.values import Money
from madang.framework.values.clock import now
from madang.systems.customs.domain.duty import read_duty
from madang.systems.customs.domain.faults import DeclarationFaulty
from madang.systems.customs.domain.measures import orders_on
from madang.systems.customs.domain.regimes import Regime, regimes
from madang.systems.customs.domain.tariff import Line
from madang.systems.customs.usecases.tariff.compare_regimes import Compared, cheapest, compare_regimes
from madang.systems.customs.usecases.tariff.measures_in_force import line_ever
from madang.systems.customs.usecases.tariff.what_would_i_pay import Asked, what_would_i_pay
from madang.systems.customs.web.permits.needs import permits_of_line
from madang.systems.customs.web.tariff.agreements import proofs_said
from madang.systems.customs.web.tariff.forms import PayForm
from madang.systems.customs.web.tariff.pages import crumbs, line_named, spaced
from madang.systems.customs.web.tariff.saying import said
from madang.systems.customs.web.tariff.showing import (
    assessed_shown,
    faults_shown,
    history_shown,
    origin_shown,
    rates_shown,
    regime_named,
)


@open_to(ANYONE)
@require_safe
def line(request: ActorRequest, code: str) -> HttpResponse:
    """The line; with a price in the address, what is due on it."""
    found = line_ever(code=code)
    if found is None:
        raise Http404
    form = _form(found, request)
    values = {
        "name": line_named(line=found),
        "code": spaced(code=code),
        "crumbs": crumbs(code=code),
        "rates": rates_shown(line=found),
        "history": history_shown(line=found),
        "origins": origin_shown(line=found),
        "permits": permits_of_line(code=code),
        "form": form,
        **_answer(found, form),
    }
    return render(request, "customs/tariff/line.html", values)


def _form(found: Line, request: ActorRequest) -> PayForm:
    agreements = [
        regimes()[code] for code in sorted({rate.regime for rate in found.rates}) if _preferential(regimes()[code])
    ]
    return PayForm(
        regimes=agreements,
        unit=found.unit,
        has_quota=bool(orders_on(line=found, day=local_day(now()))),
        suppliers=sorted({rate.supplier for rate in found.on(day=local_day(now()))} - {""}),
        has_relief=bool(_relief()),
        data=request.GET if "price" in request.GET else None,
        initial={"on": local_day(now()), "count": 1},
    )


def _answer(found: Line, form: PayForm) -> dict[str, Any]:
    """The assessment or why there is none; nothing where nothing was asked."""
    if not form.is_bound or not form.is_valid():
        return {}
    told = form.cleaned_data
    asked = Asked(
        commodity=found.code,
        price=form.money("price") or Money.zero(told["currency"]),
        origin=told["origin"],
        freight=form.money("freight"),
        mass=told["mass"] or None,
        count=told.get("count") or None,
        preference=told.get("preference", ""),
        own_use=_relief() if told.get("own_use") else "",
        within_quota=bool(told.get("within_quota")),
        supplier=told.get("supplier", ""),
    )
    answer: dict[str, Any] = {"ways": _ways(asked, told["on"])}
    try:
        return answer | {"made": assessed_shown(made=what_would_i_pay(asked=asked, on=told["on"]))}
    except DeclarationFaulty as faulty:
        return answer | {"faults": faults_shown(faults=faulty.faults)}


def _ways(asked: Asked, on: date) -> list[dict[str, Any]]:
    """Each agreement side by side; nothing where the country has part in none."""
    ways = compare_regimes(asked=asked, on=on)
    if len(ways) < 2:
        return []
    best = cheapest(ways=ways)
    return [_way(one, cheapest=one is best) for one in ways]


def _way(one: Compared, *, cheapest: bool) -> dict[str, Any]:
    regime = regimes().get(one.regime)
    agreement = regime.agreement if regime else None
    duties = [step for item in one.made.items for step in item.steps] if one.made else []
    return {
        "code": one.regime,
        "name": regime_named(rule=one.regime),
        "cheapest": cheapest,
        "held": one.held,
        "applies": one.applies,
        "rate": said(duty=read_duty(text=duties[0].rate)) if duties else "",
        "payable": one.made.payable if one.made else None,
        "proof": proofs_said(agreement=agreement) if agreement else "",
        "waiver": agreement.waiver.amount if agreement and agreement.waiver and not agreement.waiver.private else None,
        "faults": faults_shown(faults=one.faults),
    }


def _preferential(regime: Regime) -> bool:
    return bool(regime.origins) and not regime.adds


def _relief() -> str:
    """The code by which a small consignment is claimed; empty where the country has none."""
    try:
        return str(parameter("customs.reliefs.small_consignment", on=local_day(now()))["code"])
    except NoSuchParameter:
        return ""
