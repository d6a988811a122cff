"""Where Korea fills the slots of customs."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from madang.countries.kr.customs.measure_limits import beyond
from madang.countries.kr.customs.precedence import choose
from madang.framework.law import NoSuchParameter, ParameterEnded, fills, load_pack, parameter
from madang.framework.values import Money
from madang.systems.customs.domain.agreements import read_agreements
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.duty import Basis, read_duty
from madang.systems.customs.domain.exchange_rates import (
    EXCHANGE_RATE,
    NOT_CURRENCIES,
    ExchangeRate,
    NoExchangeRate,
)
from madang.systems.customs.domain.inland import INLAND_LEVIES, InlandLevy
from madang.systems.customs.domain.regimes import (
    CHOOSE_RATE,
    MEASURE_LIMIT,
    REGIMES,
    TARIFF,
    Choice,
    Claim,
    Regime,
    read_regimes,
)
from madang.systems.customs.domain.settlement import RELIEF, SETTLEMENT, Relief, ReliefRefused, Settlement
from madang.systems.customs.domain.staging import rates_of, read_staged
from madang.systems.customs.domain.tariff import Line, Rate, Tariff, read_tariff
from madang.systems.customs.domain.valuation import VALUE_LAW, ValueLaw
from madang.systems.customs.domain.words import Levy

DIGITS = 10  # of a line of the Harmonized System of Korea (HSK)
PER_HUNDRED = frozenset({"JPY", "VND", "IDR"})  # published for a hundred units
SUNDAY = 6
# The levies inside the country, in the order in which each is reckoned on those before it.
ORDER = (Levy.EXCISE, Levy.LIQUOR, Levy.RURAL, Levy.EDUCATION, Levy.VAT)
BORDER = frozenset({Levy.DUTY, Levy.ANTI_DUMPING, Levy.COUNTERVAILING, Levy.SAFEGUARD, Levy.RETALIATORY})


@fills(TARIFF)
def tariff() -> Tariff:
    """The lines that the pack holds, with their rates (`lines.csv`, `rates.csv`) and those of schedules (`staged.csv`)."""
    return _tariff()


@cache
def _tariff() -> Tariff:
    here = load_pack("kr")
    held = read_tariff(lines=here.table("customs/lines"), rates=here.table("customs/rates"), digits=DIGITS)
    agreements = {code: one.agreement for code, one in _regimes().items() if one.agreement is not None}
    return held.with_rates(more=rates_of(rows=read_staged(rows=here.table("customs/staged")), agreements=agreements))


@fills(REGIMES)
def known_regimes() -> Mapping[str, Regime]:
    """The kinds of rates by the letters of the Customs Service's tariff (`regimes.yaml`)."""
    return _regimes()


@cache
def _regimes() -> Mapping[str, Regime]:
    here = load_pack("kr")
    return read_regimes(
        listed=here.data("customs/regimes"),
        parties=here.table("customs/parties"),
        agreements=read_agreements(rows=here.table("customs/agreements")),
    )


@fills(CHOOSE_RATE)
def choose_rate(*, line: Line, claim: Claim, basis: Basis) -> Choice:
    """By Customs Act art. 50."""
    return choose(line=line, claim=claim, basis=basis)


@fills(MEASURE_LIMIT)
def measure_limit(*, line: Line, rate: Rate, on: date) -> str:
    """By Customs Act arts. 68, 69, 71, 72."""
    return beyond(line=line, rate=rate, on=on)


@fills(VALUE_LAW)
def value_law(*, on: date) -> ValueLaw:
    """Freight and insurance to the port of importation belong to the value (Customs Act art. 30 (1) 6)."""
    return ValueLaw(with_transport=parameter("customs.valuation.transport", on=on))


@cache
def _published() -> Mapping[tuple[date, str], Decimal]:
    rows = load_pack("kr").table("customs/exchange_rates")
    return {
        (date.fromisoformat(row["week"]), currency): Decimal(worth) / (100 if currency in PER_HUNDRED else 1)
        for row in rows
        for currency, worth in row.items()
        if currency not in NOT_CURRENCIES and worth
    }


