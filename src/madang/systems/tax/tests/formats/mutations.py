"""Sound invoices, each broken in one place, said by the terms of the standard: one table serves both syntaxes."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from lxml import etree

from madang.systems.tax.formats import names
from madang.systems.tax.formats.en16931.reading import elements, read_document
from madang.systems.tax.formats.en16931.rules_categories import CATEGORIES, Category
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document, Group, Term

Change = Callable[[Document], None]
HERE = Path(__file__).parent
SYNTAXES = (UBL, CII)


@cache
def rich(syntax: str) -> bytes:
    """A sound invoice with nearly every term of the standard."""
    return (HERE / f"rich-{syntax.lower()}.xml").read_bytes()


def changed(*changes: Change, data: bytes) -> bytes:
    """The file after the changes, each made on the terms as the one before left them."""
    for change in changes:
        document = read_document(data=data)
        change(document)
        data = etree.tostring(document.root.element.getroottree(), xml_declaration=True, encoding="UTF-8")
    return data


def _found(document: Document, term: str) -> Iterator[tuple[Group, Term]]:
    return ((group, one) for group in document.root.walk() for one in group.all(term))


def drop(*terms: str) -> Change:
    """Every occurrence of the terms goes, with whatever would otherwise be left empty."""

    def change(document: Document) -> None:
        for term in terms:
            for group, one in list(_found(document, term)):
                _remove(one.element, group.element) if not _attribute(document, term) else one.element.attrib.pop(
                    "unitCode"
                )

    return change


def _attribute(document: Document, term: str) -> bool:
    return term in ("BT-130", "BT-150")


def _remove(element: etree._Element, above: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        if not len(parent) and parent is not above:
            _remove(parent, above)


def write(term: str, text: str, *, only_first: bool = True) -> Change:
    """Another text in the first (or every) occurrence."""

    def change(document: Document) -> None:
        for _group, one in list(_found(document, term))[: 1 if only_first else None]:
            dated = one.attributes.get("format") == "102"
            one.element.text = text.replace("-", "") if dated else text

    return change


def write_all(**texts: str) -> Change:
    """BT_1="…": every occurrence of several terms."""

    def change(document: Document) -> None:
        for term, text in texts.items():
            for _group, one in list(_found(document, term.replace("_", "-"))):
                one.element.text = text

    return change


def attribute(term: str, name: str, value: str | None) -> Change:
    """Another attribute of the first occurrence, or none."""

    def change(document: Document) -> None:
        element = next(_found(document, term))[1].element
        element.attrib.pop(name, None)
        if value is not None:
            element.set(name, value)

    return change


def cut(code: str, *, keep: int = 0) -> Change:
    """The groups of a code go, but for the first `keep`."""

    def change(document: Document) -> None:
        for group in list(document.every(code))[keep:]:
            parent = group.element.getparent()
            if parent is not None:
                parent.remove(group.element)

    return change


def hollow(code: str) -> Change:
    """The first group of a code is left without content."""

    def change(document: Document) -> None:
        element = document.every(code)[0].element
        for child in list(element):
            element.remove(child)

    return change


def put(*, ubl: tuple[str, str] | None = None, cii: tuple[str, str] | None = None, before: bool = False) -> Change:
    """XML at a path, as last child (or before the element of the path)."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in names.PREFIXES.items())

    def change(document: Document) -> None:
        given = ubl if document.syntax == UBL else cii
        if given is None:
            return
        fragment = etree.fromstring(f"<x {spaces}>{given[1]}</x>")
        place = elements(root=document.root.element, path=given[0])[0]
        for one in list(fragment):
            place.addprevious(one) if before else place.append(one)

    return change


_RATES = {"S": "20", "L": "7", "M": "4"}
_NET = Decimal("194.00")


def all_of(category: Category) -> Change:
    """Everything of one VAT category: one part of the breakdown, sums to match."""
    rate = Decimal(_RATES.get(category.code, "0"))
    tax = (_NET * rate / 100).quantize(Decimal("0.01"))

    def change(document: Document) -> None:
        cut("BG-23", keep=1)(document)
        write_all(
            BT_151=category.code,
            BT_95=category.code,
            BT_102=category.code,
            BT_118=category.code,
            BT_152=f"{rate}",
            BT_96=f"{rate}",
            BT_103=f"{rate}",
            BT_119=f"{rate}",
            BT_116=f"{_NET}",
            BT_117=f"{tax}",
            BT_112=f"{_NET + tax}",
            BT_115=f"{_NET + tax - Decimal('12.35')}",
        )(document)
        for one in document.root.all("BT-110"):
            one.element.text = f"{tax}"
        if category.rate == "none":
            drop("BT-152", "BT-96", "BT-103", "BT-119")(document)
        if category.unnumbered:
            _unnumber(document)
        if category.exempt:
            give_reason(document)

    return change


