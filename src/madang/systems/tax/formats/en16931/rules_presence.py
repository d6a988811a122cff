"""BR-01 to BR-65: what an invoice must say (EN 16931-1, 6.4.1)."""

from madang.systems.tax.formats.en16931.rule import (
    Check,
    Level,
    Rule,
    at_least_zero,
    holds_group,
    is_there,
    over,
    says_something,
    with_attribute,
)
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document, Group

_CREDIT_TRANSFERS = frozenset({"30", "58"})
LONGEST_CARD_NUMBER = 10


def _country_of(address: str, term: str) -> Check:
    """A country in the address. CII's binding asks for it even where the whole address is missing."""

    def check(group: Group, document: Document) -> bool:
        found = group.each(address)
        return all(one.text(term) for one in found) and (bool(found) or document.syntax == UBL)

    return check


def _period(first: str, last: str) -> Check:
    """The end is not before the start; a date that is none is unsound."""

    def check(group: Group, document: Document) -> bool:
        if not (group.there(first) and group.there(last)):
            return True
        start, end = group.day(first), group.day(last)
        return start is not None and end is not None and start <= end

    return check


def _payee_is_another(payee: Group, document: Document) -> bool:
    if not payee.there("BT-59"):
        return False
    name = "BT-28" if document.syntax == UBL else "BT-27"
    pairs = [("BT-59", name), ("BT-60", "BT-29"), ("BT-60", "BT-90")]
    if document.syntax == CII:
        pairs.append(("BT-61", "BT-30"))
    sellers = document.root.each("BG-4")
    return not any(set(payee.texts(own)) & set(seller.texts(its)) for own, its in pairs for seller in sellers)


def _account_says(group: Group, document: Document) -> bool:
    accounts = group.each("BG-17") if group.text("BT-81") in _CREDIT_TRANSFERS else ()
    return all(one.text("BT-84") for one in accounts)


def _has_account(group: Group, document: Document) -> bool:
    if group.text("BT-81") not in _CREDIT_TRANSFERS:
        return True
    accounts = group.each("BG-17")
    if document.syntax == CII:
        return all(one.there("BT-84") for one in accounts)
    return any(one.there("BT-84") for one in accounts)


def _tax_currency_has_total(root: Group, document: Document) -> bool:
    if not root.there("BT-6"):
        return True
    return root.there("BT-111") and (document.syntax == UBL or root.text("BT-6") != root.text("BT-5"))


def _rate_or_out_of_scope(group: Group, document: Document) -> bool:
    return group.there("BT-119") or group.text("BT-118") == "O"


def _short_card_number(group: Group, document: Document) -> bool:
    return all(len(" ".join(one.text.split())) <= LONGEST_CARD_NUMBER for one in group.all("BT-87"))


def _complete_property(group: Group, document: Document) -> bool:
    return group.there("BT-160") and group.there("BT-161")


