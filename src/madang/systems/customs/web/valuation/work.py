"""Work a value out: a wizard that asks for the next method only where those before it find nothing."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.ui.usecases.drafts import load_draft, save_draft
from madang.framework.ui.wizard import Wizard, WizardStep, answers_typed, run
from madang.framework.values import Money, Refusal, clock
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.exchange_rates import NoExchangeRate
from madang.systems.customs.domain.find_value import find_value
from madang.systems.customs.domain.words import ValuationMethod
from madang.systems.customs.formats.amounts import major
from madang.systems.customs.models import ValueDoubt
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.content import item_of
from madang.systems.customs.usecases.valuation.find_statement import find_doubt
from madang.systems.customs.usecases.valuation.law import finding_law
from madang.systems.customs.usecases.valuation.refusals import DoubtDecided, NoValueFound
from madang.systems.customs.usecases.valuation.state_value import said_failed, state_value, state_value_for, work_out
from madang.systems.customs.usecases.valuation.words import METHODS
from madang.systems.customs.web.units import SEVERAL
from madang.systems.customs.web.valuation import forms
from madang.systems.customs.web.valuation.answers import facts_from

SUMMARY = "summary"


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest, step: str = "") -> HttpResponse:
    """A trader's own goods."""
    kind = f"customs:value:{request.actor.party}"
    return _wizard(request, step, kind, None, reverse("customs:value_statements"))


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def for_doubt(request: ActorRequest, number: str, step: str = "") -> HttpResponse:
    """The goods of a doubted declaration, with what was declared of them."""
    now = clock.now()
    held = find_doubt(number=number, actor=request.actor, now=now)
    if held.state != "open":
        raise DoubtDecided(doubt=held.number)
    kind, account = draft_of(doubt=held.number), request.actor.account_id or 0
    if load_draft(account_id=account, kind=kind) is None:
        save_draft(account_id=account, kind=kind, data={"typed": typed_of(held=held), "at": "goods"}, now=now)
    return _wizard(request, step, kind, held, reverse("customs:value_doubt", args=[held.number]))


def draft_of(*, doubt: str) -> str:
    """The kind of the draft in which an officer works a doubt's value out."""
    return f"customs:value:doubt:{doubt}"


def typed_of(*, held: ValueDoubt) -> dict[str, dict[str, list[str]]]:
    """What was declared of the goods, as somebody would have typed it."""
    item, said = item_of(content=held.before), declaration_of(content=held.declaration.content)
    measured = next((one for one in item.quantities if one.unit in SEVERAL), None)
    goods = {
        "commodity": item.commodity,
        "description": item.description,
        "quantity": f"{(measured.value if measured else item.net_mass or Decimal(1)).normalize():f}",
        "unit": measured.unit if measured else "KGM",
        "origin": item.preferential_origin or item.origin,
        "producer": item.consignor.name if item.consignor else "",
        "level": "wholesale",
        "shipped_on": held.declaration.rates_on.isoformat(),
    }
    sale = {"sold": "on", "incoterm": said.incoterm.code if said.incoterm else "CIF"} | _price(item.price, said)
    return {
        "goods": {name: [text] for name, text in goods.items()},
        "sale": {name: [text] for name, text in sale.items()},
    }


def _price(price: Money | None, said: Declaration) -> dict[str, str]:
    if price is None:
        return {}
    told = {"price": major(price), "currency": price.currency}
    if len(said.items) == 1:
        told |= {one.kind.value: major(one.amount) for one in said.charges if one.amount.currency == price.currency}
    return told


