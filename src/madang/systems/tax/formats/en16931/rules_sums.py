"""BR-CO and BR-DEC: what must agree with what, and with how many digits (EN 16931-1, 6.4.2 and 6.5)."""

from decimal import Decimal

from madang.systems.tax.formats.en16931 import codes
from madang.systems.tax.formats.en16931.rule import (
    Check,
    Rule,
    cents,
    holds_group,
    is_there,
    over,
    total,
    two_decimals,
    whole,
)
from madang.systems.tax.formats.en16931.terms import CII, UBL, VAT_TOTAL, Document, Group, number_of

ONE = Decimal(1)


def _not_both_tax_points(root: Group, document: Document) -> bool:
    return not (root.there("BT-7") and root.there("BT-8"))


def _country_prefixed(*terms: str) -> Check:
    countries = codes.listed("vat-prefixes")
    return lambda group, _: all(one.text[:2] in countries for term in terms for one in group.all(term))


def _lines(sums: Group, document: Document) -> bool:
    lines = total(document.root.each("BG-25"), "BT-131")
    return lines is not None and sums.number("BT-106") == cents(lines)


def _reductions(stated: str, group: str, term: str) -> Check:
    """What is stated is the sum of the allowances (or charges) of the document."""

    def check(sums: Group, document: Document) -> bool:
        found = document.root.each(group)
        if not found and not sums.there(stated):
            return True
        amount = total(found, term)
        return amount is not None and sums.number(stated) == cents(amount)

    return check


def _or_nothing(sums: Group, term: str) -> Decimal | None:
    return sums.number(term) if sums.there(term) else Decimal(0)


def _without_vat(sums: Group, document: Document) -> bool:
    lines, less, more = sums.number("BT-106"), _or_nothing(sums, "BT-107"), _or_nothing(sums, "BT-108")
    if lines is None or less is None or more is None:
        return False
    return sums.number("BT-109") == (cents(lines - less + more) if less or more else lines)


def _vat_total(one: Group, document: Document) -> bool:
    if document.syntax == UBL and not one.there("parts"):
        return True
    parts = [term.text for term in one.all("BT-117")]
    numbers = [number_of(text=text) for text in parts]
    if None in numbers:
        return False
    return one.number("BT-110") == cents(sum((number for number in numbers if number is not None), Decimal(0)))


def _with_vat(root: Group, document: Document) -> bool:
    if not root.there("BT-5"):
        return True
    return any(_with_vat_in(root, sums, document) for sums in root.each("BG-22"))


def _with_vat_in(root: Group, sums: Group, document: Document) -> bool:
    net, gross, tax = sums.number("BT-109"), sums.number("BT-112"), root.number("BT-110")
    if net is None or gross is None:
        return False
    if document.syntax == CII and gross == net:
        return True
    return tax is not None and len(root.all("BT-110")) == 1 and gross == cents(net + tax)


def _to_pay(sums: Group, document: Document) -> bool:
    gross, due = sums.number("BT-112"), sums.number("BT-115")
    paid, rounding = _or_nothing(sums, "BT-113"), _or_nothing(sums, "BT-114")
    if gross is None or due is None or paid is None or rounding is None:
        return False
    return cents(due - rounding) == cents(gross - paid)


def _tax_of_part(part: Group, document: Document) -> bool:
    """The tax is the rate of what is taxed, with the rule's own tolerance of less than one (CII: at most one)."""
    tax = part.number("BT-117")
    if not part.there("BT-119"):
        return tax is not None and whole(tax) == 0
    rate, taxable = part.number("BT-119"), part.number("BT-116")
    if rate is None or tax is None:
        return False
    if whole(rate) == 0:
        return whole(tax) == 0
    return taxable is not None and near(tax=tax, taxable=taxable, rate=rate, closed=document.syntax == CII)


def near(*, tax: Decimal, taxable: Decimal, rate: Decimal, closed: bool = False) -> bool:
    """Less than one apart (closed: or exactly one), as BR-CO-17 and BR-S-09 allow."""
    apart = abs(abs(tax) - cents(abs(taxable) * rate / 100))
    return apart <= ONE if closed else apart < ONE


def _described_period(period: Group, document: Document) -> bool:
    return period.there("BT-73", "BT-74") or (document.syntax == UBL and period.there("BT-8"))


def _payable_when(root: Group, document: Document) -> bool:
    due = [sums.number("BT-115") for sums in root.each("BG-22") if sums.there("BT-115")]
    return all(one is not None and one <= 0 for one in due) or root.there("BT-9", "BT-20")


