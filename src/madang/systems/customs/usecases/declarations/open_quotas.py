"""The tariff quotas that are open on a day, what is left of each, and whether an agency must have recommended the goods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Fault
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.measures import Measure
from madang.systems.customs.domain.regimes import regimes
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import TariffQuota
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on

RECOMMENDATION = "966"
"""UN/EDIFACT 1001: quota prior allocation certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuota:
    """One quota as it stands now."""

    order: str
    titles: dict[str, str]
    left: Decimal
    unit: str


def open_quotas(*, day: date) -> tuple[OpenQuota, ...]:
    """Those that stand that day, by their order."""
    rows = TariffQuota.objects.filter(valid_from__lte=day, valid_until__gte=day).order_by("order")
    return tuple(
        OpenQuota(order=one.order, titles=dict(one.title), left=one.total - one.used, unit=one.unit) for one in rows
    )


def unrecommended(
    *, declaration: Declaration, on: date, measures: tuple[Measure, ...] | None = None
) -> Iterator[Fault]:
    """The items that claim a quota for recommended goods and name no recommendation, in the item or in the whole; `measures`
    are those that stand that day, for whoever judges many."""
    if declaration.direction is not Direction.IMPORT:
        return
    for place, item in enumerate(declaration.items):
        papers = (*item.documents, *declaration.documents)
        if not item.quota_order or any(one.type == RECOMMENDATION and one.number for one in papers):
            continue
        if asks_recommendation(order=item.quota_order, day=on, measures=measures):
            says = f"The quota '{item.quota_order}' is for recommended goods: name the recommendation (document 966)."
            yield Fault(f"items[{place}].documents", says, "customs.quota.unrecommended")


def asks_recommendation(*, order: str, day: date, measures: tuple[Measure, ...] | None = None) -> bool:
    """Whether goods within the quota need an agency's recommendation (in Korea Customs Act Decree arts. 92 (3), 94): the kind
    of rate says so; a quota of a line's own rate is of such a kind. `measures` are those that stand that day, where known."""
    known = regimes()
    standing = measures_on(day=day) if measures is None else measures
    named = [known[one.regime] for one in standing if one.order == order]
    return all(one.recommended for one in named) if named else any(one.recommended for one in known.values())