def steps(*, on: date, doubted: bool) -> tuple[WizardStep, ...]:
    """The screens; each method is asked for while those before it find nothing."""
    open_still = partial(_open_still, on=on, doubted=doubted)
    production = partial(WizardStep, title=METHODS[ValuationMethod.COMPUTED], form=forms.ProductionForm)
    return (
        WizardStep(code="goods", title=_("The goods"), form=forms.GoodsForm),
        WizardStep(code="sale", title=METHODS[ValuationMethod.TRANSACTION], form=forms.SaleForm, shown=_known),
        WizardStep(
            code="identical",
            title=METHODS[ValuationMethod.IDENTICAL_GOODS],
            form=partial(forms.OthersForm, name="identical"),
            shown=open_still,
        ),
        WizardStep(
            code="similar",
            title=METHODS[ValuationMethod.SIMILAR_GOODS],
            form=partial(forms.OthersForm, name="similar"),
            shown=open_still,
        ),
        production(code="computed-first", shown=_both(open_still, lambda answers: bool(answers.get("computed_first")))),
        WizardStep(code="resale", title=METHODS[ValuationMethod.DEDUCTIVE], form=forms.ResaleForm, shown=open_still),
        production(code="computed", shown=_both(open_still, lambda answers: not answers.get("computed_first"))),
        WizardStep(
            code="reasonable", title=METHODS[ValuationMethod.FALL_BACK], form=forms.ReasonableForm, shown=open_still
        ),
    )


Shown = Callable[[Mapping[str, Any]], bool]


def _known(answers: Mapping[str, Any]) -> bool:
    return facts_from(answers=answers) is not None


def _both(one: Shown, other: Shown) -> Shown:
    return lambda answers: one(answers) and other(answers)


def _open_still(answers: Mapping[str, Any], *, on: date, doubted: bool) -> bool:
    facts = facts_from(answers=answers, doubted=doubted)
    if facts is None or facts.sale is None:
        return False
    try:
        return find_value(facts=facts, under=finding_law(on=on)).found is None
    except NoExchangeRate:
        return False


def _wizard(request: ActorRequest, step: str, kind: str, held: ValueDoubt | None, cancel: str) -> HttpResponse:
    now, account = clock.now(), request.actor.account_id or 0
    screens = steps(on=timezone.localdate(now), doubted=held is not None)

    def address(code: str) -> str:
        if held is not None:
            return reverse("customs:work_value_step", args=[held.number, code])
        return reverse("customs:new_value_step", args=[code])

    wizard = Wizard(
        kind=kind,
        title=_("Work a customs value out"),
        steps=screens,
        address=address,
        finish=partial(_sent, held=held, actor=request.actor, now=now),
        cancel=cancel,
        send_label=_("Keep the valuation statement"),
        promise=_promise(account, kind, screens, held, now) if step == SUMMARY else "",
        summary_lead=_("You answer for these facts. The law takes the first method that holds."),
    )
    return run(request=request, wizard=wizard, step=step, account_id=account, now=now)


def _promise(account: int, kind: str, screens: tuple[WizardStep, ...], held: ValueDoubt | None, now: datetime) -> str:
    """What the facts come to today."""
    draft = load_draft(account_id=account, kind=kind)
    answers = answers_typed(steps=screens, typed=draft.data.get("typed", {}) if draft else {})
    facts = facts_from(answers=answers, doubted=held is not None) if answers else None
    if facts is None:
        return ""
    try:
        worked = work_out(facts=facts, now=now)
    except Refusal as refusal:
        return str(refusal)
    if worked.found is None:
        return said_failed(worked=worked)
    worth = written.money(Money(worked.found.value, pack().currency))
    return _("{method}: the customs value is {worth}.").format(method=METHODS[worked.found.method], worth=worth)


def _sent(
    _request: HttpRequest, answers: dict[str, Any], _key: str, *, held: ValueDoubt | None, actor: Actor, now: datetime
) -> HttpResponse:
    facts = facts_from(answers=answers, doubted=held is not None)
    if facts is None:
        raise NoValueFound(why="")
    if held is not None:
        state_value_for(doubt=held.number, facts=facts, actor=actor, now=now)
        return redirect("customs:value_doubt", held.number)
    code = "".join(sign for sign in answers["commodity"] if sign.isdigit())
    made = state_value(facts=facts, commodity=code, description=answers["description"], actor=actor, now=now)
    return redirect("customs:value_statement", made.number)
