"""What a rule is, and the small checks of which most rules are made. A check says whether one group is sound."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from madang.framework.bulk.safe_xml import Element
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document, Group

BOTH = (UBL, CII)
_HALF = Decimal("0.5")


class Level(StrEnum):
    """What a rule that fires means."""

    FATAL = "fatal"
    WARNING = "warning"


Check = Callable[[Group, Document], bool]
Find = Callable[[Document], Iterator[Element]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`find` yields the places where the rule is broken."""

    code: str
    level: Level
    says: str
    terms: tuple[str, ...]
    find: Find
    syntaxes: tuple[str, ...] = BOTH
    layer: str = "en16931"


def over(
    code: str,
    group: str,
    says: str,
    terms: str,
    check: Check,
    *,
    level: Level = Level.FATAL,
    syntaxes: tuple[str, ...] = BOTH,
) -> Rule:
    """A rule that each group must satisfy; codes of groups and numbers of terms are separated by blanks."""
    codes = group.split()

    def find(document: Document) -> Iterator[Element]:
        return (one.element for code in codes for one in document.every(code) if not check(one, document))

    return Rule(code=code, level=level, says=says, terms=named(terms), find=find, syntaxes=syntaxes)


def named(terms: str) -> tuple[str, ...]:
    """ "131 BG-22" as (BT-131, BG-22)."""
    return tuple(one if one.startswith("B") else f"BT-{one}" for one in terms.split())


def says_something(term: str) -> Check:
    """The term is there and not empty."""
    return lambda group, _: bool(group.text(term))


def is_there(*terms: str) -> Check:
    """One of the terms is written."""
    return lambda group, _: group.there(*terms)


def holds_group(code: str) -> Check:
    """A group of this code is directly below."""
    return lambda group, _: bool(group.each(code))


def with_attribute(term: str, attribute: str) -> Check:
    """Every occurrence of the term carries the attribute."""
    return lambda group, _: all(one.attributes.get(attribute, "").strip() for one in group.all(term))


def at_least_zero(term: str, *, required: bool) -> Check:
    """Not negative; a missing term is sound unless required."""

    def check(group: Group, document: Document) -> bool:
        if not group.there(term):
            return not required
        number = group.number(term)
        return number is not None and number >= 0

    return check


def two_decimals(*terms: str) -> Check:
    """Not more than two digits after the point in any occurrence."""
    return lambda group, _: all(len(one.text.partition(".")[2]) <= 2 for term in terms for one in group.all(term))


def cents(amount: Decimal) -> Decimal:
    """To two digits, a half going up (towards positive infinity, as XPath's round does)."""
    return (amount * 100 + _HALF).to_integral_value(rounding=ROUND_FLOOR) / 100


def whole(amount: Decimal) -> Decimal:
    """To an integer, a half going up."""
    return (amount + _HALF).to_integral_value(rounding=ROUND_FLOOR)


def total(groups: Iterator[Group] | tuple[Group, ...], term: str) -> Decimal | None:
    """The sum of a term over groups; a group without it counts nothing; None when one is not a number."""
    result = Decimal(0)
    for group in groups:
        if group.there(term):
            number = group.number(term)
            if number is None:
                return None
            result += number
    return result
