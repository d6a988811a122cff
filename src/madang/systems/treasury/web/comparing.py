"""Two versions of budgets side by side, line by line."""

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Table
from madang.systems.treasury.domain.classification import Dimension
from madang.systems.treasury.domain.formulation import Version
from madang.systems.treasury.models import Budget
from madang.systems.treasury.usecases.classify import titles_of
from madang.systems.treasury.usecases.compare import Chosen, Compared
from madang.systems.treasury.usecases.compare import compare as compared
from madang.systems.treasury.usecases.permissions import BUDGET, PARLIAMENT
from madang.systems.treasury.usecases.wording import VERSIONS, title_in
from madang.systems.treasury.web.desk import name_of, visible
from madang.systems.treasury.web.showing import money, office_names, region_name


@open_to(officials(BUDGET, PARLIAMENT))
@require_safe
def compare(request: ActorRequest) -> HttpResponseBase:
    """Choose two versions; see what changed in each line, also where the programmes were re-organised between them."""
    budgets = visible(request).order_by("-year", "-serial")
    choices = [
        (f"{one.pk}:{each}", f"{name_of(one)}, {VERSIONS[each]}") for one in budgets for each in reversed(Version)
    ]
    first, second = (_chosen(budgets, request.GET.get(name, "")) for name in ("first", "second"))
    values: dict[str, Any] = {"choices": choices, "picked": (request.GET.get("first"), request.GET.get("second"))}
    if first is None or second is None:
        return render(request, "treasury/compare.html", values)
    rows = compared(first=first, second=second)
    table = Table(request=request, columns=_columns(second[0].year), source=rows, caption=_("Differences by line"))
    values |= {
        "table": table,
        "totals": [
            (_("First"), money(sum(row.before for row in rows))),
            (_("Second"), money(sum(row.after for row in rows))),
            (_("Difference"), money(sum(row.change for row in rows))),
        ],
    }
    return table.file(name="comparison") or render(request, "treasury/compare.html", values)


def _chosen(budgets: QuerySet[Budget], told: str) -> Chosen | None:
    pk, _colon, version = told.partition(":")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10) or version not in set(Version):
        return None
    budget = budgets.filter(pk=int(pk)).first()
    return (budget, Version(version)) if budget else None


def _columns(year: int) -> tuple[Column, ...]:
    names, titles = office_names(), titles_of(dimension=Dimension.PROGRAMME, year=year)

    def of(name: str, title: str) -> Column:
        return Column(name=name, title=title, kind="money", value=lambda row: money(getattr(row, name)))

    def title(row: Compared) -> str:
        return title_in(titles=titles.get(row.activity, {}), otherwise=row.activity)

    return (
        Column(
            name="office",
            title=pgettext("budget", "Office"),
            value=lambda row: names.get(row.office, row.office),
            sort=True,
        ),
        Column(name="activity", title=_("Activity"), value=title, sort=True),
        Column(name="code", title=_("Code"), value=lambda row: row.activity, sort=True),
        Column(name="economic", title=_("Class"), sort=True),
        Column(name="region", title=_("Region"), value=lambda one: region_name(one.region)),
        of("before", _("First")),
        of("after", _("Second")),
        of("change", _("Difference")),
    )
