"""CUSDEC (D.96B) into the domain's Declaration."""

from decimal import Decimal
from typing import Any

from madang.systems.customs.domain.declaration import (
    Authorisation,
    Container,
    Declaration,
    Guarantee,
    Incoterm,
    Location,
    Means,
    Trader,
    Warehouse,
)
from madang.systems.customs.domain.words import Direction, Function, TransportMode
from madang.systems.customs.formats.edifact import mapping as m
from madang.systems.customs.formats.edifact.cusdec_items import items_of
from madang.systems.customs.formats.edifact.cusdec_parts import (
    charges_of,
    document,
    indicators,
    one_amount,
    party,
    place,
    previous_document,
    statements,
)
from madang.systems.customs.formats.edifact.reader import Reader
from madang.systems.customs.formats.edifact.structure import Group


def declaration_of(*, tree: Group, read: Reader) -> Declaration:
    """The declaration; the reader's faults grow by what is wrong with the content."""
    head = tree.one("BGM") or tree
    counts = {one.get(1): read.whole(one, 1, 2) for one in tree.every("CNT")}
    return Declaration(
        direction=_direction(read, head),
        function=_function(read, head),
        type=head.get(1, 4),
        reference=read.needed(head, 2, 1, "declarant's reference"),
        lodged_on=read.day(next(iter(tree.qualified("DTM", m.ACCEPTED)), None)),
        incoterm=_incoterm(tree),
        invoice_total=one_amount(read, tree, m.INVOICE_TOTAL),
        charges=charges_of(read, tree),
        total_items=counts.get(m.ITEMS_TOTAL),
        total_packages=counts.get(m.PACKAGES_TOTAL),
        total_gross_mass=_gross(read, tree),
        documents=tuple(document(read, one) for one in tree.every("DOC")),
        statements=statements(tree),
        items=items_of(read=read, tree=tree),
        **_parties(read, tree),
        **_places(tree),
        **_indicated(tree),
        **_references(read, tree),
        **_carriage(read, tree),
    )


def _places(tree: Group) -> dict[str, Any]:
    return {
        "office": place(tree, m.OFFICE),
        "exit_office": place(tree, m.EXIT_OFFICE),
        "supervising_office": place(tree, m.OTHER),
        "export_country": place(tree, m.EXPORT_COUNTRY),
        "destination_country": place(tree, m.DESTINATION_COUNTRY),
        "location": _location(tree),
        "warehouse": _warehouse(tree),
        "route": tuple(one.get(2) for one in tree.qualified("LOC", m.TRANSIT_COUNTRY)),
    }


def _indicated(tree: Group) -> dict[str, Any]:
    marks = indicators(tree)
    return {
        "agent_status": marks.get((m.INDICATOR_LIST, m.REPRESENTATION), ""),
        "containerised": {"1": True, "0": False}.get(marks.get((m.INDICATOR_LIST, m.CONTAINERS), "")),
        "transaction_nature": marks.get((m.NATURE_LIST, ""), ""),
        "freight_payment": marks.get((m.INDICATOR_LIST, m.FREIGHT_PAYMENT), ""),
    }


def _references(read: Reader, tree: Group) -> dict[str, Any]:
    return {
        "number": _first(tree.qualified("RFF", m.NUMBER)),
        "invoice_number": _first(tree.qualified("RFF", m.INVOICE)),
        "consignment_reference": _first(tree.qualified("RFF", m.CONSIGNMENT)),
        "bill": _first(tree.qualified("RFF", m.HOUSE_BILL, m.HOUSE_WAYBILL)),
        "master_bill": _first(tree.qualified("RFF", m.MASTER_BILL, m.MASTER_WAYBILL)),
        "authorisations": tuple(
            Authorisation(type=one.get(1, 4), holder=one.get(1, 2)) for one in tree.qualified("RFF", m.AUTHORISATION)
        ),
        "guarantees": tuple(
            Guarantee(type=one.get(1, 4), number=one.get(1, 2)) for one in tree.qualified("RFF", m.GUARANTEE)
        ),
        "previous": tuple(previous_document(read, one) for one in tree.qualified("RFF", m.PREVIOUS)),
    }


def _carriage(read: Reader, tree: Group) -> dict[str, Any]:
    return {
        "border": _means(read, tree, m.BORDER),
        "arrival": _means(read, tree, m.ARRIVAL),
        "departure": _means(read, tree, m.DEPARTURE),
        "containers": _containers(tree),
    }


def _first(found: list[Group]) -> str:
    return found[0].get(1, 2) if found else ""


def _direction(read: Reader, head: Group) -> Direction:
    found = m.DOCUMENTS.get(head.get(1))
    if found is None:
        read.fault(head, f"{head.get(1)[:10]!r} is no declaration: 929 import, 830 export, 950 transit.", 1, 1)
    return found or Direction.IMPORT


def _function(read: Reader, head: Group) -> Function:
    found = m.FUNCTIONS.get(head.get(3))
    if found is None:
        read.fault(head, f"{head.get(3)[:10]!r} is no function: 9 original, 4 change, 5 replace, 1 cancel.", 3, 1)
    return found or Function.ORIGINAL


def _parties(read: Reader, tree: Group) -> dict[str, Any]:
    found: dict[str, Trader | None] = {}
    for group in tree.every("NAD"):
        name = m.PARTIES.get(group.get(1))
        if name is None:
            read.fault(group, f"{group.get(1)[:10]!r} is no party of a declaration.", 1, 1)
        elif name in found:
            read.fault(group, f"The {name} is named twice.", 1, 1)
        else:
            found[name] = party(group)
    return found


def _means(read: Reader, tree: Group, stage: str) -> Means:
    group = next(iter(tree.qualified("TDT", stage)), None)
    if group is None:
        return Means()
    mode = group.get(3)
    known = None
    if mode:
        try:
            known = TransportMode(mode)
        except ValueError:
            read.fault(group, f"{mode[:10]!r} is no mode of transport (Recommendation 19).", 3, 1)
    return Means(identifier=group.get(8, 4), identifier_type=group.get(8, 2), mode=known, nationality=group.get(8, 5))


def _location(tree: Group) -> Location:
    group = next(iter(tree.qualified("LOC", m.GOODS_PLACE)), None)
    if group is None:
        return Location()
    return Location(code=group.get(2), type=group.get(4, 1), qualifier=group.get(4, 4), country=group.get(3))


def _warehouse(tree: Group) -> Warehouse | None:
    group = next(iter(tree.qualified("LOC", m.WAREHOUSE)), None)
    return Warehouse(number=group.get(2), type=group.get(3)) if group else None


def _incoterm(tree: Group) -> Incoterm | None:
    group = tree.one("TOD")
    if group is None:
        return None
    at = next(iter(group.qualified("LOC", m.DELIVERY_PLACE)), None)
    return Incoterm(code=group.get(3), place=(at.get(2) or at.get(2, 4)) if at else "")


def _containers(tree: Group) -> tuple[Container, ...]:
    seals: dict[str, list[str]] = {}
    for seal in tree.every("SEL"):
        seals.setdefault(seal.get(2, 4), []).append(seal.get(1))
    return tuple(
        Container(number=one.get(2), seals=tuple(seals.get(one.get(2), ())), sequence=at)
        for at, one in enumerate(tree.every("EQD"), start=1)
    )


def _gross(read: Reader, tree: Group) -> Decimal | None:
    found = next((one for one in tree.qualified("MEA", m.WEIGHT) if one.get(2) == m.TOTAL_GROSS), None)
    return read.number(found, 3, 2) if found else None
