"""From the bytes of a file to the terms it says. Hostile files are refused before anything is asked of them."""

from collections.abc import Callable
from functools import lru_cache
from typing import cast

from lxml import etree

from madang.framework.bulk import safe_xml
from madang.framework.bulk.safe_xml import Element, XmlRefused
from madang.systems.tax.formats import names
from madang.systems.tax.formats.en16931 import cii_shape, ubl_shape
from madang.systems.tax.formats.en16931.shape import Shape
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document, Group, Term

LARGEST = 20 * 1024 * 1024
DEEPEST = 40
_ROOTS = {
    f"{{{names.UBL_INVOICE}}}Invoice": UBL,
    f"{{{names.UBL_CREDIT_NOTE}}}CreditNote": UBL,
    f"{{{names.RSM}}}CrossIndustryInvoice": CII,
}


def read_document(*, data: bytes) -> Document:
    """The terms of an invoice; XmlRefused with every fault when it is no invoice in one of the two syntaxes."""
    root = safe_xml.read(data=data, largest=LARGEST)
    syntax = _ROOTS.get(str(root.tag))
    if syntax is None:
        name = str(root.tag).rpartition("}")[2][:60]
        says = f"this is a {name}, not an Invoice or CreditNote of UBL 2.1 nor a CrossIndustryInvoice of CII D16B"
        raise XmlRefused([("line 1", says)])
    _refuse_depth(root)
    shape = ubl_shape.SHAPE if syntax == UBL else cii_shape.SHAPE
    invoice = _group(shape, root)
    groups: dict[str, list[Group]] = {}
    for one in invoice.walk():
        groups.setdefault(one.code, []).append(one)
    by_code = {code: tuple(found) for code, found in groups.items()}
    credit_note = str(root.tag).endswith("CreditNote")
    return Document(syntax=syntax, root=invoice, credit_note=credit_note, by_code=by_code)


def elements(*, root: Element, path: str) -> list[Element]:
    """The elements (or the owners of the attributes) on an XPath 1.0."""
    found = cast("list[Element]", compiled(path)(root))
    return [one if isinstance(one, etree._Element) else one.getparent() for one in found]


@lru_cache(maxsize=4096)
def compiled(path: str) -> Callable[[Element], object]:
    """A path with the prefixes of both syntaxes."""
    return etree.XPath(path, namespaces=names.PREFIXES)


def _refuse_depth(root: Element) -> None:
    # The first element so many steps below the root: libxml2 finds it in a thirtieth of the time of a walk here.
    deep = cast("list[Element]", compiled(f"(self::*{'/*' * DEEPEST})[1]")(root))
    if deep:
        raise XmlRefused([(f"line {deep[0].sourceline}", f"nested deeper than {DEEPEST} elements")])


def _group(shape: Shape, element: Element) -> Group:
    terms = {code: found for code, path in shape.terms.items() if (found := _terms(path, element))}
    groups: dict[str, tuple[Group, ...]] = {}
    for below in shape.groups:
        places = cast("list[Element]", compiled(below.path)(element))
        if places:
            groups[below.code] = tuple(_group(below, one) for one in places)
    return Group(code=shape.code, element=element, terms=terms, groups=groups)


def _terms(path: str, element: Element) -> tuple[Term, ...]:
    found = []
    for one in cast("list[Element | etree._ElementUnicodeResult]", compiled(path)(element)):
        if isinstance(one, etree._Element):
            attributes = cast("list[tuple[str, str]]", one.items())
            found.append(Term(text=(one.text or "").strip(), element=one, attributes=dict(attributes)))
        else:
            found.append(Term(text=str(one).strip(), element=cast("Element", one.getparent())))
    return tuple(found)
