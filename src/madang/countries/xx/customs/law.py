"""Where Hanbit fills the slots of customs: a free-on-board country with cents."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from madang.framework.law import fills, load_pack, parameter
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.duty import AdValorem, Basis, read_duty, reckon
from madang.systems.customs.domain.exchange_rates import EXCHANGE_RATE, ExchangeRate, NoExchangeRate
from madang.systems.customs.domain.inland import INLAND_LEVIES, InlandLevy
from madang.systems.customs.domain.regimes import (
    CHOOSE_RATE,
    MEASURE_LIMIT,
    REGIMES,
    TARIFF,
    Choice,
    Claim,
    NoRate,
    Regime,
    open_rates,
    read_regimes,
)
from madang.systems.customs.domain.settlement import RELIEF, SETTLEMENT, Relief, ReliefRefused, Settlement
from madang.systems.customs.domain.tariff import Line, Rate, Tariff, read_tariff
from madang.systems.customs.domain.valuation import VALUE_LAW, ValueLaw
from madang.systems.customs.domain.words import Levy

DIGITS = 8
BORDER = frozenset({Levy.DUTY, Levy.ANTI_DUMPING, Levy.SAFEGUARD})


@fills(TARIFF)
def tariff() -> Tariff:
    """The lines and rates of the pack."""
    return _tariff()


@cache
def _tariff() -> Tariff:
    here = load_pack("xx")
    return read_tariff(lines=here.table("customs/lines"), rates=here.table("customs/rates"), digits=DIGITS)


@fills(REGIMES)
def regimes() -> Mapping[str, Regime]:
    """The kinds of rates of the Tariff Act."""
    return _regimes()


@cache
def _regimes() -> Mapping[str, Regime]:
    return read_regimes(listed=load_pack("xx").data("customs/regimes"))


@fills(CHOOSE_RATE)
def choose_rate(*, line: Line, claim: Claim, basis: Basis) -> Choice:
    """The basic rate, or the partner's where it is claimed, proven and lower (Tariff Act ss. 3, 9); remedies are added."""
    found = open_rates(line=line, claim=claim, basis=basis)
    rates = {rate.regime: rate for rate in found if not _regimes()[rate.regime].adds}
    if "basic" not in rates:
        raise NoRate(f"The line {line.code} has no rate on {basis.on}.")
    added = tuple(rate for rate in found if _regimes()[rate.regime].adds)
    preferred = rates.get(claim.preference) if claim.proven else None
    if preferred and reckon(duty=preferred.duty, basis=basis) < reckon(duty=rates["basic"].duty, basis=basis):
        return Choice(rate=preferred, reason="preference", cite="Tariff Act s. 9", added=added)
    return Choice(rate=rates["basic"], reason="basic", cite="Tariff Act s. 3", added=added)


@fills(MEASURE_LIMIT)
def measure_limit(*, line: Line, rate: Rate, on: date) -> str:
    """Hanbit's law sets no limits."""
    return ""


@fills(VALUE_LAW)
def value_law(*, on: date) -> ValueLaw:
    """Free on board: transport to Hanbit is no part of the value (Customs Act s. 8)."""
    return ValueLaw(with_transport=False)


@fills(EXCHANGE_RATE)
def exchange_rate(*, currency: str, on: date) -> ExchangeRate:
    """The yearly order's rate (Customs Act s. 12). Raises NoExchangeRate."""
    known = parameter("customs.rates.exchange", on=on)
    if currency not in known:
        raise NoExchangeRate(f"The yearly order has no rate of {currency}.")
    return ExchangeRate(
        currency=currency, worth=Decimal(known[currency]), since=date(on.year, 1, 1), cite="Customs Act s. 12"
    )


@fills(INLAND_LEVIES)
def inland_levies(*, commodity: str, on: date) -> tuple[InlandLevy, ...]:
    """Excise on drinks, then VAT on all."""
    drinks = parameter("customs.rates.liquor", on=on)
    percent: Decimal = parameter("customs.rates.vat", on=on)
    excise = [
        InlandLevy(levy=Levy.LIQUOR, rule="excise", label="Excise", duty=read_duty(text=rate), cite="Excise Act annex")
        for prefix, rate in drinks.items()
        if commodity.startswith(prefix)
    ]
    vat = InlandLevy(
        levy=Levy.VAT,
        rule="vat",
        label="VAT",
        duty=AdValorem(percent),
        cite="VAT Act s. 5",
        includes=BORDER | {Levy.LIQUOR},
    )
    return (*excise, vat)


@fills(SETTLEMENT)
def settlement(*, on: date) -> Settlement:
    """To the cent, and however little."""
    return Settlement(total_unit=1, least=0, cite="Customs Act s. 30")


@fills(RELIEF)
def relief(*, declaration: Declaration, prices: Sequence[int], on: date) -> Relief | ReliefRefused | None:
    """Hanbit knows no relief yet."""
    return None
