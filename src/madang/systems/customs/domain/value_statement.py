"""How an item of a declaration refers to its valuation statement (in Korea 가격신고서, Customs Act art. 27): a document
of the code 934 of UN/EDIFACT 1001, value declaration, with the statement's number."""

import re
from collections.abc import Mapping
from dataclasses import replace

from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Declaration, Document, Item
from madang.systems.customs.domain.value_found import ValueFound

DOCUMENT = "934"
_CODES = frozenset({DOCUMENT, f"N{DOCUMENT}"})
_NUMBER = re.compile(r"V\d{4}-[0-9A-Z]{8}")


def statement_of(*, item: Item) -> str:
    """The number of the statement that an item names; empty where it names none of ours."""
    named = (one.number for one in item.documents if one.type in _CODES)
    return next((number for number in named if _NUMBER.fullmatch(number)), "")


def with_statement(*, item: Item, number: str) -> Item:
    """The item, referring to this statement and no other; a method that it declares gives way to that of the statement."""
    kept = tuple(one for one in item.documents if not (one.type in _CODES and _NUMBER.fullmatch(one.number)))
    documents = (*kept, Document(type=DOCUMENT, number=number))
    return replace(item, documents=documents, valuation=None, customs_value=None)


def with_values(
    *, declaration: Declaration, values: Mapping[str, ValueFound], currency: str
) -> tuple[Declaration, dict[int, tuple[str, ValueFound]]]:
    """The declaration with the values that its statements find, and by item which statement that was."""
    found = {
        item.sequence: (number, values[number])
        for item in declaration.items
        if (number := statement_of(item=item)) in values
    }
    if not found:
        return declaration, {}
    items = tuple(
        _valued(item, found[item.sequence][1], currency) if item.sequence in found else item
        for item in declaration.items
    )
    return replace(declaration, items=items), found


def _valued(item: Item, found: ValueFound, currency: str) -> Item:
    return replace(item, valuation=found.method, customs_value=Money(found.value, currency))
