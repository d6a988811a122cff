"""One rate of the value in the place of the duty and the taxes inside the country, for what people bring or have sent to them
(Customs Act of Korea art. 81, Decree art. 96 with annex 2). Groups, rates and what is left out are the country's data
(`customs.simplified.rates`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from madang.framework.law import NoSuchParameter, ParameterEnded, citation, parameter
from madang.systems.customs.domain.assessed import AssessedItem
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.duty import AdValorem, Basis, Duty, applied
from madang.systems.customs.domain.words import Levy

RATES = "customs.simplified.rates"


class NotSimplified(StrEnum):
    """Why the regular rates apply though the simplified one was claimed (Decree art. 96 (2))."""

    FREE = "free"  # no. 1: nothing is levied on them
    SPECIFIC = "specific"  # no. 4: charged by quantity
    LEFT_OUT = "left_out"  # annex 2, proviso: liquor, tobacco, cars, luxury furs, carpets, furniture
    TAXED_INSIDE = "taxed_inside"  # they bear another tax than value-added tax; their group of annex 2 is not held here


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Goods of the headings, where their basic rate is at least so many percent."""

    headings: tuple[str, ...]
    percent: Decimal
    basic_at_least: Decimal
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimplifiedLaw:
    """The table of a day. `code` claims it (additional procedure of an item), `basic` is the kind of rate that groups look at.
    The first group that fits holds; the last one takes the rest."""

    code: str
    label: str
    basic: str
    groups: tuple[Group, ...]
    left_out: tuple[str, ...]
    refused: str
    """What a declarant reads who claims it for goods that bear the regular rates."""
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimplifiedRate:
    """The rate of goods, and where it stands."""

    percent: Decimal
    cite: str


def simplified_law(*, on: date) -> SimplifiedLaw | None:
    """The table of that day; nothing where the country has none."""
    try:
        told: Mapping[str, Any] = parameter(RATES, on=on)
    except (NoSuchParameter, ParameterEnded):
        return None
    return SimplifiedLaw(
        code=told["code"],
        label=told["label"],
        basic=told["basic"],
        groups=tuple(_group(row) for row in told["groups"]),
        left_out=tuple(str(one) for one in told["left_out"]),
        refused=told["refused"],
        cite=citation(RATES, on=on),
    )


def _group(row: Mapping[str, Any]) -> Group:
    return Group(
        headings=tuple(str(one) for one in row["headings"]),
        percent=Decimal(str(row["percent"])),
        basic_at_least=Decimal(str(row.get("basic_at_least", 0))),
        place=row["place"],
    )


def claims_simplified(*, item: Item, law: SimplifiedLaw | None) -> bool:
    """Whether the declarant wants it; who does not want it does not say the code (Decree art. 96 (2) no. 6)."""
    return law is not None and law.code in item.additional_procedures


def simplified_rate(
    *,
    commodity: str,
    duties: Sequence[Duty],
    basic: Duty | None,
    inside: Sequence[Levy],
    basis: Basis,
    law: SimplifiedLaw,
) -> SimplifiedRate | NotSimplified:
    """The rate of goods on which `duties` are levied at the border and `inside` the country, or why there is none."""
    rates = [applied(duty=one, basis=basis) for one in duties]
    if any(not isinstance(one, AdValorem) for one in rates):
        return NotSimplified.SPECIFIC
    if not any(isinstance(one, AdValorem) and one.percent for one in rates):
        return NotSimplified.FREE
    if commodity.startswith(law.left_out):
        return NotSimplified.LEFT_OUT
    if set(inside) - {Levy.VAT}:
        return NotSimplified.TAXED_INSIDE
    reached = applied(duty=basic, basis=basis) if basic is not None else None
    percent = reached.percent if isinstance(reached, AdValorem) else Decimal(0)
    for group in law.groups:
        if (not group.headings or commodity.startswith(group.headings)) and percent >= group.basic_at_least:
            return SimplifiedRate(percent=group.percent, cite=f"{law.cite} {group.place}")
    return NotSimplified.LEFT_OUT


def claimed_in_vain(*, declaration: Declaration, items: Sequence[AssessedItem], on: date) -> tuple[str, ...]:
    """What a declarant reads who claimed the simplified rate for goods that bear the regular ones."""
    law = simplified_law(on=on)
    claimed = {item.sequence for item in declaration.items if claims_simplified(item=item, law=law)}
    rules = [{step.rule for step in one.steps} for one in items if one.sequence in claimed]
    return (law.refused,) if law is not None and any(law.code not in told for told in rules) else ()
