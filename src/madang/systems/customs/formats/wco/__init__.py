"""WCO Data Model 3: a declaration (DEC-DMS:2 in its metadata envelope) read into `Declaration` and written from it.

Every fault is listed with its place, an XPath over the element names (`/Declaration/GoodsShipment/Importer/ID`), and a
permanent code; a faulty message gives nothing. What the domain does not carry is named by `not_carried`.
"""

from lxml import etree

from madang.framework.bulk import safe_xml
from madang.framework.bulk.safe_xml import Element
from madang.framework.values import Fault
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.formats import amounts
from madang.systems.customs.formats.differences import differences
from madang.systems.customs.formats.refused import CannotBeRead, CannotBeWritten
from madang.systems.customs.formats.wco.reading import declaration_of
from madang.systems.customs.formats.wco.shape import NAMESPACE, TYPES, Part, read_shape
from madang.systems.customs.formats.wco.writing import write_declaration

METADATA = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"
LARGEST = 10 * 1024 * 1024
VERSION = "3.6"
HEAD = (
    "WCODataModelVersionCode",
    "WCOTypeName",
    "ResponsibleCountryCode",
    "ResponsibleAgencyName",
    "AgencyAssignedCustomizationCode",
    "AgencyAssignedCustomizationVersionCode",
)


class NotADeclaration(CannotBeRead):
    """The file is no declaration that we read."""


def read(*, data: bytes, direction: Direction = Direction.IMPORT) -> Declaration:
    """The declaration. `direction` is taken where the message, a correction, does not say it. Raises NotADeclaration."""
    faults: list[Fault] = []
    part = _part(data, faults)
    if part is None or faults:
        raise NotADeclaration(tuple(faults))
    found = declaration_of(part=part, faults=faults, direction=direction)
    if faults:
        raise NotADeclaration(tuple(faults))
    return found


def write(*, declaration: Declaration, country: str, agency: str) -> bytes:
    """The message in the envelope of that agency. Raises CannotBeWritten if a value does not fit or would not come back."""
    root = etree.Element(f"{{{METADATA}}}MetaData", nsmap={"md": METADATA, "p1": TYPES, None: NAMESPACE})  # type: ignore[dict-item]
    for name, value in zip(HEAD, (VERSION, "DEC", country, agency), strict=False):
        etree.SubElement(root, f"{{{METADATA}}}{name}").text = value
    try:
        element = write_declaration(parent=root, declaration=declaration)
    except ValueError as fault:
        says = f"A text holds a character that XML cannot carry: {fault}"
        raise CannotBeWritten((Fault("declaration", says, "wco.not_xml"),)) from None
    faults: list[Fault] = []
    part = read_shape(root=element, faults=faults)
    if faults:
        raise CannotBeWritten(tuple(faults))
    again = declaration_of(part=part, faults=faults, direction=declaration.direction)
    lost = differences(before=declaration, after=again, place="declaration", code="wco.no_place")
    if faults or lost:
        raise CannotBeWritten((*faults, *lost))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def not_carried(*, data: bytes) -> tuple[str, ...]:
    """Places of values that are in the message and not in the Declaration, by comparing with what we would write of it."""
    faults: list[Fault] = []
    part = _part(data, faults)
    if part is None or faults:
        raise NotADeclaration(tuple(faults))
    found = declaration_of(part=part, faults=faults, direction=Direction.IMPORT)
    holder = etree.Element("holder")
    again = read_shape(root=write_declaration(parent=holder, declaration=found), faults=faults)
    return tuple(sorted(_values(part) - _values(again)))


def _values(part: Part) -> set[str]:
    """Paths, without positions, with their values."""
    if not part.parts:
        path = "/".join(step.partition("[")[0] for step in part.place.split("/"))
        said = amounts.number(text=part.text) if "currencyID" in part.attributes else None
        return {f"{path} = {part.text if said is None else amounts.plain(said)}"}
    return {one for parts in part.parts.values() for child in parts for one in _values(child)}


def _part(data: bytes, faults: list[Fault]) -> Part | None:
    try:
        root = safe_xml.read(data=data, largest=LARGEST)
    except safe_xml.XmlRefused as refused:
        faults.extend(Fault(place, says, "wco.not_xml") for place, says in refused.faults)
        return None
    element = _declaration_in(root, faults)
    return read_shape(root=element, faults=faults) if element is not None else None


def _declaration_in(root: Element, faults: list[Fault]) -> Element | None:
    """The declaration alone, or in its envelope."""
    if root.tag == f"{{{NAMESPACE}}}Declaration":
        return root
    if root.tag != f"{{{METADATA}}}MetaData":
        says = f"The root is {str(root.tag)[:100]}: neither MetaData nor Declaration of DEC-DMS:2."
        faults.append(Fault("/", says, "wco.not_a_declaration"))
        return None
    inner = [child for child in root if child.tag == f"{{{NAMESPACE}}}Declaration"]
    known = {f"{{{METADATA}}}{name}" for name in HEAD}
    for child in root:
        if child.tag not in known and child not in inner:
            name = str(child.tag)[:100]
            faults.append(Fault("/MetaData", f"The envelope has no element {name}.", "wco.unknown_element"))
    if len(inner) != 1:
        says = f"The envelope holds {len(inner)} declarations; it holds one."
        faults.append(Fault("/MetaData/Declaration", says, "wco.not_a_declaration"))
        return None
    return inner[0]
