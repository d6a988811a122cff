"""Which way of inviting suppliers the law allows, for which purchase and on which ground.

Korea: State Contracts Act art. 7 (open competition is the rule), Enforcement Decree arts. 18 (two stages), 21 (restricted),
23 and 24 (designated), 26 and 30 (private contract by quotations). A country's grounds are its pack's, each with its article.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from madang.systems.procurement.domain.words import Kind, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground on which the law lets a method be used: for which kinds, above and up to which amount (smallest units)."""

    code: str
    cite: str
    method: Method
    kinds: frozenset[Kind]
    above: int | None = None
    up_to: int | None = None
    invited_least: int = 0
    """How many suppliers must be named; 0 where any that qualifies may bid."""
    needs_category: bool = False
    together: bool = False
    """Of two stages: the prices are sent with the technical bids."""
    members_least: int = 1
    """Of a framework: how many suppliers it admits at least."""
    within_year: bool = False
    """Of a framework: its period lies within one year's budget."""
    competition_from: int | None = None
    """Of a framework: from which amount on its members compete for an order."""
    call_off: bool = False
    """Only for mini-competitions under a framework."""
    titles: Mapping[str, str] = field(default_factory=dict)


def ground_of(*, code: str, cite: str, row: Mapping[str, Any], scale: int) -> Ground:
    """A ground as a pack writes it; amounts are in units of the currency, `scale` smallest units each."""
    return Ground(
        code=code,
        cite=cite,
        method=Method(row["method"]),
        kinds=frozenset(Kind(one) for one in row.get("kinds", tuple(Kind))),
        above=row["above"] * scale if "above" in row else None,
        up_to=row["up_to"] * scale if "up_to" in row else None,
        invited_least=int(row.get("invited_least", 0)),
        needs_category=bool(row.get("needs_category", False)),
        together=bool(row.get("together", False)),
        members_least=int(row.get("members_least", 1)),
        within_year=bool(row.get("within_year", False)),
        competition_from=row["competition_from"] * scale if "competition_from" in row else None,
        call_off=bool(row.get("call_off", False)),
        titles=row.get("titles", {}),
    )


def ground_faults(
    *, ground: Ground | None, method: Method, kind: Kind, estimated: int, invited: int, category: str
) -> list[str]:
    """Why the method may not be used so, as permanent words; empty when it may."""
    if ground is None:
        return ["ground_unknown"]
    found = []
    if ground.method is not method:
        found.append("ground_other_method")
    if kind not in ground.kinds:
        found.append("ground_other_kind")
    if ground.above is not None and estimated <= ground.above:
        found.append("amount_too_small")
    if ground.up_to is not None and estimated > ground.up_to:
        found.append("amount_too_large")
    if invited < ground.invited_least:
        found.append("invited_too_few")
    if ground.needs_category and not category:
        found.append("category_missing")
    return found


def fitting(*, grounds: Iterable[Ground], kind: Kind, estimated: int) -> list[Ground]:
    """The grounds whose kind and amount fit a purchase: what a buyer may choose from."""
    return [
        one
        for one in grounds
        if kind in one.kinds
        and (one.above is None or estimated > one.above)
        and (one.up_to is None or estimated <= one.up_to)
    ]
