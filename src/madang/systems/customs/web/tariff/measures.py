"""Measures for a time and tariff quotas, for everybody: what stands, comes or is over, and how much of a quota is left."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import clock
from madang.systems.customs.domain.measures import Measure
from madang.systems.customs.models import TariffQuota, TradeMeasure
from madang.systems.customs.usecases.permissions import TARIFF
from madang.systems.customs.usecases.tariff.measures_in_force import all_measures
from madang.systems.customs.web import units
from madang.systems.customs.web.tariff.pages import spaced
from madang.systems.customs.web.tariff.saying import said
from madang.systems.customs.web.tariff.showing import last_day, regime_named, source_named, spoken_cite

STEPS = {
    "proposed": pgettext_lazy("tariff measure", "Entered"),
    "approved": pgettext_lazy("tariff measure", "Approved"),
    "refused": pgettext_lazy("tariff measure", "Refused"),
    "end_proposed": gettext_lazy("An earlier last day was proposed"),
    "ended": gettext_lazy("The earlier last day was approved"),
    "end_refused": gettext_lazy("The earlier last day was refused"),
}


@open_to(ANYONE)
@require_safe
def measures(request: ActorRequest) -> HttpResponse:
    """All that anybody is bound by; officials see what waits for a second pair of eyes, too."""
    today = timezone.localdate(clock.now())
    rows = sorted((_row(one, today) for one in all_measures()), key=lambda row: (row["rank"], row["title"]))
    keeps = request.actor.has_duty(TARIFF)
    waiting = TradeMeasure.objects.filter(state="proposed").order_by("pk") if keeps else ()
    values = {
        "rows": rows,
        "waiting": [{"url": _url(one.number), "number": one.number, "title": one.title} for one in waiting],
        "keeps": keeps,
    }
    return render(request, "customs/tariff/measures.html", values)


@open_to(ANYONE)
@require_safe
def quotas(request: ActorRequest) -> HttpResponse:
    """Every quota with what was given out and what is left."""
    today = timezone.localdate(clock.now())
    rows = [
        {
            "order": one.order,
            "title": one.title.get((get_language() or "en").split("-")[0]) or next(iter(one.title.values()), one.order),
            "total": one.total,
            "used": one.used,
            "left": one.total - one.used,
            "share": int(100 * one.used / one.total) if one.total else 0,
            "unit": str(units.SEVERAL.get(one.unit, one.unit)),
            "from": one.valid_from,
            "until": one.valid_until,
            "stands": one.valid_from <= today <= one.valid_until,
            "cite": spoken_cite(cite=one.cite),
        }
        for one in TariffQuota.objects.order_by("-valid_until", "order")[:500]
    ]
    return render(request, "customs/tariff/quotas.html", {"rows": rows})


def facts_of(*, one: Measure) -> list[tuple[str, object]]:
    """A measure as a list of facts."""
    facts: list[tuple[str, object]] = [
        (pgettext("tariff", "Kind"), regime_named(rule=one.regime)),
        (pgettext("tariff", "Goods"), ", ".join(spaced(code=prefix) for prefix in one.prefixes)),
        (pgettext("tariff", "Origin"), " ".join(sorted(one.origins)) or pgettext("tariff measure", "any")),
        *((name, said(duty=duty)) for name, duty in one.suppliers),
    ]
    if one.others is not None:
        label = _("All other suppliers") if one.suppliers else pgettext("tariff", "Rate")
        facts.append((label, said(duty=one.others)))
    facts.append((pgettext("tariff", "From"), written.day(one.period.start)))
    if (last := last_day(period=one.period)) is not None:
        facts.append((pgettext("tariff", "Until"), written.day(last)))
    if one.order:
        facts.append((_("Quota that must admit the goods"), one.order))
    facts.append((pgettext("tariff", "By law"), spoken_cite(cite=one.cite)))
    return [*facts, (pgettext("tariff", "Read in"), source_named(source=one.source))]


def steps_of(*, held: TradeMeasure) -> list[dict[str, object]]:
    """What happened to an entered measure."""
    return [
        {"title": STEPS[one.kind], "by": officer_name(one.by), "at": one.at, "text": one.text}
        for one in held.steps.order_by("pk")
    ]


def published(*, code: str) -> Measure:
    """A measure that binds, by its code. Raises Http404."""
    found = next((one for one in all_measures() if one.code == code), None)
    if found is None:
        raise Http404
    return found


def title_of(*, one: Measure) -> str:
    """In the reader's language."""
    language = (get_language() or "en").split("-")[0]
    return one.titles.get(language) or next(iter(one.titles.values()), one.code)


def _row(one: Measure, today: date) -> dict[str, Any]:
    stands = today in one.period
    ahead = one.period.start > today
    rates = [said(duty=duty) for _name, duty in one.suppliers]
    if one.others is not None:
        rates.append(said(duty=one.others))
    return {
        "rank": 0 if stands else 1 if ahead else 2,
        "url": _url(one.code),
        "title": title_of(one=one),
        "kind": regime_named(rule=one.regime),
        "origins": " ".join(sorted(one.origins)),
        "rates": ", ".join(dict.fromkeys(rates)),
        "from": one.period.start,
        "until": last_day(period=one.period),
        "state": pgettext("tariff measure", "in force")
        if stands
        else pgettext("tariff measure", "to come")
        if ahead
        else pgettext("tariff measure", "over"),
        "tone": "success" if stands else "information" if ahead else "gray",
    }


def _url(code: str) -> str:
    return reverse("customs:measure", args=[code])
