"""Government finance statistics as SDMX-ML 2.1, generic data message (sdmx.org, SDMX 2.1 section 3A).

The structure is the IMF's `GFS` family in short: frequency, reference area, sector, what the figure is (a code of GFSM 2014)
and the year. `IMF:DSD_GFS(1.0)` is named; the message carries no structure.
"""

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as Xml

MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
GENERIC = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
_STRUCTURE = "GFS"
# S13: general government (SNA 2008, and the SDMX code list CL_SECTOR).
SECTOR = "S13"

# One figure: GFS code, year, amount in minor units.
Figure = tuple[str, int, int]


def write(*, figures: Sequence[Figure], area: str, currency: str, digits: int, sender: str, now: datetime) -> bytes:
    """The message: one series for each code, one observation for each year; amounts in whole units of the currency."""
    for prefix, name in (("message", MESSAGE), ("generic", GENERIC), ("common", COMMON)):
        Xml.register_namespace(prefix, name)
    root = Xml.Element(f"{{{MESSAGE}}}GenericData")
    _header(root, sender, now)
    data = Xml.SubElement(root, f"{{{MESSAGE}}}DataSet", {"structureRef": _STRUCTURE})
    by_code: dict[str, list[tuple[int, int]]] = {}
    for code, year, minor in figures:
        by_code.setdefault(code, []).append((year, minor))
    for code, observed in by_code.items():
        series = Xml.SubElement(data, f"{{{GENERIC}}}Series")
        _values(series, "SeriesKey", {"FREQ": "A", "REF_AREA": area, "SECTOR": SECTOR, "INDICATOR": code})
        _values(series, "Attributes", {"UNIT_MEASURE": currency, "UNIT_MULT": "0"})
        for year, minor in sorted(observed):
            one = Xml.SubElement(series, f"{{{GENERIC}}}Obs")
            Xml.SubElement(one, f"{{{GENERIC}}}ObsDimension", {"value": str(year)})
            Xml.SubElement(one, f"{{{GENERIC}}}ObsValue", {"value": _written(minor, digits)})
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _header(root: Xml.Element, sender: str, now: datetime) -> None:
    header = Xml.SubElement(root, f"{{{MESSAGE}}}Header")
    Xml.SubElement(header, f"{{{MESSAGE}}}ID").text = f"GFS-{now:%Y%m%d%H%M%S}"
    Xml.SubElement(header, f"{{{MESSAGE}}}Test").text = "false"
    Xml.SubElement(header, f"{{{MESSAGE}}}Prepared").text = now.replace(microsecond=0).isoformat()
    Xml.SubElement(header, f"{{{MESSAGE}}}Sender", {"id": sender})
    structure = Xml.SubElement(
        header, f"{{{MESSAGE}}}Structure", {"structureID": _STRUCTURE, "dimensionAtObservation": "TIME_PERIOD"}
    )
    named = Xml.SubElement(structure, f"{{{COMMON}}}Structure")
    Xml.SubElement(named, "Ref", {"agencyID": "IMF", "id": "DSD_GFS", "version": "1.0"})


def _values(series: Xml.Element, name: str, values: dict[str, str]) -> None:
    holder = Xml.SubElement(series, f"{{{GENERIC}}}{name}")
    for key, value in values.items():
        Xml.SubElement(holder, f"{{{GENERIC}}}Value", {"id": key, "value": value})


def _written(minor: int, digits: int) -> str:
    sign, whole = ("-" if minor < 0 else ""), str(abs(minor)).rjust(digits + 1, "0")
    return f"{sign}{whole[: len(whole) - digits]}.{whole[len(whole) - digits :]}" if digits else f"{sign}{whole}"
