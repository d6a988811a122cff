"""CUSCAR (UN/EDIFACT D.95B): cargo reports read from an interchange and written into one.

One consignment (CNI) a master bill; below it one reference group (RFF) for the master and one for each house.
"""

from datetime import datetime

from madang.systems.customs.domain.manifest import Manifest, check_manifest
from madang.systems.customs.formats.edifact.cuscar_reading import manifest_of
from madang.systems.customs.formats.edifact.cuscar_writing import segments_of
from madang.systems.customs.formats.edifact.reader import Reader
from madang.systems.customs.formats.edifact.received import MessageRefused, Received, nothing_lost, only, receive
from madang.systems.customs.formats.edifact.structure import Group
from madang.systems.customs.formats.edifact.syntax import SyntaxFault, write_interchange
from madang.systems.customs.formats.refused import CannotBeWritten

__all__ = ["CannotBeWritten", "MessageRefused", "read", "read_all", "write"]

CUSCAR = "CUSCAR:D:95B"


def read_all(*, data: bytes) -> Received[Manifest]:
    """Every report of the interchange, each with its faults. Never raises on bad input."""
    return receive(data=data, type_=CUSCAR, kind="cuscar", content=_content)


def _content(tree: Group, reader: Reader) -> Manifest:
    manifest = manifest_of(tree=tree, read=reader)
    for fault in () if reader.faults else check_manifest(manifest=manifest):
        reader.faults.append(SyntaxFault(12, f"{fault.place}: {fault.says}", reader.message))
    return manifest


def read(*, data: bytes) -> Manifest:
    """The one report of the interchange. Raises MessageRefused with every fault."""
    return only(received=read_all(data=data))


def write(*, manifest: Manifest, sender: str, recipient: str, reference: str, at: datetime) -> bytes:
    """The interchange. Raises CannotBeWritten if a value does not fit or would not come back."""
    messages = [segments_of(manifest=manifest, message="1")]
    data = write_interchange(messages=messages, sender=sender, recipient=recipient, reference=reference, at=at)
    nothing_lost(before=[manifest], written=read_all(data=data), place="manifest")
    return data
