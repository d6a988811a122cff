"""Rules of origin of a product: what must have happened to materials from elsewhere. Written as text, data of the pack.

WO              wholly obtained: no material of another origin
CC, CTH, CTSH   every such material was of another chapter, heading, subheading
RVC 45          at least 45 % of the value came from the parties (build-down); RVC 35 up: built up from their materials;
                RVC 35 net: built down from the net cost in place of the value
CTH or RVC 40   either;   CTH and RVC 40   both ("and" binds closer)
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from madang.framework.law import pack

SHIFTS = {"CC": 2, "CTH": 4, "CTSH": 6}
WAYS = {"": "build_down", " up": "build_up", " net": "net_cost"}
_RVC = re.compile(r"RVC (\d{1,2}(?:\.\d)?)( up| net)?")


class RuleUnreadable(ValueError):
    """The text is no rule of origin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A material that is not of the parties: its code (six digits or more), its value in minor units, its mass in kilograms."""

    code: str
    value: int
    mass: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What was made: its code, its value (FOB, minor units), the materials in it from elsewhere, its mass in kilograms and its
    net cost (minor units), where they are known."""

    code: str
    value: int
    materials: tuple[Material, ...] = ()
    mass: Decimal | None = None
    net_cost: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRule:
    """The rule of an agreement for goods of a code."""

    regime: str
    rule: str
    cite: str


def product_rules(*, commodity: str) -> tuple[ProductRule, ...]:
    """The rules that the active country's pack holds for a code (`customs/origin_rules.csv`), one an agreement."""
    fitting = [row for row in pack().table("customs/origin_rules") if commodity.startswith(row["prefix"])]
    closest = {row["regime"]: row for row in sorted(fitting, key=lambda row: len(row["prefix"]))}
    return tuple(ProductRule(regime=code, rule=row["rule"], cite=row["cite"]) for code, row in sorted(closest.items()))


def content(*, product: Product) -> Decimal:
    """The regional value content in percent, build-down: (value - materials from elsewhere) / value."""
    foreign = sum(material.value for material in product.materials)
    return Decimal(product.value - foreign) * 100 / product.value if product.value else Decimal(0)


def asked_content(*, part: str) -> tuple[Decimal | None, str]:
    """The percentage of value content that a part of a rule asks for (none: it asks for something else), and by which formula
    it is reckoned (`build_down`, `build_up`, `net_cost`)."""
    found = _RVC.fullmatch(part)
    return (Decimal(found[1]), WAYS[found[2] or ""]) if found else (None, "")
