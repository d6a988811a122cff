"""Which of several rates applies: Customs Act art. 50, Act on Special Cases of the Customs Act for FTAs art. 5.

The duties of art. 50 (2) no. 1 stand before all others, before the agreements' rates, too (FTA Customs Act art. 5 (2)): those
of arts. 51, 57, 63 and 65 are added to the duty, those of arts. 68 and 69 no. 2 take its place.
"""

from collections.abc import Iterable, Sequence

from madang.systems.customs.domain.duty import Basis, reckon
from madang.systems.customs.domain.regimes import Choice, Claim, NoRate, open_rates, regimes
from madang.systems.customs.domain.tariff import Line, Rate

TREATY = frozenset({"C", "CIT", "D", "E1", "E2", "E3", "F", "G", "N"})  # arts. 73, 74
FARM = frozenset({"W1", "W2"})  # art. 73, farm goods that art. 50 (3) proviso names
FIRST = {
    "T1": "Customs Act arts. 50 (2) 1, 68",
    "T2": "Customs Act arts. 50 (2) 1, 68",
    "L2": "Customs Act arts. 50 (2) 1, 69 no. 2",
}
ADJUSTED = frozenset({"L"})  # art. 69 nos. 1, 3, 4
QUOTA = frozenset({"P", "P1", "P3"})  # art. 71
SEASONAL = frozenset({"SE"})  # art. 72
LEAST_DEVELOPED = frozenset({"R"})  # art. 76


def choose(*, line: Line, claim: Claim, basis: Basis) -> Choice:
    """One rate by art. 50, those that arts. 51 to 68 add to it, and why. Raises NoRate, QuantityMissing."""
    found = open_rates(line=line, claim=claim, basis=basis)
    added = tuple(rate for rate in found if regimes()[rate.regime].adds)
    basic = _one(found, {"B"}) or _one(found, {"A"})
    if basic is None:
        raise NoRate(f"The line {line.code} has no basic rate on {basis.on} in the tariff as it is held here.")
    choice = Choice(rate=basic, reason="basic", cite="Customs Act art. 50 (1)", added=added)
    for step in (_domestic, _treaty, _preferential, _first):
        choice = step(choice, found, claim, basis)
    return choice


def _first(choice: Choice, rates: Sequence[Rate], claim: Claim, basis: Basis) -> Choice:
    """Special emergency duty on farm goods and adjusted duty for the environment, health and the like: before any other."""
    for regime, cite in FIRST.items():
        rate = _one(rates, {regime})
        if rate is not None:
            return _put(choice, rate, "first", cite)
    return choice


def _domestic(choice: Choice, rates: Sequence[Rate], claim: Claim, basis: Basis) -> Choice:
    """Preference for the least developed, then adjusted, quota and seasonal duties (art. 50 (2)).

    The last three have one rank; where several stand, they are taken in the order in which no. 3 names them.
    """
    least = _one(rates, LEAST_DEVELOPED)
    adjusted = _one(rates, ADJUSTED)
    quota = _one(rates, QUOTA)
    seasonal = _one(rates, SEASONAL)
    if least is not None:
        choice = _put(choice, least, "least_developed", "Customs Act art. 50 (2) 4")
    if adjusted is not None:
        return _put(choice, adjusted, "adjusted", "Customs Act art. 50 (2) 3")
    if quota is not None and (least is None or _lower(quota, choice.rate, basis)):
        return _put(choice, quota, "quota", "Customs Act art. 50 (2) 3, (3)")
    if seasonal is not None:
        return _put(choice, seasonal, "seasonal", "Customs Act arts. 50 (2) 3, 72")
    return choice


def _treaty(choice: Choice, rates: Sequence[Rate], claim: Claim, basis: Basis) -> Choice:
    """Conventional rates only where lower; conceded farm goods before the tariff's own rates in any case (art. 50 (3))."""
    farm = _one(rates, FARM)
    if farm is not None and (choice.reason == "basic" or _lower(farm, choice.rate, basis)):
        choice = _put(choice, farm, "farm", "Customs Act art. 50 (3)")
    return _if_lower(
        choice, [rate for rate in rates if rate.regime in TREATY], "treaty", "Customs Act art. 50 (3)", basis
    )


def _preferential(choice: Choice, rates: Sequence[Rate], claim: Claim, basis: Basis) -> Choice:
    """The agreement's rate where it is claimed, proven and lower (FTA Act art. 5 (1), art. 8)."""
    claimed = [rate for rate in rates if claim.proven and rate.regime == claim.preference]
    return _if_lower(choice, claimed, "preference", "FTA Customs Act art. 8", basis)


def _if_lower(choice: Choice, rates: Iterable[Rate], reason: str, cite: str, basis: Basis) -> Choice:
    for rate in rates:
        if _lower(rate, choice.rate, basis):
            choice = _put(choice, rate, reason, cite)
    return choice


def _put(choice: Choice, rate: Rate, reason: str, cite: str) -> Choice:
    return Choice(rate=rate, reason=reason, cite=cite, added=choice.added)


def _one(rates: Iterable[Rate], regime: Iterable[str]) -> Rate | None:
    wanted = set(regime)
    return next((rate for rate in rates if rate.regime in wanted), None)


def _lower(one: Rate, other: Rate, basis: Basis) -> bool:
    return reckon(duty=one.duty, basis=basis) < reckon(duty=other.duty, basis=basis)
