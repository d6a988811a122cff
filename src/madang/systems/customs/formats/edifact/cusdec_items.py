"""Items of a CUSDEC."""

from decimal import Decimal

from madang.systems.customs.domain.declaration import ClaimedLevy, Item, Packages, Quantity
from madang.systems.customs.domain.words import ValuationMethod
from madang.systems.customs.formats.codes import KILOGRAM, is_proof
from madang.systems.customs.formats.edifact import mapping as m
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
from madang.systems.customs.formats.edifact.reader import Reader, text_of
from madang.systems.customs.formats.edifact.structure import Group


def items_of(*, read: Reader, tree: Group) -> tuple[Item, ...]:
    """All items in their order."""
    return tuple(_item(read, group) for group in tree.every("CST", label="item"))


def _item(read: Reader, group: Group) -> Item:
    documents = tuple(document(read, one) for one in group.every("DOC"))
    marks = indicators(group)
    text = next(iter(group.qualified("FTX", m.GOODS_TEXT)), None)
    parties = {one.get(1): party(one) for one in group.every("NAD")}
    quota = next(iter(group.qualified("RFF", m.QUOTA)), None)
    return Item(
        sequence=read.whole(group, 1, 1) or 0,
        commodity=group.get(2),
        description=text_of(text) if text else "",
        origin=place(group, m.ORIGIN),
        preferential_origin=place(group, m.ORIGIN, related=m.PREFERENTIAL),
        preference=group.get(5),
        proofs=tuple(one for one in documents if is_proof(code=one.type)),
        quota_order=quota.get(1, 2) if quota else "",
        procedure=group.get(3),
        previous_procedure=group.get(4),
        additional_procedures=tuple(one.get(1) for one in group.every("GIS") if one.get(1, 2) == m.SPECIAL_LIST),
        packages=tuple(_packages(read, one, at) for at, one in enumerate(group.every("PAC"), start=1)),
        containers=tuple(one.get(1, 2) for one in group.qualified("RFF", m.CONTAINER)),
        gross_mass=_mass(read, group, m.ITEM_GROSS),
        net_mass=_mass(read, group, m.ITEM_NET),
        quantities=_quantities(read, group),
        price=one_amount(read, group, m.PRICE),
        statistical_value=one_amount(read, group, m.STATISTICAL),
        customs_value=one_amount(read, group, m.CUSTOMS_VALUE),
        valuation=_valuation(read, group),
        charges=charges_of(read, group),
        documents=tuple(one for one in documents if not is_proof(code=one.type)),
        previous=tuple(previous_document(read, one) for one in group.qualified("RFF", m.PREVIOUS)),
        statements=statements(group),
        levies=tuple(_levy(read, one) for one in group.every("TAX")),
        further_codes=tuple((one.get(1, 4), one.get(1, 2)) for one in group.qualified("RFF", m.FURTHER_CODE)),
        export_country=place(group, m.EXPORT_COUNTRY),
        destination_country=place(group, m.DESTINATION_COUNTRY),
        transaction_nature=marks.get((m.NATURE_LIST, ""), ""),
        consignor=parties.get("CZ"),
        consignee=parties.get("CN"),
    )


def _packages(read: Reader, group: Group, at: int) -> Packages:
    marks = group.one("PCI")
    return Packages(
        count=read.whole(group, 1, 1) or 0,
        kind=group.get(3),
        marks=text_of(marks, element=2) if marks else "",
        sequence=at,
    )


def _mass(read: Reader, group: Group, kind: str) -> Decimal | None:
    found = next((one for one in group.every("MEA") if one.get(2) == kind), None)
    if found is None:
        return None
    if found.get(3) != KILOGRAM:
        read.fault(found, f"Masses are in kilograms (KGM), not in {found.get(3)[:10]}.", 3, 1)
    return read.number(found, 3, 2)


def _quantities(read: Reader, group: Group) -> tuple[Quantity, ...]:
    found = []
    for one in group.every("MEA"):
        if one.get(2) in (*m.QUANTITIES, m.FURTHER_QUANTITY):
            value = read.number(one, 3, 2)
            if value is not None:
                found.append(Quantity(value=value, unit="" if one.get(3) == m.NO_UNIT else one.get(3)))
    return tuple(found)


def _valuation(read: Reader, group: Group) -> ValuationMethod | None:
    found = next((one for one in group.every("GIS") if one.get(1, 2) == m.VALUATION_LIST), None)
    if found is None:
        return None
    try:
        return ValuationMethod(found.get(1))
    except ValueError:
        read.fault(found, f"{found.get(1)[:10]!r} is no method of valuation (1 to 6).", 1, 1)
        return None


def _levy(read: Reader, group: Group) -> ClaimedLevy:
    base = read.number(group, 4, 1)
    payment = group.one("GIS")
    return ClaimedLevy(
        type=group.get(2),
        payment_method=payment.get(1) if payment else "",
        base=Quantity(value=base, unit=group.get(5)) if base is not None else None,
        amount=one_amount(read, group, m.LEVY),
    )
