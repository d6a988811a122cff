"""The tariff quotas that are open on a day, what is left of each, and whether an agency must have recommended the goods."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.systems.customs.domain.regimes import regimes
from madang.systems.customs.models import TariffQuota
from madang.systems.customs.usecases.tariff.measures_in_force import measures_on


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


def asks_recommendation(*, order: str, day: date) -> bool:
    """Whether goods within the quota need an agency's recommendation (in Korea Customs Act Decree arts. 92 (3), 94): the kind
    of rate says so; a quota of a line's own rate is of such a kind."""
    known = regimes()
    named = [known[one.regime] for one in measures_on(day=day) if one.order == order]
    return all(one.recommended for one in named) if named else any(one.recommended for one in known.values())
