"""CUSCAR (D.95B) into the domain's Manifest."""

from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from madang.systems.customs.domain.manifest import (
    Bill,
    CargoLine,
    CargoParty,
    Container,
    Conveyance,
    Direction,
    Function,
    Manifest,
    MasterBill,
    Mode,
    PortCall,
    Role,
    Seal,
    Sealer,
    Stowed,
)
from madang.systems.customs.formats.codes import KILOGRAM
from madang.systems.customs.formats.edifact import cuscar_mapping as m
from madang.systems.customs.formats.edifact.reader import Reader, text_of
from madang.systems.customs.formats.edifact.structure import Group
from madang.systems.customs.formats.edifact.syntax import MISSING

Word = TypeVar("Word")


def manifest_of(*, tree: Group, read: Reader) -> Manifest:
    """The report; the reader's faults grow by what is wrong with the content."""
    head = tree.one("BGM") or tree
    if head.get(1) not in (m.MANIFEST, m.LEAVING, m.ARRIVING):
        read.fault(head, f"{head.get(1)[:10]!r} is no cargo report: 85, 833 and 933 are.", 1, 1)
    carriage = next(iter(tree.qualified("TDT", m.MAIN_CARRIAGE)), None)
    if carriage is None:
        read.fault(head, "The report says no main carriage (TDT+20).", code=MISSING)
    way = carriage or Group(head.segment)
    status = tree.one("GIS")
    office = next(iter(tree.qualified("NAD", m.OFFICE_PARTY)), None)
    if office is None:
        read.fault(head, "The report names no customs office (NAD+CM).", code=MISSING)
    reported = read.moment(next(iter(tree.qualified("DTM", m.REPORTED)), None))
    if reported is None:
        read.fault(head, "The report says no moment of its own (DTM+137).", code=MISSING)
    days = {one.get(1): one for one in way.every("DTM")}
    direction = _direction(read, head, status or head)
    return Manifest(
        number=read.needed(head, 2, 1, "number of the report"),
        function=_word(read, head, 3, m.FUNCTIONS, Function.ORIGINAL, "function"),
        reason=next((text_of(one) for one in tree.qualified("FTX", m.REASON)), ""),
        mode=_word(read, way, 3, m.MODES, Mode.SEA, "mode of transport"),
        direction=direction,
        reported_at=reported or datetime.min,  # noqa: DTZ901 - never returned: a fault was noted
        office=office.get(2) if office else "",
        carrier=read.needed(way, 5, 1, "carrier"),
        carrier_name=way.get(5, 4),
        conveyance=Conveyance(number=read.needed(way, 8, 1, "conveyance"), name=way.get(8, 4), flag=way.get(8, 5)),
        voyage=read.needed(way, 2, 1, "voyage"),
        calls=tuple(
            PortCall(place=one.get(2), kind=m.CALLS[one.get(1)]) for one in way.every("LOC") if one.get(1) in m.CALLS
        ),
        arrives_at=read.moment(days.get(m.ARRIVES)),
        departs_at=read.moment(days.get(m.DEPARTS)),
        containers=tuple(_container(read, one) for one in tree.every("EQD")),
        bills=tuple(bill for one in tree.every("CNI") for bill in _master(read, one)),
    )


def _direction(read: Reader, head: Group, status: Group) -> Direction:
    """The direction of the report; a cargo declaration of an arrival (933) or departure (833) says it twice."""
    direction = _word(read, status, 1, m.DIRECTIONS, Direction.IMPORT, "direction (GIS)")
    if head.get(1) == (m.ARRIVING if direction is Direction.EXPORT else m.LEAVING):
        read.fault(head, f"A report {head.get(1)} does not go with the direction {direction.value}.", 1, 1)
    return direction


def _word(read: Reader, group: Group, element: int, table: dict[str, Word], otherwise: Word, name: str) -> Word:
    found = table.get(group.get(element))
    if found is None:
        read.fault(group, f"{group.get(element)[:10]!r} is no {name}; known are {', '.join(table)}.", element, 1)
    return found or otherwise


