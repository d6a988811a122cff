"""What bonded areas are on a day, and what lies where none is any more."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from madang.framework.values import Fault
from madang.systems.customs.domain.areas import ActKind, AreaAct, AreaState, Standing, standing
from madang.systems.customs.models import AreaDecision, BondedStore, CargoAt, DepartureGoods
from madang.systems.customs.usecases.areas.refusals import AreaClosed


def acts_of(*, areas: Iterable[str] | None = None) -> dict[str, list[AreaAct]]:
    """What was approved of these areas, or of all, in the order of deciding."""
    rows = AreaDecision.objects.filter(state="approved").order_by("decided_at", "pk")
    if areas is not None:
        rows = rows.filter(area__in=sorted({*areas}))
    found: dict[str, list[AreaAct]] = {}
    for area, kind, begins, last in rows.values_list("area", "kind", "begins_on", "last_on"):
        found.setdefault(area, []).append(AreaAct(kind=ActKind(kind), begins_on=begins, last_on=last))
    return found


def standing_of(*, area: str, on: date) -> Standing:
    """What one area is on that day."""
    return standing(acts=acts_of(areas=[area]).get(area, ()), on=on)


def standings(*, on: date) -> dict[str, Standing]:
    """What each area is on that day, by code."""
    acts = acts_of()
    codes = BondedStore.objects.values_list("code", flat=True)
    return {code: standing(acts=acts.get(code, ()), on=on) for code in codes}


def taking_in(*, on: date) -> frozenset[str]:
    """The codes of those that take goods in."""
    return frozenset(code for code, one in standings(on=on).items() if one.takes_in)


def require_open(*, areas: Iterable[str], on: date, place: str = "store") -> None:
    """Goods come in there: each of the areas takes them. Raises AreaClosed."""
    for area, acts in sorted(acts_of(areas=areas).items()):
        if not standing(acts=acts, on=on).takes_in:
            refusal = AreaClosed(area=area)
            raise AreaClosed(area=area, faults=(Fault(place, str(refusal), AreaClosed.code),))


def ended_areas(*, on: date) -> dict[str, Standing]:
    """Those that are none any more."""
    return {code: one for code, one in standings(on=on).items() if one.state is AreaState.ENDED}


def lying_at(*, areas: Iterable[str]) -> QuerySet[CargoAt]:
    """Goods that came and lie at these areas, the longest there first."""
    there = CargoAt.objects.filter(place__in=sorted({*areas}), spot__in=("landed", "stored"))
    return there.select_related("bill").order_by("since", "pk")


def leaving_from(*, areas: Iterable[str]) -> QuerySet[DepartureGoods]:
    """Goods that wait at these areas to be loaded."""
    rows = DepartureGoods.objects.filter(terminal__in=sorted({*areas}), waiting__gt=0, withdrawn=False)
    return rows.select_related("bill").order_by("pk")
