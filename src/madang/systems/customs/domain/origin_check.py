"""A rule of origin held against a bill of materials, part by part, with the figure that decides each; then how the goods were
worked and travelled.

Value content is built down, (value - materials from elsewhere) / value, built up, what the parties gave / value, or reckoned
on the net cost. A change of code is met all the same where materials that did not change are worth, or weigh, no more than a
tolerated share of it. Whatever the rule says, minor operations alone confer no origin, and what was worked on the way loses it.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from madang.systems.customs.domain.agreements import Agreement, Tolerance
from madang.systems.customs.domain.origin import SHIFTS, Material, Product, RuleUnreadable, asked_content, content

SHOWN = Decimal("0.01")
ROUTES = ("direct", "controlled", "worked")
"""How goods came: straight; through others under customs' control; through others where they were worked on or released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a rule: whether it is met, the percentage that decides it (none for what is no share), the materials that
    did not change their code, by what they are tolerated (empty: they are not), the formula of a value content."""

    rule: str
    met: bool
    percent: Decimal | None = None
    unchanged: tuple[str, ...] = ()
    by: str = ""  # "value" or "weight"
    formula: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Whether the product originates, and each alternative of the rule with its parts."""

    met: bool
    alternatives: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement, or whoever asks, grants beside the rule: tolerances, and whether a value content may be built up as
    well where the rule does not say how."""

    tolerances: tuple[Tolerance, ...] = ()
    either: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One circumstance beside the rule: whether it is fulfilled (None: nothing is held of it), and the article."""

    topic: str
    met: bool | None
    cite: str = ""
    operations: tuple[str, ...] = field(default=())


def terms_of(*, agreement: Agreement, code: str) -> Terms:
    """What an agreement grants goods of a code."""
    return Terms(
        tolerances=tuple(one for one in agreement.tolerances if one.covers(code=code)),
        either={"build_down", "build_up"} <= set(agreement.content),
    )


def check_origin(*, rule: str, product: Product, own: int = 0, terms: Terms) -> Checked:
    """The rule part by part. `own` is the value of what the parties gave (for building up). Raises RuleUnreadable."""
    alternatives = tuple(
        tuple(_part(text.strip(), product, own, terms) for text in one.split(" and ")) for one in rule.split(" or ")
    )
    return Checked(met=any(all(part.met for part in parts) for parts in alternatives), alternatives=alternatives)


def check_circumstances(*, agreement: Agreement, operations: frozenset[str], route: str) -> tuple[Finding, ...]:
    """Minor operations (`operations`: all that was done to materials from elsewhere; none: more was done), transport."""
    minor: bool | None = True
    if operations:
        minor = not operations <= agreement.operations if agreement.operations else None
    way: bool | None = None
    if route == "direct" or route == "worked":
        way = route == "direct"
    elif agreement.transport:
        way = agreement.transport == "controlled"
    return (
        Finding(
            topic="operations",
            met=minor,
            cite=agreement.cite(topic="operations"),
            operations=tuple(sorted(operations & agreement.operations)),
        ),
        Finding(topic="transport", met=way, cite=agreement.cite(topic="transport")),
    )


def _part(text: str, product: Product, own: int, terms: Terms) -> Part:
    if text == "WO":
        return Part(rule=text, met=not product.materials)
    if text in SHIFTS:
        return _shift(text, product, terms)
    asked, formula = asked_content(part=text)
    if asked is None:
        raise RuleUnreadable(f"'{text}' is no rule of origin: WO, CC, CTH, CTSH or RVC and a percentage are known.")
    down, up = content(product=product), _share(own, product.value)
    if formula == "net_cost":
        reached = _of_net_cost(product)
    elif formula == "build_up" or (terms.either and up > down):
        reached, formula = up, "build_up"
    else:
        reached = down
    return Part(rule=text, met=reached >= asked, percent=_shown(reached), formula=formula)


def _of_net_cost(product: Product) -> Decimal:
    """(net cost - materials from elsewhere) / net cost; nothing where the net cost is not known."""
    cost = product.net_cost or 0
    return max(_share(cost - _worth(product.materials), cost), Decimal(0))


def _shift(text: str, product: Product, terms: Terms) -> Part:
    digits = SHIFTS[text]
    same = tuple(one for one in product.materials if one.code[:digits] == product.code[:digits])
    share = _share(_worth(same), product.value)
    by = next((one.by for one in terms.tolerances if same and _tolerates(one, same, product, share)), "")
    return Part(
        rule=text,
        met=not same or bool(by),
        percent=_shown(share) if same else None,
        unchanged=tuple(one.code for one in same),
        by=by,
    )


def _tolerates(tolerance: Tolerance, same: tuple[Material, ...], product: Product, share: Decimal) -> bool:
    if tolerance.by == "value":
        return share <= tolerance.percent
    masses = [one.mass for one in same]
    if None in masses or not product.mass:
        return False
    return sum((one for one in masses if one is not None), Decimal(0)) * 100 / product.mass <= tolerance.percent


def _worth(materials: tuple[Material, ...]) -> int:
    return sum(one.value for one in materials)


def _share(part: int, whole: int) -> Decimal:
    return Decimal(part) * 100 / whole if whole else Decimal(0)


def _shown(percent: Decimal) -> Decimal:
    return percent.quantize(SHOWN, ROUND_HALF_UP)