def _unnumber(document: Document) -> None:
    for term in ("BT-31", "BT-48", "BT-63"):
        for _group, one in list(_found(document, term)):
            scheme = one.element.getparent()
            above = scheme.getparent() if scheme is not None else None
            if scheme is not None and above is not None:
                above.remove(scheme)


def give_reason(document: Document) -> None:
    """An exemption's reason in the breakdown."""
    for group in document.every("BG-23"):
        if document.syntax == UBL:
            element = etree.Element(f"{{{names.CBC}}}TaxExemptionReason")
            elements(root=group.element, path="cac:TaxCategory/cac:TaxScheme")[0].addprevious(element)
        else:
            element = etree.Element(f"{{{names.RAM}}}ExemptionReason")
            elements(root=group.element, path="ram:BasisAmount")[0].addprevious(element)
        element.text = "As the law says"


def _unidentify(*terms: str) -> Change:
    def change(document: Document) -> None:
        for term in terms:
            for _group, one in list(_found(document, term)):
                scheme = one.element.getparent()
                above = scheme.getparent() if scheme is not None else None
                if scheme is not None and above is not None:
                    above.remove(scheme)

    return change


def _relieve(*keep: str) -> Change:
    """Lines, allowances and charges go to another category, but for the groups to keep."""

    def change(document: Document) -> None:
        for group, term in (("BG-25", "BT-151"), ("BG-20", "BT-95"), ("BG-21", "BT-102")):
            if group not in keep:
                write_all(**{term.replace("-", "_"): "Z"})(document)

    return change


def of_category(category: Category) -> dict[str, tuple[Change, ...]]:
    """For each rule of a VAT category what breaks it."""
    first = all_of(category)
    numbers = ("BT-31", "BT-63", "BT-48")
    who: Change = _unidentify(*numbers)
    if category.unnumbered:
        who = number_seller
    wrong_rate = {"positive": "0", "zero": "5", "any": "-1", "none": "0"}[category.rate]
    made: dict[str, tuple[Change, ...]] = {
        "01": (first, write("BT-118", "Z" if category.code != "Z" else "E")),
        "02": (first, who),
        "03": (first, _relieve("BG-20"), who),
        "04": (first, _relieve("BG-21"), who),
        "05": (first, rated("BT-152", wrong_rate)),
        "06": (first, rated("BT-96", wrong_rate)),
        "07": (first, rated("BT-103", wrong_rate)),
        "08": (first, write("BT-116", "190.00")),
        "09": (first, write("BT-117", "99.00")),
        "10": (first, give_reason if not category.exempt else drop("BT-120", "BT-121")),
    }
    return {f"BR-{category.prefix}-{code}": changes for code, changes in made.items()}


def number_seller(document: Document) -> None:
    """A VAT number where none may be."""
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    ubl = f"<cac:PartyTaxScheme><cbc:CompanyID>SE1</cbc:CompanyID>{scheme}</cac:PartyTaxScheme>"
    cii = '<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">SE1</ram:ID></ram:SpecifiedTaxRegistration>'
    put(ubl=("/*/cac:AccountingSupplierParty/cac:Party", ubl), cii=("//ram:SellerTradeParty", cii))(document)


def rated(term: str, rate: str) -> Change:
    """Another rate, or one where there was none."""
    tail = {"BT-152": "BT-151", "BT-96": "BT-95", "BT-103": "BT-102"}[term]

    def change(document: Document) -> None:
        found = list(_found(document, term))
        if found:
            found[0][1].element.text = rate
            return
        name = f"{{{names.CBC}}}Percent" if document.syntax == UBL else f"{{{names.RAM}}}RateApplicablePercent"
        element = etree.Element(name)
        element.text = rate
        next(_found(document, tail))[1].element.addnext(element)

    return change


BY_CATEGORY = {code: changes for one in CATEGORIES for code, changes in of_category(one).items()}
BASES = {f"sound-{one.code}": (all_of(one),) for one in CATEGORIES}
