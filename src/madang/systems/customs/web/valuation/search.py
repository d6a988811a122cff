"""Officers look for values of the same goods in released declarations; what they choose goes into the value they work out."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField
from madang.framework.ui.usecases.drafts import load_draft, save_draft
from madang.framework.values import Money, clock
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.find_statement import find_doubt
from madang.systems.customs.usecases.valuation.search_values import Known, Wanted, search_values
from madang.systems.customs.web.units import SEVERAL
from madang.systems.customs.web.valuation.forms import CODE
from madang.systems.customs.web.valuation.rows import row_of
from madang.systems.customs.web.valuation.work import draft_of, typed_of

DAYS = 180


class SearchForm(forms.Form):
    """Which goods."""

    commodity = forms.RegexField(
        label=gettext_lazy("Commodity code"), regex=CODE, max_length=16, help_text=gettext_lazy("Six digits or more.")
    )
    unit = forms.ChoiceField(label=pgettext_lazy("customs", "Unit"), choices=tuple(SEVERAL.items()))
    origin = forms.CharField(label=gettext_lazy("Country of origin"), max_length=2, required=False)
    words = forms.CharField(label=gettext_lazy("Words of the description"), max_length=80, required=False)
    since = DateField(label=gettext_lazy("Declared from"), required=False)
    until = DateField(label=gettext_lazy("Declared until"), required=False)
    doubt = forms.RegexField(regex=r"^D\d{4}-[0-9A-Z]{8}$", widget=forms.HiddenInput, required=False)

    def wanted(self, *, now: datetime) -> Wanted:
        """What was typed; the last half year where no day is."""
        told, today = self.cleaned_data, timezone.localdate(now)
        return Wanted(
            commodity="".join(sign for sign in told["commodity"] if sign.isdigit()),
            unit=told["unit"],
            origin=told["origin"].upper(),
            words=told["words"],
            since=told["since"] or today - timedelta(days=DAYS),
            until=told["until"] or today,
        )


@open_to(officials(OFFICER))
@require_safe
def search(request: ActorRequest) -> HttpResponse:
    """The form and what was found; every business that is read sees it."""
    asked = "unit" in request.GET
    form = SearchForm(request.GET if asked else None, initial=request.GET.dict())
    now = clock.now()
    values: dict[str, Any] = {"form": form, "asked": asked and form.is_valid(), "rows": []}
    if values["asked"]:
        found = search_values(wanted=form.wanted(now=now), actor=request.actor, now=now)
        values["rows"] = [_shown(one) for one in found]
        values["doubt"] = form.cleaned_data["doubt"]
        values["told"] = [(name, request.GET.get(name, "")) for name in form.fields if name != "doubt"]
    return render(request, "customs/valuation/search.html", values, status=422 if asked and form.errors else 200)


@open_to(officials(OFFICER))
@require_POST
def use(request: ActorRequest, number: str) -> HttpResponse:
    """Put chosen rows into the value that is worked out for a doubt, as identical or as similar goods."""
    now = clock.now()
    held = find_doubt(number=number, actor=request.actor, now=now)
    form = SearchForm(request.POST)
    name = "similar" if request.POST.get("as") == "similar" else "identical"
    chosen = set(request.POST.getlist("row"))
    if form.is_valid() and chosen:
        found = search_values(wanted=form.wanted(now=now), actor=request.actor, now=now)
        rows = [row_of(known=one) for one in found if _key(one) in chosen]
        account, kind = request.actor.account_id or 0, draft_of(doubt=held.number)
        draft = load_draft(account_id=account, kind=kind)
        data = draft.data if draft else {"typed": typed_of(held=held)}
        before = data["typed"].get(name, {}).get(name, [""])[0]
        typed = data["typed"] | {name: {name: ["\n".join(filter(None, (before, *rows)))]}}
        save_draft(account_id=account, kind=kind, data=data | {"typed": typed, "at": "goods"}, now=now)
        messages.success(request, _("{count} rows were put into the value that you work out.").format(count=len(rows)))
    return redirect("customs:work_value", held.number)


def _key(one: Known) -> str:
    return f"{one.number}/{one.item}"


def _shown(one: Known) -> dict[str, object]:
    return {
        "key": _key(one),
        "number": one.number,
        "trader": one.party_name,
        "description": one.description,
        "origin": one.origin,
        "day": one.day,
        "quantity": one.quantity.normalize(),
        "value": one.value,
        "each": Money(int(one.each.to_integral_value()), one.value.currency),
    }
