"""What each VAT category demands (EN 16931-1, 6.4.3): BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG, BR-B.

The standard's text calls the rules of IGIC and IPSI BR-IG and BR-IP; the published rule set reports them as BR-AF and BR-AG.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from madang.systems.tax.formats.en16931.rule import Check, Rule, over, total
from madang.systems.tax.formats.en16931.rules_sums import ONE, near
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document, Group

_USES = (("BG-25", "BT-151", "BT-152"), ("BG-20", "BT-95", "BT-96"), ("BG-21", "BT-102", "BT-103"))
_PLACES = (("line", "151"), ("document allowance", "95"), ("document charge", "102"))
_RATES = (("line", "152"), ("document allowance", "96"), ("document charge", "103"))
_NUMBERED = ("BT-31", "BT-32", "BT-63")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A VAT category, and what the rules ask where it is used."""

    prefix: str
    code: str
    name: str
    several: bool = False
    """More than one part of the breakdown, one for each rate."""
    seller: tuple[str, ...] = _NUMBERED
    """One of these must identify the seller (or the representative)."""
    buyer: tuple[str, ...] = ()
    unnumbered: bool = False
    """VAT numbers must not be there at all."""
    rate: str = "zero"
    """positive, zero, any (not negative), none."""
    exempt: bool = True
    """A reason must be given; otherwise it must not."""


CATEGORIES = (
    Category(prefix="S", code="S", name="standard rated", several=True, rate="positive", exempt=False),
    Category(prefix="Z", code="Z", name="zero rated", exempt=False),
    Category(prefix="E", code="E", name="exempt"),
    Category(prefix="AE", code="AE", name="reverse charged", buyer=("BT-48", "BT-47")),
    Category(prefix="IC", code="K", name="an intra-community supply", seller=("BT-31", "BT-63"), buyer=("BT-48",)),
    Category(prefix="G", code="G", name="exported", seller=("BT-31", "BT-63")),
    Category(prefix="O", code="O", name="outside the scope of VAT", unnumbered=True, rate="none"),
    Category(prefix="AF", code="L", name="under IGIC (Canary Islands)", several=True, rate="any", exempt=False),
    Category(prefix="AG", code="M", name="under IPSI (Ceuta, Melilla)", several=True, rate="any", exempt=False),
)


def _users(root: Group, place: int, code: str) -> list[Group]:
    group, term, _rate = _USES[place]
    return [one for one in root.each(group) if one.text(term) == code]


def _parts(root: Group, code: str) -> list[Group]:
    return [one for one in root.each("BG-23") if one.text("BT-118") == code]


def _in_breakdown(category: Category) -> Check:
    """X-01: what is used stands in the breakdown (once, where there is one rate only), and the other way round."""

    def check(root: Group, document: Document) -> bool:
        used = any(_users(root, place, category.code) for place in range(3))
        parts = len(_parts(root, category.code))
        if not used and not parts:
            return True
        if category.several:
            return bool(parts) and (used or document.syntax == CII)
        return parts == 1 and (used or document.syntax == UBL)

    return check


def _numbers(root: Group) -> set[str]:
    groups = (*root.each("BG-4"), *root.each("BG-7"), *root.each("BG-11"))
    return {term for group in groups for term in group.terms}


def _identified(category: Category, place: int) -> Check:
    """X-02, X-03, X-04."""

    def check(root: Group, document: Document) -> bool:
        if not _users(root, place, category.code):
            return True
        known = _numbers(root)
        if category.unnumbered:
            return not known & {"BT-31", "BT-48", "BT-63"}
        return bool(known & set(category.seller)) and (not category.buyer or bool(known & set(category.buyer)))

    return check


_RATE_CHECKS: dict[str, Callable[[Decimal | None], bool]] = {
    "positive": lambda rate: rate is not None and rate > 0,
    "zero": lambda rate: rate is not None and rate == 0,
    "any": lambda rate: rate is not None and rate >= 0,
}


def _rated(category: Category, place: int) -> Check:
    """X-05, X-06, X-07, for one line, allowance or charge."""
    _group, code, rate = _USES[place]

    def check(one: Group, document: Document) -> bool:
        if one.text(code) != category.code:
            return True
        return not one.there(rate) if category.rate == "none" else _RATE_CHECKS[category.rate](one.number(rate))

    return check


def _of_rate(groups: list[Group], place: int, rate: Decimal | None) -> list[Group]:
    return groups if rate is None else [one for one in groups if one.number(_USES[place][2]) == rate]


def _taxable(category: Category) -> Check:
    """X-08. The tolerance is the rule set's: below one for rates in UBL and for what bears no tax in CII, else none."""

    def check(part: Group, document: Document) -> bool:
        if part.text("BT-118") != category.code or (category.several and not part.there("BT-119")):
            return True
        rate = part.number("BT-119") if category.several else None
        taxable, root = part.number("BT-116"), document.root
        if taxable is None or (category.several and rate is None):
            return False
        lines, less, more = (_of_rate(_users(root, place, category.code), place, rate) for place in range(3))
        if category.code == "S" and document.syntax == UBL and not (lines or less or more):
            return False
        sums = total(tuple(lines), "BT-131"), total(tuple(less), "BT-92"), total(tuple(more), "BT-99")
        if sums[0] is None or sums[1] is None or sums[2] is None:
            return False
        apart = abs(taxable - (sums[0] - sums[1] + sums[2]))
        tolerant = category.several if document.syntax == UBL else not category.several and category.code != "O"
        return apart < ONE if tolerant else apart == 0

    return check