_REASON = "gives a reason, in words or as a code"
AGREEMENT: tuple[Rule, ...] = (
    over("BR-CO-03", "BG-0", "The tax point is a date or an event, not both.", "7 8", _not_both_tax_points),
    over("BR-CO-04", "BG-25", "Each line has a VAT category.", "151", is_there("BT-151")),
    over(
        "BR-CO-09",
        "BG-4 BG-7 BG-11",
        "A VAT number begins with a country.",
        "31 48 63",
        _country_prefixed("BT-31", "BT-48", "BT-63"),
    ),
    over("BR-CO-10", "BG-22", "The sum of the lines is the sum of the lines.", "106 131", _lines),
    over(
        "BR-CO-11",
        "BG-22",
        "The stated allowances are the sum of the document's allowances.",
        "107 92",
        _reductions("BT-107", "BG-20", "BT-92"),
    ),
    over(
        "BR-CO-12",
        "BG-22",
        "The stated charges are the sum of the document's charges.",
        "108 99",
        _reductions("BT-108", "BG-21", "BT-99"),
    ),
    over(
        "BR-CO-13",
        "BG-22",
        "The total without VAT is the lines less the allowances plus the charges.",
        "109 106 107 108",
        _without_vat,
    ),
    over("BR-CO-14", VAT_TOTAL, "The VAT total is the sum of its parts.", "110 117", _vat_total),
    over("BR-CO-15", "BG-0", "The total with VAT is the total without it plus the VAT.", "112 109 110", _with_vat),
    over(
        "BR-CO-16", "BG-22", "What is to be paid is the total less what was paid, rounded.", "115 112 113 114", _to_pay
    ),
    over("BR-CO-17", "BG-23", "The tax of each part is its rate of what is taxed.", "117 116 119", _tax_of_part),
    over("BR-CO-18", "BG-0", "The invoice has a VAT breakdown.", "BG-23", holds_group("BG-23")),
    over("BR-CO-19", "BG-14", "An invoicing period has a start, an end, or both.", "73 74", _described_period),
    over("BR-CO-20", "BG-26", "A line's period has a start, an end, or both.", "134 135", is_there("BT-134", "BT-135")),
    over("BR-CO-21", "BG-20", f"Each allowance of the document {_REASON}.", "97 98", is_there("BT-97", "BT-98")),
    over("BR-CO-22", "BG-21", f"Each charge of the document {_REASON}.", "104 105", is_there("BT-104", "BT-105")),
    over("BR-CO-23", "BG-27", f"Each allowance of a line {_REASON}.", "139 140", is_there("BT-139", "BT-140")),
    over("BR-CO-24", "BG-28", f"Each charge of a line {_REASON}.", "144 145", is_there("BT-144", "BT-145")),
    over("BR-CO-25", "BG-0", "What is to be paid has a due date or terms of payment.", "115 9 20", _payable_when),
    over(
        "BR-CO-26",
        "BG-4",
        "The seller is identified: by an identifier, a legal registration or a VAT number.",
        "29 30 31",
        is_there("BT-29", "BT-30", "BT-31"),
    ),
)
_DIGITS = (
    ("01", "BG-20", "92", "An allowance"),
    ("02", "BG-20", "93", "The base of an allowance"),
    ("05", "BG-21", "99", "A charge"),
    ("06", "BG-21", "100", "The base of a charge"),
    ("09", "BG-22", "106", "The sum of the lines"),
    ("10", "BG-22", "107", "The sum of the allowances"),
    ("11", "BG-22", "108", "The sum of the charges"),
    ("12", "BG-22", "109", "The total without VAT"),
    ("13", "BG-0", "110", "The VAT total"),
    ("14", "BG-22", "112", "The total with VAT"),
    ("15", "BG-0", "111", "The VAT total in the accounting currency"),
    ("16", "BG-22", "113", "What was paid already"),
    ("17", "BG-22", "114", "The rounding"),
    ("18", "BG-22", "115", "What is to be paid"),
    ("19", "BG-23", "116", "What is taxed in a part of the breakdown"),
    ("20", "BG-23", "117", "The tax of a part of the breakdown"),
    ("23", "BG-25", "131", "A line's net amount"),
    ("24", "BG-27", "136", "An allowance of a line"),
    ("25", "BG-27", "137", "The base of an allowance of a line"),
    ("27", "BG-28", "141", "A charge of a line"),
    ("28", "BG-28", "142", "The base of a charge of a line"),
)
DIGITS = tuple(
    over(f"BR-DEC-{code}", group, f"{what} has at most two decimals.", term, two_decimals(f"BT-{term}"))
    for code, group, term, what in _DIGITS
)