_REASON = "gives a reason, in words or as a code"
_AMOUNT = "has an amount"
DOCUMENT = (
    over("BR-01", "BG-0", "The invoice names the specification that it follows.", "24", says_something("BT-24")),
    over("BR-02", "BG-0", "The invoice has a number.", "1", says_something("BT-1")),
    over("BR-03", "BG-0", "The invoice has a date of issue.", "2", says_something("BT-2")),
    over("BR-04", "BG-0", "The invoice says of which type it is.", "3", says_something("BT-3")),
    over("BR-05", "BG-0", "The invoice names its currency.", "5", says_something("BT-5")),
    over(
        "BR-06",
        "BG-0",
        "The seller is named.",
        "27",
        lambda root, _: any(one.text("BT-27") for one in root.each("BG-4")),
    ),
    over(
        "BR-07",
        "BG-0",
        "The buyer is named.",
        "44",
        lambda root, _: any(one.text("BT-44") for one in root.each("BG-7")),
    ),
    over(
        "BR-08",
        "BG-0",
        "The seller has a postal address.",
        "BG-5",
        lambda root, _: any(one.each("BG-5") for one in root.each("BG-4")),
    ),
    over("BR-09", "BG-4", "The seller's address names its country.", "40", _country_of("BG-5", "BT-40")),
    over(
        "BR-10",
        "BG-0",
        "The buyer has a postal address.",
        "BG-8",
        lambda root, _: any(one.each("BG-8") for one in root.each("BG-7")),
    ),
    over("BR-11", "BG-7", "The buyer's address names its country.", "55", _country_of("BG-8", "BT-55")),
    over("BR-12", "BG-22", "The sum of the lines is stated.", "106", is_there("BT-106")),
    over("BR-13", "BG-22", "The total without VAT is stated.", "109", is_there("BT-109")),
    over("BR-14", "BG-22", "The total with VAT is stated.", "112", is_there("BT-112")),
    over("BR-15", "BG-22", "What is to be paid is stated.", "115", is_there("BT-115")),
    over("BR-16", "BG-0", "The invoice has at least one line.", "BG-25", holds_group("BG-25")),
    over(
        "BR-17",
        "BG-10",
        "A payee is named where it is not the seller, and only then.",
        "59 BG-4 BG-10",
        _payee_is_another,
    ),
    over("BR-18", "BG-11", "The seller's tax representative is named.", "62", says_something("BT-62")),
    over("BR-19", "BG-11", "The seller's tax representative has a postal address.", "BG-12", holds_group("BG-12")),
    over("BR-20", "BG-11", "The tax representative's address names its country.", "69", _country_of("BG-12", "BT-69")),
)
LINES = (
    over("BR-21", "BG-25", "Each line has an identifier.", "126", says_something("BT-126")),
    over("BR-22", "BG-25", "Each line says how much was supplied.", "129", is_there("BT-129")),
    over("BR-23", "BG-25", "Each line's quantity has a unit.", "130", is_there("BT-130")),
    over("BR-24", "BG-25", "Each line has a net amount.", "131", is_there("BT-131")),
    over("BR-25", "BG-25", "Each line names what was supplied.", "153", says_something("BT-153")),
    over("BR-26", "BG-25", "Each line has a net price.", "146", is_there("BT-146")),
    over("BR-27", "BG-25", "A net price is not negative.", "146", at_least_zero("BT-146", required=True)),
    over("BR-28", "BG-25", "A gross price is not negative.", "148", at_least_zero("BT-148", required=False)),
    over("BR-29", "BG-14", "The invoicing period does not end before it starts.", "73 74", _period("BT-73", "BT-74")),
    over("BR-30", "BG-26", "A line's period does not end before it starts.", "134 135", _period("BT-134", "BT-135")),
)
REDUCTIONS = (
    over("BR-31", "BG-20", f"Each allowance of the document {_AMOUNT}.", "92", is_there("BT-92")),
    over("BR-32", "BG-20", "Each allowance of the document has a VAT category.", "95", is_there("BT-95")),
    over("BR-33", "BG-20", f"Each allowance of the document {_REASON}.", "97 98", is_there("BT-97", "BT-98")),
    over("BR-36", "BG-21", f"Each charge of the document {_AMOUNT}.", "99", is_there("BT-99")),
    over("BR-37", "BG-21", "Each charge of the document has a VAT category.", "102", is_there("BT-102")),
    over("BR-38", "BG-21", f"Each charge of the document {_REASON}.", "104 105", is_there("BT-104", "BT-105")),
    over("BR-41", "BG-27", f"Each allowance of a line {_AMOUNT}.", "136", is_there("BT-136")),
    over("BR-42", "BG-27", f"Each allowance of a line {_REASON}.", "139 140", is_there("BT-139", "BT-140")),
    over("BR-43", "BG-28", f"Each charge of a line {_AMOUNT}.", "141", is_there("BT-141")),
    over("BR-44", "BG-28", f"Each charge of a line {_REASON}.", "144 145", is_there("BT-144", "BT-145")),
    over("BR-45", "BG-23", "Each part of the VAT breakdown states what is taxed.", "116", is_there("BT-116")),
    over("BR-46", "BG-23", "Each part of the VAT breakdown states its tax.", "117", is_there("BT-117")),
    over("BR-47", "BG-23", "Each part of the VAT breakdown has a category.", "118", is_there("BT-118")),
    over(
        "BR-48",
        "BG-23",
        "Each part of the VAT breakdown has a rate, unless it is outside the scope of VAT.",
        "119",
        _rate_or_out_of_scope,
    ),
)
DETAILS = (
    over("BR-49", "BG-16", "Payment instructions name the means of payment.", "81", is_there("BT-81")),
    over("BR-50", "BG-16", "The account of a credit transfer has an identifier.", "84", _account_says),
    over(
        "BR-51",
        "BG-18",
        "A card's number is shown by its last digits only, never whole.",
        "87",
        _short_card_number,
        level=Level.WARNING,
    ),
    over("BR-52", "BG-24", "Each supporting document has a reference.", "122", says_something("BT-122")),
    over(
        "BR-53",
        "BG-0",
        "Where VAT is accounted in another currency, its total is stated in that currency.",
        "6 111",
        _tax_currency_has_total,
    ),
    over("BR-54", "BG-32", "Each attribute of an item has a name and a value.", "160 161", _complete_property),
    over("BR-55", "BG-3", "Each reference to an earlier invoice gives its number.", "25", says_something("BT-25")),
    over("BR-56", "BG-11", "The seller's tax representative has a VAT number.", "63", says_something("BT-63")),
    over("BR-57", "BG-15", "A delivery address names its country.", "80", says_something("BT-80")),
    over("BR-61", "BG-16", "A credit transfer says to which account.", "81 84", _has_account),
    over(
        "BR-62", "BG-4", "The seller's electronic address says its scheme.", "34", with_attribute("BT-34", "schemeID")
    ),
    over("BR-63", "BG-7", "The buyer's electronic address says its scheme.", "49", with_attribute("BT-49", "schemeID")),
    over(
        "BR-64", "BG-25", "An item's standard identifier says its scheme.", "157", with_attribute("BT-157", "schemeID")
    ),
    over("BR-65", "BG-25", "An item's classification says its list.", "158", with_attribute("BT-158", "listID")),
)
RULES: tuple[Rule, ...] = DOCUMENT + LINES + REDUCTIONS + DETAILS
