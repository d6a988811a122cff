"""The measures for a time: those of the pack's published regulations and those that officials entered."""

from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Q

from madang.framework.law import pack
from madang.framework.values import Period
from madang.systems.customs.domain.duty import read_duty
from madang.systems.customs.domain.measures import Measure, read_measures, with_measures
from madang.systems.customs.domain.tariff import Line
from madang.systems.customs.models import TradeMeasure
from madang.systems.customs.usecases.tariff.editions_in_force import take_in_editions, tariff_in_force


def measures_on(*, day: date) -> tuple[Measure, ...]:
    """Those that stand on a day; the tariff beside them has its editions."""
    take_in_editions()
    entered = TradeMeasure.objects.filter(Q(last_on=None) | Q(last_on__gte=day), state="approved", valid_from__lte=day)
    return (*published_on(day=day), *(measure_of(held=one) for one in entered.order_by("pk")))


def published_on(*, day: date) -> tuple[Measure, ...]:
    """Those of published regulations that stand on a day; no database is asked."""
    return tuple(one for one in measures_of_pack() if day in one.period)


def all_measures() -> tuple[Measure, ...]:
    """Those that stand, stood or will stand."""
    entered = TradeMeasure.objects.filter(state="approved").order_by("pk")
    return (*measures_of_pack(), *(measure_of(held=one) for one in entered))


def line_ever(*, code: str) -> Line | None:
    """A line of the tariff with all rates it ever had, those of editions and of measures too."""
    found = tariff_in_force().lines.get(code)
    return with_measures(line=found, measures=all_measures()) if found else None


def measures_of_pack() -> tuple[Measure, ...]:
    """Those of the active country's pack (`customs/measures.csv`)."""
    return _of_pack(pack().code)


@lru_cache(maxsize=8)
def _of_pack(_code: str) -> tuple[Measure, ...]:
    here = pack()
    if not (here.folder / "customs" / "measures.csv").is_file():
        return ()
    return read_measures(rows=here.table("customs/measures"), languages=(*here.languages, "en"))


def measure_of(*, held: TradeMeasure) -> Measure:
    """An entered measure as the law sees it."""
    return Measure(
        code=held.number,
        regime=held.regime,
        titles=dict.fromkeys((*pack().languages, "en"), held.title),
        prefixes=tuple(held.prefixes),
        origins=frozenset(held.origins),
        suppliers=tuple((name, read_duty(text=rate)) for name, rate in held.suppliers),
        others=read_duty(text=held.others) if held.others else None,
        period=Period(held.valid_from, held.last_on + timedelta(days=1) if held.last_on else None),
        cite=held.cite,
        source=held.source,
        order=held.order,
    )
