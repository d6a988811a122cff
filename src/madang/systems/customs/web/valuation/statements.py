"""A trader's valuation statements, and one of them step by step."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.tables import Column, Table
from madang.framework.ui.usecases.drafts import load_draft
from madang.framework.values import Money, clock
from madang.systems.customs.domain.find_value import ValueFacts
from madang.systems.customs.domain.words import ValuationMethod
from madang.systems.customs.models import ValueStatement
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.content import facts_of, worked_of
from madang.systems.customs.usecases.valuation.find_statement import find_statement, statements_of
from madang.systems.customs.usecases.valuation.words import LEVELS, METHODS
from madang.systems.customs.web.units import SEVERAL
from madang.systems.customs.web.valuation.showing import failed_shown, steps_shown


def _columns() -> tuple[Column, ...]:
    return (
        Column(name="number", title=pgettext("customs", "Number"), link=_link),
        Column(name="description", title=pgettext("customs", "Goods")),
        Column(name="method", title=_("Method"), value=lambda one: METHODS[ValuationMethod(one.method)]),
        Column(
            name="value",
            title=_("Customs value"),
            kind="money",
            sort="value_minor",
            value=lambda one: Money(one.value_minor, one.currency),
        ),
        Column(name="made_at", title=_("Stated"), kind="moment", sort="made_at"),
    )


def _link(one: ValueStatement) -> str:
    return reverse("customs:value_statement", args=[one.number])


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """Those of the party for whom somebody acts."""
    source = statements_of(actor=request.actor)
    table = Table(request=request, columns=_columns(), source=source, caption=_("Valuation statements"))
    draft = load_draft(account_id=request.actor.account_id or 0, kind=f"customs:value:{request.actor.party}")
    values = {"table": table, "any": source.exists(), "draft": draft}
    return table.file(name="values") or render(request, "customs/valuation/mine.html", values)


@open_to(RESIDENTS, officials(OFFICER))
@require_safe
def one(request: ActorRequest, number: str) -> HttpResponse:
    """The method, why those before it fail, the steps. Of others' goods only officials read whose they are."""
    found = find_statement(number=number, actor=request.actor, now=clock.now())
    own = request.actor.party is not None and may(request.actor, "customs.declare", str(found.party))
    worked, facts = worked_of(statement=found), facts_of(statement=found)
    values = {
        "number": found.number,
        "method": METHODS[ValuationMethod(found.method)],
        "value": Money(found.value_minor, found.currency),
        "facts": _facts(found, facts),
        "steps": steps_shown(
            steps=worked.found.steps if worked.found else (),
            currency=found.currency,
            named=not (own and found.by_customs),
        ),
        "failed": failed_shown(worked=worked),
        "words": facts.reasonable.words if facts.reasonable else "",
        "by_customs": found.by_customs,
        "own": own,
    }
    return render(request, "customs/valuation/one.html", values)


def _facts(found: ValueStatement, facts: ValueFacts) -> list[tuple[object, object]]:
    goods = facts.goods
    unit = SEVERAL.get(goods.unit, goods.unit)
    rows: list[tuple[object, object]] = [
        (pgettext("customs", "Trader"), found.party_name),
        (pgettext("customs", "Goods"), f"{found.description} ({found.commodity})"),
        (pgettext("customs", "Quantity"), f"{written.number(goods.quantity)} {unit}"),
        (_("Country of origin"), goods.origin),
        (pgettext("valuation", "Producer"), goods.producer or "–"),
        (_("Shipped on"), written.day(goods.shipped_on)),
        (_("Commercial level at which they are bought"), LEVELS[goods.level]),
        (_("Worked out by the law and the rates of"), written.day(found.worked_on)),
        (_("Stated"), written.moment(found.made_at)),
    ]
    if facts.computed_first:
        rows.append((_("Order of the methods"), _("Method 5 before method 4, as the importer asked")))
    return rows