def _tax(category: Category) -> Check:
    """X-09."""

    def check(part: Group, document: Document) -> bool:
        if part.text("BT-118") != category.code:
            return True
        tax, taxable, rate = part.number("BT-117"), part.number("BT-116"), part.number("BT-119")
        if not category.several:
            return tax is not None and tax == 0
        if tax is None or taxable is None or rate is None:
            return False
        return near(tax=tax, taxable=taxable, rate=rate)

    return check


def _reasoned(category: Category) -> Check:
    """X-10."""

    def check(part: Group, document: Document) -> bool:
        return part.text("BT-118") != category.code or part.there("BT-120", "BT-121") == category.exempt

    return check


def _who(category: Category) -> str:
    if category.unnumbered:
        return "no VAT number is given of seller, buyer or representative"
    buyer = " and the buyer" if category.buyer else ""
    return f"the seller (or the representative){buyer} is identified for tax"


_ASKED = {
    "positive": "has a rate above zero",
    "zero": "has the rate zero",
    "any": "has a rate that is not negative",
    "none": "has no rate",
}


def _rules(category: Category) -> tuple[Rule, ...]:
    prefix, name = f"BR-{category.prefix}", category.name
    often = "at least one part" if category.several else "exactly one part"
    people = "31 32 63 48 47"
    first = over(
        f"{prefix}-01",
        "BG-0",
        f"Where something is {name}, the VAT breakdown has {often} for it, and only then.",
        "118 151 95 102",
        _in_breakdown(category),
    )
    identified = (
        over(
            f"{prefix}-0{place + 2}",
            "BG-0",
            f"Where a {what} is {name}, {_who(category)}.",
            f"{term} {people}",
            _identified(category, place),
        )
        for place, (what, term) in enumerate(_PLACES)
    )
    rated = (
        over(
            f"{prefix}-0{place + 5}",
            _USES[place][0],
            f"A {what} that is {name} {_ASKED[category.rate]}.",
            term,
            _rated(category, place),
        )
        for place, (what, term) in enumerate(_RATES)
    )
    return (first, *identified, *rated, *_of_breakdown(category))


def _of_breakdown(category: Category) -> tuple[Rule, ...]:
    prefix, name = f"BR-{category.prefix}", category.name
    owed = "its rate of what is taxed" if category.several else "zero"
    reason = "gives a reason" if category.exempt else "gives no reason for an exemption"
    return (
        over(
            f"{prefix}-08",
            "BG-23",
            f"What is {name} sums up: lines less allowances plus charges{' of that rate' if category.several else ''}.",
            "116 131 92 99",
            _taxable(category),
        ),
        over(f"{prefix}-09", "BG-23", f"The tax on what is {name} is {owed}.", "117 116 119", _tax(category)),
        over(f"{prefix}-10", "BG-23", f"The part that is {name} {reason}.", "120 121", _reasoned(category)),
    )


def _delivered(root: Group, document: Document) -> bool:
    """BR-IC-11: a day of delivery or an invoicing period."""
    if not _parts(root, "K"):
        return True
    delivered = any(one.text("BT-72") for one in root.each("BG-13"))
    return delivered or any(one.terms for one in root.each("BG-14"))


def _delivered_where(root: Group, document: Document) -> bool:
    addresses = (address for delivery in root.each("BG-13") for address in delivery.each("BG-15"))
    return not _parts(root, "K") or any(one.text("BT-80") for one in addresses)


def _alone(group: str, term: str) -> Check:
    """BR-O-11 to -14: beside what is out of scope stands nothing else."""

    def check(root: Group, document: Document) -> bool:
        return not _parts(root, "O") or all(one.text(term) in ("O", "") for one in root.each(group))

    return check


def _categories(root: Group) -> set[str]:
    terms = (*((group, term) for group, term, _rate in _USES), ("BG-23", "BT-118"))
    return {one.text(term) for group, term in terms for one in root.each(group)}


def _italian(root: Group, document: Document) -> bool:
    countries = {text for group in root.walk() for term in _COUNTRIES for text in group.texts(term)}
    return "B" not in _categories(root) or countries <= {"IT"}


def _no_split_beside_standard(root: Group, document: Document) -> bool:
    return not {"B", "S"} <= _categories(root)


_COUNTRIES = ("BT-40", "BT-55", "BT-69", "BT-80", "BT-159")
_MORE = {
    "IC": (
        over(
            "BR-IC-11",
            "BG-0",
            "An intra-community supply says when it was delivered, or for which period.",
            "72 BG-14",
            _delivered,
        ),
        over(
            "BR-IC-12",
            "BG-0",
            "An intra-community supply says to which country it was delivered.",
            "80",
            _delivered_where,
        ),
    ),
    "O": (
        over("BR-O-11", "BG-0", "A breakdown out of scope has no other category.", "118", _alone("BG-23", "BT-118")),
        over(
            "BR-O-12",
            "BG-0",
            "Beside what is out of scope no line has another category.",
            "151",
            _alone("BG-25", "BT-151"),
        ),
        over(
            "BR-O-13",
            "BG-0",
            "Beside what is out of scope no allowance has another category.",
            "95",
            _alone("BG-20", "BT-95"),
        ),
        over(
            "BR-O-14",
            "BG-0",
            "Beside what is out of scope no charge has another category.",
            "102",
            _alone("BG-21", "BT-102"),
        ),
    ),
}
RULES: tuple[Rule, ...] = (
    *(rule for one in CATEGORIES for rule in (*_rules(one), *_MORE.get(one.prefix, ()))),
    over("BR-B-01", "BG-0", "Split payment occurs within Italy alone.", "118 151 95 102 40 55", _italian),
    over(
        "BR-B-02", "BG-0", "Split payment stands beside no standard rate.", "118 151 95 102", _no_split_beside_standard
    ),
)
