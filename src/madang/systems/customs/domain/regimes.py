"""Regimes of the tariff: who grants a rate, to which origins, against which proof, and which rate comes first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.framework.law import Slot, slot
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


def read_regimes(*, listed: Mapping[str, Any]) -> Mapping[str, Regime]:
    """The regimes as a pack writes them (`customs/regimes.yaml`), by code; lists are words in one text."""
    return {
        code: Regime(
            code=code,
            names=row["names"],
            cite=row["cite"],
            origins=frozenset(row.get("origins", "").split()),
            proofs=frozenset(row.get("proofs", "").split()),
            claims=frozenset(row.get("claims", "").split()),
            adds=Levy(row["adds"]) if "adds" in row else None,
        )
        for code, row in listed.items()
    }


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


TARIFF: Slot[Callable[[], Tariff]] = slot("customs.tariff")
REGIMES: Slot[Callable[[], Mapping[str, Regime]]] = slot("customs.regimes")
# Which rate of a line applies to a claim; raises NoRate.
CHOOSE_RATE: Slot[Callable[..., Choice]] = slot("customs.choose_rate")


def tariff() -> Tariff:
    """The active country's tariff."""
    return TARIFF.filled()


def regimes() -> Mapping[str, Regime]:
    """The active country's regimes by code."""
    return REGIMES.filled()


def choose_rate(*, line: Line, claim: Claim, basis: Basis) -> Choice:
    """The rate of the active country's law. Raises NoRate, QuantityMissing."""
    return CHOOSE_RATE.filled(line=line, claim=claim, basis=basis)


def regime_claimed(*, preference: str, origin: str) -> Regime | None:
    """The regime that a declaration's preference names, by its own code or by what may be written for it and that origin."""
    known = regimes()
    if preference == NO_PREFERENCE:
        return None
    if preference in known:
        return known[preference]
    named = [one for one in known.values() if preference in one.claims]
    fitting = [one for one in named if origin in one.origins]
    return next(iter(fitting or named), None)


def open_to(*, rate: Rate, claim: Claim, on: date) -> bool:
    """Whether the rate stands that day and is open to the origin (and the supplier) that is claimed."""
    regime = regimes().get(rate.regime)
    countries = rate.origins or (regime.origins if regime else frozenset())
    return on in rate.period and (not countries or claim.origin in countries) and rate.supplier in ("", claim.supplier)
