"""What is wrong with a measure for a time as it was entered, each fault at its field."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import pycountry
from django.utils.translation import gettext as _

from madang.framework.values import Fault, Period
from madang.systems.customs.domain.duty import DutyUnreadable, read_duty
from madang.systems.customs.domain.nomenclature import positions
from madang.systems.customs.domain.regimes import beyond_limit, regimes
from madang.systems.customs.domain.tariff import Rate
from madang.systems.customs.models import TariffQuota
from madang.systems.customs.usecases.tariff.editions_in_force import tariff_in_force

Quota = tuple[str, Decimal | None, str]
Days = tuple[date, date | None]


def faults_of(
    *,
    regime: str,
    prefixes: Sequence[str],
    origins: Sequence[str],
    rates: Sequence[str],
    days: Days,
    quota: Quota,
) -> tuple[Fault, ...]:
    """Every fault, none where it can be entered."""
    faults = [*_goods(prefixes), *_origins(origins), *_rates(rates), *_days(days), *_quota(quota, days)]
    known = regimes().get(regime)
    if known is None or not known.for_a_time:
        faults.append(Fault("regime", _("Choose the kind of duty."), "customs.measure.kind"))
    return tuple(faults or _limits(regime, prefixes, rates, days))


def _goods(prefixes: Sequence[str]) -> Iterator[Fault]:
    if not prefixes:
        yield Fault("prefixes", _("Name the goods by the beginnings of their codes."), "customs.measure.goods")
    for one in prefixes:
        if not (one.isascii() and one.isdigit()) or (one[:4] not in positions() and one not in positions()):
            says = _("“{code}” begins no code of the nomenclature.").format(code=one[:12])
            yield Fault("prefixes", says, "customs.measure.goods")


def _origins(origins: Sequence[str]) -> Iterator[Fault]:
    for one in origins:
        if pycountry.countries.get(alpha_2=one) is None:
            says = _("“{code}” is no country (two letters, such as CN).").format(code=one[:12])
            yield Fault("origins", says, "customs.measure.origin")


def _rates(rates: Sequence[str]) -> Iterator[Fault]:
    if not rates:
        yield Fault("others", _("Give a rate: for all, or for each supplier."), "customs.measure.rate")
    for text in rates:
        try:
            read_duty(text=text)
        except DutyUnreadable:
            says = _("“{text}” is no rate. Write for example 27.91%, 500/KGM or max(10%, 200/KGM).")
            yield Fault("others", says.format(text=text[:40]), "customs.measure.rate")


def _days(days: Days) -> Iterator[Fault]:
    first, last = days
    if last is not None and last < first:
        yield Fault("last_on", _("It ends before it begins."), "customs.measure.days")


def _quota(quota: Quota, days: Days) -> Iterator[Fault]:
    order, total, unit = quota
    first, last = days
    if bool(order) != bool(total) or bool(order) != bool(unit):
        yield Fault(
            "order", _("A quota has a number, an amount and a unit; or leave all three empty."), "customs.quota"
        )
    elif order and last is None:
        yield Fault("last_on", _("A quota has a last day."), "customs.quota")
    elif order and TariffQuota.objects.filter(order=order, valid_until__gte=first, valid_from__lte=last).exists():
        yield Fault("order", _("A quota of this number stands on some of these days already."), "customs.quota")


def _limits(regime: str, prefixes: Sequence[str], rates: Sequence[str], days: Days) -> Iterator[Fault]:
    """What the country's law allows on each line of the tariff."""
    said = set()
    for prefix in prefixes:
        for line in tariff_in_force().under(prefix=prefix):
            for text in rates:
                rate = Rate(regime=regime, duty=read_duty(text=text), period=Period(days[0]), cite="")
                says = beyond_limit(line=line, rate=rate, on=days[0])
                if says and says not in said:
                    said.add(says)
                    yield Fault("others", says, "customs.measure.limit")
