"""Regimes of the tariff: who grants a rate, to which origins, against which proof, and which rate comes first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from madang.framework.law import Slot, active_code, slot
from madang.framework.values import Period
from madang.systems.customs.domain.agreements import Agreement
from madang.systems.customs.domain.duty import Basis
from madang.systems.customs.domain.tariff import Line, Rate, Tariff
from madang.systems.customs.domain.words import Levy

NO_PREFERENCE = "100"  # erga omnes: what declarations of the customs territory's codes write where they claim none


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A kind of rate: basic, conventional, preferential, remedial."""

    code: str
    names: Mapping[str, str]
    cite: str
    origins: frozenset[str] = frozenset()  # empty: any
    proofs: frozenset[str] = frozenset()  # kinds of documents that prove the origin; empty: none is needed
    claims: frozenset[str] = frozenset()  # what a declaration may write to claim it, beside its code
    adds: Levy | None = None  # charged in addition to the duty: anti-dumping, safeguard
    for_a_time: bool = False  # granted by measures that officials enter, as those that add are
    recommended: bool = False  # within its quota an agency must have recommended the goods
    parties: Mapping[str, tuple[Period, ...]] = field(
        default_factory=dict
    )  # when each origin has part in it; none: always
    agreement: Agreement | None = None

    def admits(self, *, origin: str, on: date) -> bool:
        """Whether goods of that origin have part in it that day."""
        if not self.origins:
            return True
        return origin in self.origins and (
            origin not in self.parties or any(on in period for period in self.parties[origin])
        )


def read_regimes(
    *,
    listed: Mapping[str, Any],
    parties: Iterable[Mapping[str, str]] = (),
    agreements: Mapping[str, Agreement] | None = None,
) -> Mapping[str, Regime]:
    """The regimes as a pack writes them (`customs/regimes.yaml`), by code; lists are words in one text. `parties` are rows of
    `customs/parties.csv` (regime, origins, from, until), `agreements` those that a regime's `agreement`, or its code, names."""
    dated = _dated(parties)
    known = agreements or {}
    return {
        code: Regime(
            code=code,
            names=row["names"],
            cite=row["cite"],
            origins=frozenset(row.get("origins", "").split()) | frozenset(dated.get(code, {})),
            proofs=frozenset(row.get("proofs", "").split()),
            claims=frozenset(row.get("claims", "").split()),
            adds=Levy(row["adds"]) if "adds" in row else None,
            for_a_time="adds" in row or bool(row.get("for_a_time")),
            recommended=bool(row.get("recommended")),
            parties=dated.get(code, {}),
            agreement=known.get(row.get("agreement", code)),
        )
        for code, row in listed.items()
    }


def _dated(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, tuple[Period, ...]]]:
    found: dict[str, dict[str, tuple[Period, ...]]] = {}
    for row in rows:
        until = date.fromisoformat(row["until"]) if row["until"] else None
        period = Period(date.fromisoformat(row["from"]), until)
        for origin in row["origins"].split():
            of_regime = found.setdefault(row["regime"], {})
            of_regime[origin] = (*of_regime.get(origin, ()), period)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an item says of its origin and of the preference it wants."""

    origin: str
    preference: str = ""  # code of a regime
    proven: bool = False
    supplier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The rate that applies, those charged in addition, and why."""

    rate: Rate
    reason: str  # code of the rule that put it first
    cite: str
    added: tuple[Rate, ...] = ()


class NoRate(LookupError):
    """No rate of the line stands on that day for that origin."""


_in_editions: dict[str, Tariff] = {}
TARIFF: Slot[Callable[[], Tariff]] = slot("customs.tariff")
REGIMES: Slot[Callable[[], Mapping[str, Regime]]] = slot("customs.regimes")
# What of a measure for a time the law does not allow on a line: a sentence, or an empty text.
MEASURE_LIMIT: Slot[Callable[..., str]] = slot("customs.measure_limit")
# Which rate of a line applies to a claim; raises NoRate.
CHOOSE_RATE: Slot[Callable[..., Choice]] = slot("customs.choose_rate")


def tariff() -> Tariff:
    """The active country's tariff: the pack's, with the editions that this process took in."""
    return _in_editions.get(active_code()) or TARIFF.filled()


def hold_tariff(*, country: str, made: Tariff | None) -> None:
    """Put a tariff with editions in the place of the pack's, for this process; None: the pack's alone."""
    if made is None:
        _in_editions.pop(country, None)
    else:
        _in_editions[country] = made


def regimes() -> Mapping[str, Regime]:
    """The active country's regimes by code."""
    return REGIMES.filled()


def beyond_limit(*, line: Line, rate: Rate, on: date) -> str:
    """Why the active country's law does not allow a rate of a measure on that line; empty where it does."""
    return MEASURE_LIMIT.filled(line=line, rate=rate, on=on)


def choose_rate(*, line: Line, claim: Claim, basis: Basis) -> Choice:
    """The rate of the active country's law. Raises NoRate, QuantityMissing."""
    return CHOOSE_RATE.filled(line=line, claim=claim, basis=basis)


def regime_claimed(*, preference: str, origin: str, on: date) -> Regime | None:
    """The regime that a declaration's preference names, by its own code or by what may be written for it and an origin that has
    part in it that day."""
    known = regimes()
    if preference == NO_PREFERENCE:
        return None
    if preference in known:
        return known[preference]
    named = [one for one in known.values() if preference in one.claims]
    fitting = [one for one in named if one.admits(origin=origin, on=on)]
    return next(iter(fitting or named), None)


def open_to(*, rate: Rate, claim: Claim, basis: Basis) -> bool:
    """Whether the rate stands that day and is open to the origin, the supplier and the quota that are claimed."""
    regime = regimes().get(rate.regime)
    return (
        basis.on in rate.period
        and (not rate.origins or claim.origin in rate.origins)
        and (bool(rate.origins) or regime is None or regime.admits(origin=claim.origin, on=basis.on))
        and (not rate.supplier or is_same_supplier(one=rate.supplier, other=claim.supplier))
        and rate.order in ("", *basis.quotas)
    )


def is_same_supplier(*, one: str, other: str) -> bool:
    """Whether two spellings name the same supplier: capitals, points and spaces do not tell companies apart."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def open_rates(*, line: Line, claim: Claim, basis: Basis) -> tuple[Rate, ...]:
    """The rates of the line that are open to a claim. Of a measure the rate of the supplier holds where it names one, else
    the rate of all others."""
    found = [rate for rate in line.rates if open_to(rate=rate, claim=claim, basis=basis)]
    named = {rate.measure for rate in found if rate.measure and rate.supplier}
    return tuple(rate for rate in found if rate.supplier or rate.measure not in named)
