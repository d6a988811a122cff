"""UBL-CR, UBL-SR, UBL-DT, CII-SR, CII-DT: what a syntax could say and EN 16931 has no use for (CEN/TS 16931-3-2 and -3-3).

The facts stand in syntax/ubl.txt and syntax/cii.txt; their sentences are made here.
"""

import re
from collections.abc import Callable, Iterator
from importlib import resources
from typing import cast

from lxml import etree

from madang.framework.bulk.safe_xml import Element
from madang.systems.tax.formats.en16931 import syntax as facts
from madang.systems.tax.formats.en16931.reading import compiled, elements
from madang.systems.tax.formats.en16931.rule import Level, Rule
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document

_COUNT = re.compile(r"count\((.*)\) (>|!=) ([0-9])")
_LEVELS = {"f": Level.FATAL, "w": Level.WARNING}
_PREFIX = re.compile(r"\b(cac|cbc|ext|ram|rsm|udt|qdt):")
_SPECIAL = {
    "UBL-SR-07": "A reference to an earlier invoice has a number.",
    "UBL-SR-19": "A payee has one name, and not the seller's.",
    "UBL-SR-20": "A payee has one identifier, and not the seller's name.",
    "UBL-SR-21": "A payee has one registration, and not the seller's name.",
    "UBL-SR-43": "Only the reference to an invoiced object (type 130) has a type and a scheme.",
    "UBL-SR-44": "All payment instructions give the same reference.",
    "UBL-SR-47": "All payment instructions name the same means.",
    "UBL-SR-53": "A tax registration has a number and a tax.",
    "UBL-DT-01": "An amount has at most two decimals.",
    "UBL-DT-06": "An attached document says its media type.",
    "UBL-DT-07": "An attached document says its file name.",
    "CII-SR-046": "A product's global identifier says its scheme.",
    "CII-SR-119": "A discount on the price is an allowance and has an amount.",
    "CII-SR-449": "A place of delivery has one identifier, plain or global.",
    "CII-SR-450": "A buyer has one identifier, plain or global.",
    "CII-SR-451": "A payee has one identifier, plain or global.",
    "CII-SR-462": "All parts of the VAT breakdown name the same event.",
    "CII-SR-463": "An allowance or charge says which of the two it is.",
    "CII-SR-467": "All payment instructions name the same means.",
    "CII-SR-468": "All payment instructions describe the means alike.",
    "CII-SR-470": "A credit transfer says to which account.",
    "CII-DT-097": "A date is written as eight digits: year, month, day.",
}


def _says(code: str, context: str, breaks: str) -> str:
    if code in _SPECIAL:
        return _SPECIAL[code]
    where = "" if context == "/*" else f" (in {_plain(context)})"
    counted = _COUNT.fullmatch(breaks)
    if not counted:
        return f"EN 16931 has no use for {_plain(breaks)}{where}."
    often = f"at most {counted[3]} times" if counted[2] == ">" else "exactly once"
    return f"{_plain(counted[1])} stands {often}{where}."


def _plain(path: str) -> str:
    """A path for people: without prefixes, an abstract name instead of the words for it."""
    return _PREFIX.sub("", path).replace("(InvoiceLine|CreditNoteLine)", "Line").replace("//", "")


def _find(context: str, breaks: str) -> Callable[[Document], Iterator[Element]]:
    def find(document: Document) -> Iterator[Element]:
        if context not in document.found:
            document.found[context] = elements(root=document.root.element, path=context)
        for place in document.found[context]:
            found = compiled(breaks)(place)
            if isinstance(found, list):
                yield from (
                    one if isinstance(one, etree._Element) else cast("Element", one.getparent()) for one in found
                )
            elif found:
                yield place

    return find


def _read(name: str, syntax: str) -> tuple[Rule, ...]:
    rules, context = [], "/*"
    for line in resources.files(facts).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("@ "):
            context = line[2:]
            continue
        code, level, breaks = line.split(" ", 2)
        says, find = _says(code, context, breaks), _find(context, breaks)
        rules.append(Rule(code=code, level=_LEVELS[level], says=says, terms=(), find=find, syntaxes=(syntax,)))
    return tuple(rules)


UBL_RULES = _read("ubl.txt", UBL)
CII_RULES = _read("cii.txt", CII)
RULES = UBL_RULES + CII_RULES
