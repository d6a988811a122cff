"""The editions of the tariff that hold, in the memory of this process.

An edition binds on the day after its approval at the earliest, and every process looks for new ones once a minute, before it
reads the tariff: whoever reckons on its first day has it.
"""

from datetime import date
from threading import Lock
from time import monotonic

from django.db.models import QuerySet

from madang.framework.law import active_code
from madang.systems.customs.domain.editions import Edition, in_editions
from madang.systems.customs.domain.regimes import TARIFF, hold_tariff, tariff
from madang.systems.customs.domain.tariff import Tariff
from madang.systems.customs.models import TariffEdition
from madang.systems.customs.usecases.tariff.edition_tables import unpacked

LOOKS_EVERY = 60  # seconds
_looked: dict[str, float] = {}
_held: dict[str, tuple[str, ...]] = {}
_one_at_a_time = Lock()


def take_in_editions() -> None:
    """Read the approved editions in, where some are new; most often it asks nothing."""
    country = active_code()
    if monotonic() - _looked.get(country, -LOOKS_EVERY) < LOOKS_EVERY:
        return
    with _one_at_a_time:
        numbers = tuple(_approved().values_list("number", flat=True))
        if numbers != _held.get(country, ()):
            made = in_editions(held=TARIFF.filled(), editions=[_edition(one) for one in _approved()])
            hold_tariff(country=country, made=made if numbers else None)
            _held[country] = numbers
        _looked[country] = monotonic()


def tariff_in_force() -> Tariff:
    """The tariff with its editions."""
    take_in_editions()
    return tariff()


def editions_on(*, day: date) -> list[str]:
    """The numbers of those that hold that day, the oldest first."""
    return [*_approved().filter(takes_effect_on__lte=day).values_list("number", flat=True)]


def forget_editions() -> None:
    """Hold the pack's tariff alone, and look again at the next question."""
    for country in tuple(_held):
        hold_tariff(country=country, made=None)
    _looked.clear()
    _held.clear()


def _edition(held: TariffEdition) -> Edition:
    """A kept edition as the law sees it."""
    return Edition(since=held.takes_effect_on, kinds=frozenset(held.kinds), tariff=unpacked(tables=bytes(held.tables)))


def _approved() -> QuerySet[TariffEdition]:
    return TariffEdition.objects.filter(state="approved").order_by("takes_effect_on", "pk")
