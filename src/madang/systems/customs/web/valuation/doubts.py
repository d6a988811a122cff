"""Officers doubt a declared value, work out another one, and see what waits."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table, one_of
from madang.framework.values import Money, clock
from madang.systems.customs.domain.words import ValuationMethod
from madang.systems.customs.models import ValueDoubt
from madang.systems.customs.usecases.declarations.content import assessed_of
from madang.systems.customs.usecases.declarations.find_declaration import find_declaration
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.content import item_of, worked_of
from madang.systems.customs.usecases.valuation.doubt_value import doubt_value
from madang.systems.customs.usecases.valuation.find_statement import doubts_at, find_doubt
from madang.systems.customs.usecases.valuation.words import DOUBT_TONES, DOUBTS, METHODS
from madang.systems.customs.web.valuation.showing import failed_shown, steps_shown


class DoubtForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Why the value is doubted"),
        help_text=gettext_lazy("The trader reads it, with what proof ends the doubt."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@open_to(officials(OFFICER))
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """Doubts at the officer's offices."""
    source = doubts_at(actor=request.actor)
    table = Table(
        request=request,
        columns=(
            Column(name="number", title=pgettext("customs", "Number"), link=_link),
            Column(name="declaration", title=_("Declaration"), value=lambda one: one.declaration.number),
            Column(name="trader", title=pgettext("customs", "Trader"), value=lambda one: one.declaration.party_name),
            Column(name="opened_at", title=_("Doubted"), kind="moment", sort="opened_at"),
            Column(name="state", title=pgettext("customs", "State"), value=lambda one: DOUBTS[one.state]),
        ),
        source=source,
        filters=(one_of(field="state", title=pgettext("customs", "State"), words=DOUBTS),),
        caption=_("Doubted customs values"),
    )
    values = {"table": table, "any": source.exists()}
    return table.file(name="doubts") or render(request, "customs/valuation/desk.html", values)


def _link(held: ValueDoubt) -> str:
    return reverse("customs:value_doubt", args=[held.number])


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def doubt(request: ActorRequest, number: str, item: int) -> HttpResponse:
    """Ask for proof of one item's value."""
    now = clock.now()
    found = find_declaration(number=number, actor=request.actor, now=now)
    form = DoubtForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = doubt_value(
                number=found.number, item=item, reason=form.cleaned_data["reason"], actor=request.actor, now=now
            )
            return redirect("customs:value_doubt", made.number)
    values = {"number": found.number, "item": item, "title": found.title, "form": form}
    return render(request, "customs/valuation/doubt.html", values, status=422 if form.errors else 200)


@open_to(officials(OFFICER))
@require_safe
def one(request: ActorRequest, number: str) -> HttpResponse:
    """What was declared, what customs worked out, where it is decided."""
    held = find_doubt(number=number, actor=request.actor, now=clock.now())
    statement = held.statement
    worked = worked_of(statement=statement) if statement else None
    found = worked.found if worked else None
    item = item_of(content=held.before)
    values: dict[str, Any] = {
        "number": held.number,
        "state": DOUBTS[held.state],
        "tone": DOUBT_TONES.get(held.state, "warning"),
        "open": held.state == "open",
        "facts": _facts(held),
        "case": held.case,
        "statement": statement.number if statement else "",
        "method": METHODS[ValuationMethod(statement.method)] if statement else "",
        "value": Money(statement.value_minor, statement.currency) if statement else None,
        "steps": steps_shown(steps=found.steps, currency=statement.currency, named=True) if statement and found else (),
        "failed": failed_shown(worked=worked) if worked else (),
        "commodity": item.commodity,
        "origin": item.preferential_origin or item.origin,
    }
    return render(request, "customs/valuation/held.html", values)


def _facts(held: ValueDoubt) -> list[tuple[object, object]]:
    one, item = held.declaration, item_of(content=held.before)
    doubted = one.versions.filter(at__lte=held.opened_at).order_by("-version").values_list("assessed", flat=True)
    made = assessed_of(content=doubted.first())
    declared = made.item(sequence=held.item) if made else None
    rows: list[tuple[object, object]] = [
        (_("Declaration"), one.number),
        (pgettext("valuation", "Item"), held.item),
        (pgettext("customs", "Trader"), one.party_name),
        (pgettext("customs", "Goods"), f"{item.description} ({item.commodity})"),
        (_("Why the value is doubted"), held.reason),
        (_("Doubted"), written.moment(held.opened_at)),
    ]
    if declared is not None:
        rows.insert(4, (_("Value as declared"), written.money(Money(declared.customs_value, one.currency))))
    return rows
