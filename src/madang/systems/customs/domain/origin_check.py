"""A rule of origin held against a bill of materials, part by part, with the figure that decides each.

Value content is built down, (value - materials from elsewhere) / value, or built up, materials of the parties / value. A
change of code is met all the same where materials that did not change are worth no more than a tolerated share of it.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from madang.systems.customs.domain.origin import SHIFTS, Material, Product, RuleUnreadable, asked_content, content

SHOWN = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a rule: whether it is met, the percentage that decides it (none for what is no share), the materials that
    did not change their code, and whether they are tolerated."""

    rule: str
    met: bool
    percent: Decimal | None = None
    unchanged: tuple[str, ...] = ()
    tolerated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Whether the product originates, and each alternative of the rule with its parts."""

    met: bool
    alternatives: tuple[tuple[Part, ...], ...]


def check_origin(*, rule: str, product: Product, own: int = 0, tolerance: Decimal = Decimal(0)) -> Checked:
    """The rule part by part. `own` is the value of the materials of the parties (for building up), `tolerance` the
    percentage of the value that unchanged materials may have. Raises RuleUnreadable."""
    alternatives = tuple(
        tuple(_part(text.strip(), product, own, tolerance) for text in one.split(" and ")) for one in rule.split(" or ")
    )
    return Checked(met=any(all(part.met for part in parts) for parts in alternatives), alternatives=alternatives)


def _part(text: str, product: Product, own: int, tolerance: Decimal) -> Part:
    if text == "WO":
        return Part(rule=text, met=not product.materials)
    if text in SHIFTS:
        return _shift(text, product, tolerance)
    asked, up = asked_content(part=text)
    if asked is None:
        raise RuleUnreadable(f"'{text}' is no rule of origin: WO, CC, CTH, CTSH or RVC and a percentage are known.")
    reached = _share(own, product.value) if up else content(product=product)
    return Part(rule=text, met=reached >= asked, percent=_shown(reached))


def _shift(text: str, product: Product, tolerance: Decimal) -> Part:
    digits = SHIFTS[text]
    same = tuple(one for one in product.materials if one.code[:digits] == product.code[:digits])
    share = _share(_worth(same), product.value)
    return Part(
        rule=text,
        met=not same or share <= tolerance,
        percent=_shown(share) if same else None,
        unchanged=tuple(one.code for one in same),
        tolerated=bool(same) and share <= tolerance,
    )


def _worth(materials: tuple[Material, ...]) -> int:
    return sum(one.value for one in materials)


def _share(part: int, whole: int) -> Decimal:
    return Decimal(part) * 100 / whole if whole else Decimal(0)


def _shown(percent: Decimal) -> Decimal:
    return percent.quantize(SHOWN, ROUND_HALF_UP)