def _container(read: Reader, group: Group) -> Container:
    mass = next((one for one in group.every("MEA") if one.get(2) == m.GROSS), None)
    return Container(
        number=read.needed(group, 2, 1, "container's number"),
        size_type=group.get(3),
        full=group.get(6) != m.EMPTY,
        seals=tuple(
            Seal(number=one.get(1), sealer=_word(read, one, 2, m.SEALERS, Sealer.CARRIER, "sealing party"))
            for one in group.every("SEL")
        ),
        gross_mass=read.number(mass, 3, 2) if mass else None,
    )


def _master(read: Reader, group: Group) -> list[MasterBill]:
    masters = group.qualified("RFF", *m.MASTERS)
    if len(masters) != 1:
        read.fault(group, f"A consignment has one master bill (RFF+MB or MWB), {len(masters)} came.")
        return []
    for other in group.every("RFF"):
        if other.get(1) not in (*m.MASTERS, *m.HOUSES):
            read.fault(other, f"{other.get(1)[:10]!r} is neither a master nor a house bill.", 1, 1)
    own = _bill(read, masters[0])
    return [
        MasterBill(
            number=own.number,
            loading=own.loading,
            discharge=own.discharge,
            delivery=own.delivery,
            parties=own.parties,
            goods=own.goods,
            houses=tuple(_bill(read, one) for one in group.qualified("RFF", *m.HOUSES)),
        )
    ]


def _bill(read: Reader, group: Group) -> Bill:
    places = {one.get(1): one.get(2) for one in group.every("LOC")}
    for code, name in ((m.LOADING, "loading"), (m.DISCHARGE, "discharge")):
        if not places.get(code):
            read.fault(group, f"The bill says no port of {name} (LOC+{code}).", code=MISSING)
    return Bill(
        number=read.needed(group, 1, 2, "number of the bill"),
        loading=places.get(m.LOADING, ""),
        discharge=places.get(m.DISCHARGE, ""),
        delivery=places.get(m.DELIVERY, ""),
        parties=tuple(_party(read, one) for one in group.every("NAD")),
        goods=tuple(_line(read, one) for one in group.every("GID")),
    )


def _party(read: Reader, group: Group) -> CargoParty:
    street = group.segment.elements[4] if len(group.segment.elements) >= 5 else ()
    return CargoParty(
        role=_word(read, group, 1, m.ROLES, Role.NOTIFY, "party to a bill"),
        number=group.get(2),
        name=text_of(group, element=4),
        street=tuple(one for one in street if one),
        city=group.get(6),
        postcode=group.get(8),
        country=group.get(9),
    )


def _line(read: Reader, group: Group) -> CargoLine:
    text = next(iter(group.qualified("FTX", m.GOODS_TEXT)), None)
    measures = {one.get(2): one for one in group.every("MEA")}
    gross = measures.get(m.GROSS)
    volume = measures.get(m.VOLUME)
    if gross is None:
        read.fault(group, "The goods have no gross mass (MEA+AAE+G).", code=MISSING)
    if gross is not None and gross.get(3) != KILOGRAM:
        read.fault(gross, f"Masses are in kilograms (KGM), not in {gross.get(3)[:10]}.", 3, 1)
    commodity, dangerous = group.one("CST"), group.one("DGS")
    marks = group.one("PCI")
    papers = {one.get(1): one.get(2) for way in group.every("GIS") for one in way.every("DOC")}
    return CargoLine(
        line=read.whole(group, 1, 1) or 0,
        description=text_of(text) if text else "",
        packages=read.whole(group, 2, 1) or 0,
        package_kind=group.get(2, 2),
        gross_mass=(read.number(gross, 3, 2) if gross else None) or Decimal(0),
        volume=read.number(volume, 3, 2) if volume else None,
        marks=tuple(one for one in marks.segment.elements[1] if one)
        if marks and len(marks.segment.elements) > 1
        else (),
        commodity=commodity.get(2) if commodity else "",
        dangerous=dangerous.get(3) if dangerous else "",
        stowed=tuple(Stowed(container=one.get(1), packages=read.whole(one, 2, 1) or 0) for one in group.every("SGP")),
        export=papers.get(m.EXPORT, ""),
        arrived_under=papers.get(m.CAME_UNDER, ""),
    )