@fills(EXCHANGE_RATE)
def exchange_rate(*, currency: str, on: date) -> ExchangeRate:
    """The rate of the week, from Sunday to Saturday, of the declaration (Customs Act art. 18). Raises NoExchangeRate."""
    week = on - timedelta(days=(on.weekday() - SUNDAY) % 7)
    worth = _published().get((week, currency))
    if worth is None:
        raise NoExchangeRate(f"There is no rate of {currency} for the week from {week}.")
    return ExchangeRate(currency=currency, worth=worth, since=week, cite="Customs Act art. 18")


@cache
def _covered() -> tuple[tuple[str, str], ...]:
    rows = load_pack("kr").table("customs/inland")
    return tuple(sorted(((row["prefix"], row["rule"]) for row in rows), key=lambda row: (-len(row[0]), row[0])))


@fills(INLAND_LEVIES)
def inland_levies(*, commodity: str, on: date) -> tuple[InlandLevy, ...]:
    """Individual consumption tax or liquor tax, the surcharges on it, then value-added tax on all of them."""
    rules = [rule for prefix, rule in _covered() if commodity.startswith(prefix)]
    found = [levy for rule in (*rules, "vat") for levy in _levies(rule, on, exempt="vat_exempt" in rules)]
    return tuple(sorted(found, key=lambda levy: ORDER.index(levy.levy)))


def _levies(rule: str, on: date, *, exempt: bool) -> list[InlandLevy]:
    """The levy of a rule (parameter `customs.inland.<rule>`) and the surcharges that its row names."""
    try:
        row = parameter(f"customs.inland.{rule}", on=on)
    except (NoSuchParameter, ParameterEnded):
        return []
    levy = Levy(row["levy"])
    includes = BORDER | set(ORDER[: ORDER.index(levy)]) if levy is Levy.VAT else BORDER
    cite = row["cite"]
    if levy is Levy.VAT and exempt:
        return [_made(levy, "vat_exempt", "부가가치세 면제", "0%", "Value-Added Tax Act art. 27")]
    more: dict[str, Any] = {"includes": frozenset(includes), "above": int(row.get("above", 0))}
    if "full" in row:
        more |= {"full": read_duty(text=row["full"]), "most_cut": int(row.get("most_cut", 0))}
    made = [_made(levy, rule, row["label"], row["rate"], cite, **more)]
    for surcharge in (Levy.RURAL, Levy.EDUCATION):
        if surcharge.value in row:
            made.append(_surcharge(surcharge, levy, row[surcharge.value], on))
    return made


def _surcharge(levy: Levy, upon: Levy, percent: int, on: date) -> InlandLevy:
    """A tax on another tax: education (Education Tax Act art. 5 (1)), rural development (its Act art. 5 (1))."""
    about = parameter(f"customs.inland.{levy.value}", on=on)
    named = {"of_value": False, "includes": frozenset({upon})}
    return _made(levy, levy.value, about["label"], f"{percent}%", about["cite"], **named)


def _made(levy: Levy, rule: str, label: str, rate: str, cite: str, **more: Any) -> InlandLevy:
    return InlandLevy(levy=levy, rule=rule, label=label, duty=read_duty(text=rate), cite=cite, **more)


@fills(SETTLEMENT)
def settlement(*, on: date) -> Settlement:
    """Below ten won nothing is counted (State Treasury); a sum below the least is not collected (Customs Act art. 40)."""
    unit: Money = parameter("customs.settlement.unit", on=on)
    least: Money = parameter("customs.settlement.least", on=on)
    return Settlement(
        total_unit=unit.minor,
        least=least.minor,
        cite="Management of the National Funds Act art. 47 (1)",
        least_cite="Customs Act art. 40",
    )


@fills(RELIEF)
def relief(*, declaration: Declaration, prices: Sequence[int], on: date) -> Relief | ReliefRefused | None:
    """Goods for one's own use up to the limit in dollars (Customs Act art. 94 subpara. 4, Rules art. 45 (2))."""
    rule = parameter("customs.reliefs.small_consignment", on=on)
    if not all(rule["code"] in item.additional_procedures for item in declaration.items):
        return None
    limit = Decimal(rule["limit"]) * exchange_rate(currency=rule["currency"], on=on).worth
    if sum(prices) > limit:
        return ReliefRefused(says=f"{rule['label']}: {rule['currency']} {rule['limit']} 초과 (exceeded)")
    kept = frozenset({Levy.LIQUOR, Levy.EDUCATION})
    return Relief(rule=rule["code"], label=rule["label"], cite="Customs Act art. 94", keeps=kept)
