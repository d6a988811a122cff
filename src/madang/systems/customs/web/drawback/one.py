"""Drawbacks of a party, and one of them: what it is for, how it is reckoned, where the money is."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Money, clock
from madang.systems.customs.models import Drawback
from madang.systems.customs.usecases.declarations.words import levied_amounts, levied_title
from madang.systems.customs.usecases.drawback.find_drawback import drawbacks_of, exports_of, find_drawback
from madang.systems.customs.usecases.drawback.materials import uses_of
from madang.systems.customs.usecases.drawback.take_back import left_to_take
from madang.systems.customs.usecases.drawback.words import METHODS, WHY_BACK
from madang.systems.customs.usecases.filed_words import STATES, tone_of
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER
from madang.systems.customs.web.refunds.account import goes_back

MOST = 20


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """What the party claimed, and the exports for which it may claim."""
    source = drawbacks_of(actor=request.actor)
    columns = (
        Column(
            name="number",
            title=pgettext("customs", "Number"),
            sort="number",
            link=lambda row: reverse("customs:drawback", args=[row.number]),
        ),
        Column(name="declaration", title=_("Export declaration"), value=lambda row: row.declaration.number),
        Column(name="method", title=_("How it is reckoned"), value=lambda row: METHODS[row.method]),
        Column(name="filed_at", title=pgettext("customs", "Filed"), kind="moment", sort="filed_at"),
        Column(name="amount", title=_("Amount"), kind="money", sort="minor"),
        Column(name="state", title=pgettext("customs", "State"), sort="state", value=lambda row: STATES[row.state]),
    )
    table = Table(request=request, columns=columns, source=source, caption=_("Drawback of duty"))
    exports = [(row.number, row.title) for row in exports_of(actor=request.actor)[:MOST]]
    values = {"table": table, "any": source.exists(), "exports": exports}
    return table.file(name="drawbacks") or render(request, "customs/drawback/list.html", values)


@open_to(RESIDENTS, officials(OFFICER, INSPECTOR))
@require_http_methods(["GET", "HEAD", "POST"])
def drawback(request: ActorRequest, number: str) -> HttpResponse:
    """The whole of it; whose refund could not be paid names another account."""
    found = find_drawback(number=number, actor=request.actor, now=clock.now())
    own = request.actor.party is not None and may(request.actor, "customs.declare", str(found.party))
    backs = (own or may(request.actor, "customs.decide", found.office_code)) and left_to_take(made=found)
    back = goes_back(request=request, sources=[found.number], own=own, answered=request.method == "POST")
    if back.named:
        return redirect("customs:drawback", found.number)
    values: dict[str, Any] = {
        "number": found.number,
        "export": found.declaration.number,
        "method": METHODS[found.method],
        "state": STATES[found.state],
        "tone": tone_of(state=found.state),
        "facts": _facts(found),
        "amounts": levied_amounts(amounts=found.amounts, currency=found.currency),
        "uses": _uses(found),
        "steps": [
            {
                "commodity": step["commodity"],
                "value": Money(step["value"], found.currency),
                "rate": Money(step["rate"], found.currency),
                "amount": Money(step["minor"], found.currency),
            }
            for step in found.steps
        ],
        "refunds": back.rows,
        "form": back.form,
        "case": found.case,
        "own": own,
        "returns": _returns(found),
        "back_link": reverse("customs:take_back", args=[found.number]) if backs else "",
    }
    return render(request, "customs/drawback/one.html", values, status=back.status)


def _facts(found: Drawback) -> list[tuple[object, object]]:
    rows: list[tuple[object, object]] = [
        (_("Export declaration"), found.declaration.number),
        (pgettext("customs", "Goods"), found.declaration.title),
        (_("Amount"), written.money(found.amount)),
        (pgettext("customs", "Filed"), written.moment(found.filed_at)),
    ]
    if found.checked_at:
        rows.append((_("Checked after payment"), written.moment(found.checked_at)))
    if found.says:
        rows.append((_("Reasons of the decision"), found.says))
    return rows


def _returns(found: Drawback) -> list[dict[str, object]]:
    return [
        {
            "why": WHY_BACK[row.why],
            "amount": Money(sum(row.amounts.values()), found.currency),
            "top": Money(row.addition_minor, found.currency),
            "says": row.says,
            "open": [
                {"charge": one.charge, "title": levied_title(levy=one.levy)}
                for one in found.declaration.levies.filter(source__startswith=row.number, state="open").order_by("pk")
            ],
        }
        for row in found.returns.order_by("pk")
    ]


def _uses(found: Drawback) -> list[dict[str, object]]:
    return [
        {
            "line": use.origin,
            "commodity": use.commodity,
            "per_unit": f"{written.number(use.per_unit)} {use.unit}",
            "quantity": f"{written.number(use.quantity)} {use.unit}",
            "amount": Money(sum(use.amounts.values()), found.currency),
        }
        for use in uses_of(made=found)
    ]
