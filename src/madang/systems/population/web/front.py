"""The register's front: figures, charts, a map; and what the counter needs to know."""

from collections import defaultdict
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.exchange.services import declarations
from madang.framework.identity.access import ANY_OFFICIAL, ANYONE, open_to
from madang.framework.law import pack
from madang.framework.ui import charts, maps
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.population.models import Figure

AGES = tuple(range(0, 100, 10))


@open_to(ANYONE)
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Key figures of the register, over time and by place; every figure can be taken away as CSV."""
    by_division = _by_division()
    table = Table(
        request=request,
        columns=[
            Column(name="name", title=pgettext("population", "District"), sort=True),
            Column(name="residents", title=pgettext("population", "Residents"), kind="number", sort=True),
            Column(name="households", title=pgettext("population", "Households"), kind="number", sort=True),
        ],
        source=by_division,
        size=100,
        caption=_("Residents and households by district"),
    )
    file = table.file(name="residents")
    if file is not None:
        return file  # type: ignore[return-value]
    years = _years()
    latest = max(years, default=0)
    figures = [
        (pgettext("population", "Residents"), sum(row["residents"] for row in by_division)),
        (pgettext("population", "Households"), sum(row["households"] for row in by_division)),
        (_("Births in %(year)s") % {"year": latest}, years.get(latest, {}).get("birth", 0)),
        (_("Deaths in %(year)s") % {"year": latest}, years.get(latest, {}).get("death", 0)),
    ]
    values = {
        "figures": figures,
        "table": table,
        "chart": _over_time(years),
        "ages": _by_age(),
        "map": _map(by_division),
    }
    counted = Figure.objects.filter(measure="residents").order_by("-counted_on").values_list("counted_on", flat=True)
    return render(request, "population/front.html", {**values, "counted_on": counted.first()})


def _name(division: Any) -> str:
    return str(division.native if (get_language() or "ko").startswith("ko") else division.latin)


def _by_division() -> list[dict[str, Any]]:
    totals: dict[str, dict[str, int]] = defaultdict(lambda: {"residents": 0, "households": 0})
    counted = Figure.objects.filter(measure__in=("residents", "households"))
    for row in counted.values("division", "measure").annotate(total=Sum("value")):
        totals[row["division"]][row["measure"]] = row["total"]
    known = pack().division_by_code
    return [
        {"code": code, "name": _name(known[code]), "parent": known[code].parent or code, **figures}
        for code, figures in sorted(totals.items())
        if code in known
    ]


def _years() -> dict[int, dict[str, int]]:
    years: dict[int, dict[str, int]] = {}
    for row in Figure.objects.filter(measure__startswith="year:").order_by("counted_on"):
        years.setdefault(row.counted_on.year, {})[row.measure.partition(":")[2]] = row.value
    return years


def _over_time(years: dict[int, dict[str, int]]) -> str:
    names = (
        ("birth", pgettext("population", "Births")),
        ("death", pgettext("population", "Deaths")),
        ("marriage", pgettext("population", "Marriages")),
    )
    return charts.line(
        title=_("Births, deaths and marriages by year"),
        labels=[str(year) for year in years],
        series=[
            charts.Series(title=title, values=tuple(float(year.get(kind, 0)) for year in years.values()))
            for kind, title in names
        ],
    )


def _by_age() -> str:
    totals: dict[tuple[str, str], int] = {}
    for row in Figure.objects.filter(measure="residents").values("part").annotate(total=Sum("value")):
        age, _colon, sex = row["part"].partition(":")
        totals[age, sex] = row["total"]
    return charts.stacked(
        title=_("Residents by age and sex"),
        labels=[f"{age}+" if age == AGES[-1] else f"{age}-{age + 9}" for age in AGES],
        series=[
            charts.Series(title=title, values=tuple(float(totals.get((str(age), sex), 0)) for age in AGES))
            for sex, title in (("female", pgettext("population", "Female")), ("male", pgettext("population", "Male")))
        ],
    )


def _map(by_division: list[dict[str, Any]]) -> str:
    values: dict[str, float] = defaultdict(float)
    for row in by_division:
        values[row["parent"]] += row["residents"]
    tiles = [
        maps.Tile(code=one.code, name=_name(one), column=one.tile[0], row=one.tile[1])
        for one in pack().divisions
        if one.level == 1 and one.tile
    ]
    return maps.tile_map(
        title=_("Residents by region"), unit=pgettext("population", "people"), tiles=tiles, values=dict(values)
    )


@open_to(ANY_OFFICIAL)
@require_safe
def counter_help(request: HttpRequest) -> HttpResponse:
    """What each service of the register needs, until when, and by which article; for officials at a counter."""
    language = get_language() or "en"
    services = [
        {
            "title": one.title.get(language) or one.title["en"],
            "statute": one.statute.get(language) or one.statute["en"],
            "who": one.who_may_apply.get(language) or one.who_may_apply["en"],
            "needed": [text.get(language) or text["en"] for text in one.data_needed],
            "days": one.working_days,
            "fee": one.fee.counter,
        }
        for one in declarations(now=clock.now())
        if one.owner == "population"
    ]
    return render(request, "population/help.html", {"services": services})
