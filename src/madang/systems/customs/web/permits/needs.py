"""What do I need: the acts that ask of goods, for anybody, before anything is declared."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from madang.framework.audit.spoken import spoken
from madang.framework.cases.clock import local_day
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField
from madang.framework.values.clock import now
from madang.systems.customs.domain.requirements import Element, Requirement
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.usecases.declarations.offices import office_name
from madang.systems.customs.usecases.declarations.words import DIRECTIONS
from madang.systems.customs.usecases.permits.what_do_i_need import Need, what_do_i_need
from madang.systems.customs.usecases.permits.words import in_language
from madang.systems.customs.web.tariff.forms import countries


class NeedsForm(forms.Form):
    """Which goods, from where or to where, on which day."""

    code = forms.RegexField(
        label=_("Commodity code"),
        regex=r"^[0-9. -]{2,16}$",
        help_text=_("Two digits at least, such as 0201 or 8516.71."),
    )
    direction = forms.ChoiceField(
        label=pgettext_lazy("customs", "Direction"),
        choices=(
            (Direction.IMPORT.value, pgettext_lazy("customs", "Import")),
            (Direction.EXPORT.value, pgettext_lazy("customs", "Export")),
        ),
    )
    partner = forms.ChoiceField(label=_("Where they come from, or go to"), required=False)
    on = DateField(label=_("Day of the declaration"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["partner"].choices = [("", pgettext("customs permit", "Any country")), *countries()]  # type: ignore[attr-defined]


@open_to(ANYONE)
@require_safe
def needs(request: ActorRequest) -> HttpResponse:
    """The form; with a code in the address, the answer."""
    today = local_day(now())
    first = {"direction": Direction.IMPORT.value, "on": today, "code": request.GET.get("code", "")}
    asked = "on" in request.GET or "code" in request.GET
    data = {name: request.GET.get(name) or default for name, default in (*first.items(), ("partner", ""))}
    form = NeedsForm(data=data if asked else None, initial=first)
    found: list[dict[str, Any]] | None = None
    if asked and form.is_valid():
        told = form.cleaned_data
        found = needs_shown(
            code=told["code"], direction=Direction(told["direction"]), partner=told["partner"], on=told["on"]
        )
    own = request.actor.party is not None
    values = {"form": form, "asked": found is not None, "needs": found or (), "own": own}
    return render(request, "customs/permits/needs.html", values, status=422 if form.errors else 200)


def permits_of_line(*, code: str) -> list[dict[str, Any]]:
    """What a line needs today, to come in and to go out."""
    today = local_day(now())
    return [
        {"direction": DIRECTIONS[direction.value], "needs": needs_shown(code=code, direction=direction, on=today)}
        for direction in (Direction.IMPORT, Direction.EXPORT)
    ]


def needs_shown(*, code: str, direction: Direction, partner: str = "", on: date) -> list[dict[str, Any]]:
    """The acts as pages show them."""
    digits = "".join(sign for sign in code if sign.isdigit())
    imports = direction is Direction.IMPORT
    found = what_do_i_need(
        commodity=digits,
        direction=direction,
        origin=partner if imports else "",
        destination="" if imports else partner,
        on=on,
    )
    return [need_shown(need=one, commodity=digits) for one in found]


def need_shown(*, need: Need, commodity: str) -> dict[str, Any]:
    """One act: who decides, by which law, from when, on which conditions, and what it asks."""
    one, language = need.requirement, get_language() or "en"
    return {
        "title": in_language(one.titles),
        "office": office_name(code=one.office, language=language),
        "cite": spoken(one.cite),
        "since": one.since,
        "days": need.days,
        "asks": [in_language(element.titles) for element in one.asks],
        "may_say": [in_language(element.titles) for element in one.may_say],
        "conditions": list(_conditions(one)),
        "examinations": [in_language(look.titles) for look in one.examinations],
        "automatic": _automatic(one, commodity),
        "unverified": not one.source,
    }


def _conditions(one: Requirement) -> list[str]:
    said = [
        (pgettext("customs permit", "only if"), one.when),
        (pgettext("customs permit", "not if"), one.unless),
    ]
    rows = [
        f"{word} {in_language(element.titles)}: {_choices(element, those)}"
        for word, told in said
        for element, those in told
    ]
    places = one.origins | one.destinations
    if places:
        named = ", ".join(name for code, name in countries() if code in places)
        rows.append(f"{pgettext('customs permit', 'only if')} {named}")
    return rows


def _choices(element: Element, those: frozenset[str]) -> str:
    return ", ".join(in_language(element.choices[code]) if code in element.choices else code for code in sorted(those))


def _automatic(one: Requirement, commodity: str) -> str:
    rule = one.automatic
    if rule is None or (rule.never and commodity.startswith(rule.never)):
        return ""
    says = _("Answered at once after {count} lots of the same goods were found fit within {days} days ({cite}).")
    return str(says).format(count=rule.after, days=rule.within_days, cite=spoken(rule.cite))
