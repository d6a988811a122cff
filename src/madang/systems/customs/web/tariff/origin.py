"""Do my goods originate: a rule of an agreement held against what the goods are made of; open to anyone, nothing is kept."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.systems.customs.domain.agreements import Agreement, Tolerance
from madang.systems.customs.domain.origin import Material, Product, RuleUnreadable
from madang.systems.customs.domain.origin_check import (
    Checked,
    Finding,
    Part,
    Terms,
    check_circumstances,
    check_origin,
    terms_of,
)
from madang.systems.customs.domain.regimes import regimes
from madang.systems.customs.web.tariff.origin_form import Given, OriginForm
from madang.systems.customs.web.tariff.showing import spoken_cite
from madang.systems.customs.web.tariff.words import FORMULAS, OPERATIONS, RULES


@open_to(ANYONE)
@require_safe
def origin(request: ActorRequest) -> HttpResponse:
    """The form; with goods in the address, the answer part by part."""
    form = OriginForm(request.GET if "materials" in request.GET else None, initial=request.GET.dict())
    checked = _checked(form) if form.is_bound and form.is_valid() else None
    values: dict[str, Any] = {"form": form}
    if checked is not None:
        findings = _findings(form)
        values |= {
            "met": checked.met and all(one.met is not False for one in findings),
            "open": checked.met and any(one.met is None for one in findings),
            "alternatives": [[_shown(part) for part in one] for one in checked.alternatives],
            "findings": [_found(one) for one in findings],
        }
    return render(request, "customs/tariff/origin.html", values, status=422 if form.errors else 200)


def _agreement(form: OriginForm) -> Agreement | None:
    regime = regimes().get(form.cleaned_data["agreement"])
    return regime.agreement if regime else None


def _checked(form: OriginForm) -> Checked | None:
    told = form.cleaned_data
    code = "".join(sign for sign in told["code"] if sign.isdigit())
    foreign, own = _parted(told["materials"], told["agreement"])
    product = Product(
        code=code,
        value=_minor(told["value"]),
        materials=tuple(Material(code=one.code, value=_minor(one.value), mass=one.mass) for one in foreign),
        mass=told["mass"],
        net_cost=_minor(told["net_cost"]) if told["net_cost"] else None,
    )
    given = sum(_minor(one.value) for one in own) + _minor(told["costs"] or Decimal(0))
    agreement = _agreement(form)
    terms = terms_of(agreement=agreement, code=code) if agreement else _own_terms(told["tolerance"])
    try:
        return check_origin(rule=told["rule"].strip(), product=product, own=given, terms=terms)
    except RuleUnreadable:
        form.add_error("rule", _("This is no rule of origin that is known here."))
        return None


def _own_terms(percent: Decimal | None) -> Terms:
    """What somebody says who names no agreement."""
    return Terms(tolerances=(Tolerance(percent=percent or Decimal(0), by="value", chapters=((1, 97),)),))


def _parted(materials: list[Given], code: str) -> tuple[list[Given], list[Given]]:
    """Materials from elsewhere and those that count as one's own: so said, or of a party (cumulation)."""
    regime = regimes().get(code)
    together = {pack().code.upper()}
    if regime is not None and regime.agreement is not None:
        fellows = [one for one in regimes().values() if one.agreement is regime.agreement]
        together |= frozenset[str]().union(*(one.origins for one in fellows)) if regime.agreement.cumulation else set()
    own = [one for one in materials if one.own or one.country in together]
    return [one for one in materials if one not in own], own


def _findings(form: OriginForm) -> tuple[Finding, ...]:
    agreement = _agreement(form)
    if agreement is None:
        return ()
    told = form.cleaned_data
    return check_circumstances(
        agreement=agreement, operations=frozenset(told["operations"]), route=told["route"] or "direct"
    )


def _minor(value: Decimal) -> int:
    """In hundredths: shares alone are reckoned of it."""
    return int(value * 100)


def _shown(part: Part) -> dict[str, object]:
    return {
        "rule": part.rule,
        "says": str(RULES.get(part.rule, part.rule)),
        "met": part.met,
        "percent": part.percent,
        "unchanged": ", ".join(part.unchanged),
        "by": part.by,
        "formula": FORMULAS.get(part.formula, ""),
    }


def _found(one: Finding) -> dict[str, object]:
    return {
        "topic": one.topic,
        "met": one.met,
        "cite": spoken_cite(cite=one.cite) if one.cite else "",
        "operations": ", ".join(str(OPERATIONS[each]) for each in one.operations),
    }
