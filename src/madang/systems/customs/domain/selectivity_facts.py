"""What selection knows of a declaration: facts of each goods item, typed, by name; rules and the model read no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from madang.systems.customs.domain.declaration import Declaration, Item, Trader

Value = tuple[str, ...] | Decimal


class Kind(StrEnum):
    """How a fact is compared."""

    CODES = "codes"
    NUMBER = "number"


FIELDS: Mapping[str, Kind] = {
    "direction": Kind.CODES,
    "commodity": Kind.CODES,
    "origin": Kind.CODES,
    "export_country": Kind.CODES,
    "route": Kind.CODES,
    "procedure": Kind.CODES,
    "preference": Kind.CODES,
    "document": Kind.CODES,
    "package": Kind.CODES,
    "mode": Kind.CODES,
    "importer": Kind.CODES,
    "exporter": Kind.CODES,
    "declarant": Kind.CODES,
    "carrier": Kind.CODES,
    "place": Kind.CODES,
    "incoterm": Kind.CODES,
    "items": Kind.NUMBER,
    "price": Kind.NUMBER,
    "price_per_kg": Kind.NUMBER,
    "net_mass": Kind.NUMBER,
    "importer_declarations": Kind.NUMBER,
    "importer_finds": Kind.NUMBER,
    "exporter_finds": Kind.NUMBER,
}
"""Prices are in the main unit of the invoice's currency, masses in kilograms; counts are of those judged before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of the traders from before: declarations, inspections that found something, whether it is authorised."""

    importer_declarations: int = 0
    importer_finds: int = 0
    exporter_finds: int = 0
    trusted: bool = False
    """An authorised economic operator."""


def facts_of(
    *, declaration: Declaration, history: History, digits: Mapping[str, int] | None = None
) -> list[dict[str, Value]]:
    """The facts of each item, with those of the whole declaration; one set without goods if there are no items."""
    shared = _shared(declaration, history)
    return [shared | _item(item, declaration, digits or {}) for item in declaration.items] or [shared]


def _shared(declaration: Declaration, history: History) -> dict[str, Value]:
    said = declaration
    return {
        "direction": (said.direction.value,),
        "route": said.route,
        "mode": (said.border.mode.value,) if said.border.mode else (),
        "importer": _number(said.importer),
        "exporter": _number(said.exporter),
        "declarant": _number(said.declarant),
        "carrier": _number(said.carrier),
        "place": _codes(said.location.code),
        "incoterm": _codes(said.incoterm.code if said.incoterm else ""),
        "items": Decimal(len(said.items)),
        "importer_declarations": Decimal(history.importer_declarations),
        "importer_finds": Decimal(history.importer_finds),
        "exporter_finds": Decimal(history.exporter_finds),
    }


def _item(item: Item, declaration: Declaration, digits: Mapping[str, int]) -> dict[str, Value]:
    facts: dict[str, Value] = {
        "commodity": _codes(item.commodity),
        "origin": _codes(item.origin),
        "export_country": _codes(item.export_country or declaration.export_country),
        "procedure": _codes(item.procedure),
        "preference": _codes(item.preference),
        "document": tuple(one.type for one in (*item.documents, *item.proofs)),
        "package": tuple(one.kind for one in item.packages if one.kind),
    }
    if item.net_mass is not None:
        facts["net_mass"] = item.net_mass
    if item.price is not None:
        price = Decimal(item.price.minor).scaleb(-digits.get(item.price.currency, 0))
        facts["price"] = price
        if item.net_mass:
            facts["price_per_kg"] = price / item.net_mass
    return facts


def _number(trader: Trader | None) -> tuple[str, ...]:
    """By its number, else by its name in capitals."""
    return _codes((trader.number or trader.name.upper()) if trader else "")


def _codes(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
