"""The year-end settlement in advance, as a page that answers while one types, and without scripts by its button."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import AmountField
from madang.framework.values import clock
from madang.systems.tax.domain.filing import MOST_MINOR
from madang.systems.tax.usecases.returns.preview import WHAT_IF, preview
from madang.systems.tax.usecases.returns.words import fact_title
from madang.systems.tax.web.returns.showing import money, name_of, result_of, shown_amount, steps_of


class WhatIfForm(forms.Form):
    """Amounts of the year, as they may become."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for fact in WHAT_IF:
            self.fields[fact] = AmountField(label=fact_title(fact), min_value=0, required=False)

    def changes(self) -> dict[str, int]:
        """What was typed and holds."""
        cleaned = getattr(self, "cleaned_data", {})
        return {fact: minor for fact, minor in cleaned.items() if minor is not None and minor <= MOST_MINOR}


@open_to(RESIDENTS)
@require_safe
def preview_page(request: ActorRequest, year: str) -> HttpResponse:
    """What one gets back or pays if one spends by card or saves otherwise."""
    asked = request.GET if any(fact in request.GET for fact in WHAT_IF) else None
    typed = WhatIfForm(data=asked)
    if asked is not None:
        typed.is_valid()
    made = preview(year=year, changes=typed.changes(), actor=request.actor, now=clock.now())
    start = {fact: shown_amount(fact, made.facts.get(fact, 0)) for fact in WHAT_IF}
    difference = made.then.payable - made.now.payable
    values = {
        "name": name_of(request.actor),
        "year": year,
        "from_year": made.from_year,
        "other_year": str(made.from_year) != year,
        "form": typed if asked is not None else WhatIfForm(initial=start),
        "result": result_of(made.then.payable),
        "before": result_of(made.now.payable),
        "difference": money(abs(difference)),
        "better": difference < 0,
        "same": difference == 0,
        "steps": steps_of(made.then),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"tax/returns/{'_preview' if part else 'preview'}.html", values)
