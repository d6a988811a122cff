"""The domain's Manifest into CUSCAR (D.95B)."""

from madang.systems.customs.domain.manifest import (
    Bill,
    CargoLine,
    CargoParty,
    Container,
    Direction,
    Manifest,
    MasterBill,
    Mode,
)
from madang.systems.customs.formats.codes import KILOGRAM
from madang.systems.customs.formats.edifact import cuscar_mapping as m
from madang.systems.customs.formats.edifact.syntax import Segment
from madang.systems.customs.formats.edifact.writer import Writer, pieces

FUNCTIONS = {word: code for code, word in m.FUNCTIONS.items()}
MODES = {word: code for code, word in m.MODES.items()}
DIRECTIONS = {word: code for code, word in m.DIRECTIONS.items()}
CALLS = {word: code for code, word in m.CALLS.items()}
ROLES = {word: code for code, word in m.ROLES.items()}
SEALERS = {word: code for code, word in m.SEALERS.items()}


def segments_of(*, manifest: Manifest, message: str) -> list[Segment]:
    """The segments from UNH to before UNT."""
    said, write = manifest, Writer()
    write.add("UNH", message, ("CUSCAR", "D", "95B", "UN"))
    kind = m.LEAVING if said.direction is Direction.EXPORT else m.MANIFEST
    write.add("BGM", kind, said.number, FUNCTIONS[said.function])
    write.moment(m.REPORTED, said.reported_at)
    write.add("NAD", m.OFFICE_PARTY, said.office)
    write.text(m.REASON, said.reason)
    ship = said.conveyance
    carrier = (said.carrier, "172", "20", said.carrier_name)
    named = (ship.number, None, None, ship.name, ship.flag)
    write.add("TDT", m.MAIN_CARRIAGE, said.voyage, MODES[said.mode], None, carrier, None, None, named)
    for call in said.calls:
        write.place(CALLS[call.kind], call.place)
    write.moment(m.ARRIVES, said.arrives_at)
    write.moment(m.DEPARTS, said.departs_at)
    write.indicator(DIRECTIONS[said.direction], "")
    for container in said.containers:
        _container(write, container)
    for place, master in enumerate(said.bills, start=1):
        write.add("CNI", place)
        _bill(write, "MWB" if said.mode is Mode.AIR else "MB", master)
        _houses(write, said.mode, master)
    return write.segments


def _houses(write: Writer, mode: Mode, master: MasterBill) -> None:
    for house in master.houses:
        _bill(write, "HWB" if mode is Mode.AIR else "BH", house)


def _container(write: Writer, container: Container) -> None:
    write.add(
        "EQD", m.CONTAINER, container.number, container.size_type, None, None, m.FULL if container.full else m.EMPTY
    )
    write.measure(m.GROSS, container.gross_mass, KILOGRAM, purpose="AAE")
    for seal in container.seals:
        write.add("SEL", seal.number, SEALERS[seal.sealer])


def _bill(write: Writer, qualifier: str, bill: Bill) -> None:
    write.reference(qualifier, bill.number)
    write.place(m.LOADING, bill.loading)
    write.place(m.DISCHARGE, bill.discharge)
    write.place(m.DELIVERY, bill.delivery)
    for party in bill.parties:
        _party(write, party)
    for line in bill.goods:
        _line(write, line)


def _party(write: Writer, party: CargoParty) -> None:
    name = pieces(text=party.name, size=35)
    write.add(
        "NAD",
        ROLES[party.role],
        party.number,
        None,
        name,
        party.street,
        party.city,
        None,
        party.postcode,
        party.country,
    )


def _line(write: Writer, line: CargoLine) -> None:
    write.add("GID", line.line, (line.packages, line.package_kind))
    write.text(m.GOODS_TEXT, line.description)
    write.measure(m.GROSS, line.gross_mass, KILOGRAM, purpose="AAE")
    write.measure(m.VOLUME, line.volume, m.CUBIC_METRE, purpose="AAE")
    for stowed in line.stowed:
        write.add("SGP", stowed.container, stowed.packages)
    if line.dangerous:
        write.add("DGS", None, None, line.dangerous)
    if line.marks:
        write.add("PCI", None, line.marks)
    if line.commodity:
        write.add("CST", None, (line.commodity, m.COMMODITY_LIST))
    for indicator, document, number in (
        (m.EXPORTED, m.EXPORT, line.export),
        (m.TRANSHIPPED, m.CAME_UNDER, line.arrived_under),
    ):
        if number:
            write.indicator(indicator, "")
            write.add("DOC", document, number)
