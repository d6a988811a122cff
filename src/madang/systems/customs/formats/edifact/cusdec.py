"""CUSDEC (UN/EDIFACT D.96B): declarations read from an interchange and written into one."""

from collections.abc import Sequence
from datetime import datetime

from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.formats.edifact import mapping
from madang.systems.customs.formats.edifact.cusdec_reading import declaration_of
from madang.systems.customs.formats.edifact.cusdec_writing import segments_of
from madang.systems.customs.formats.edifact.received import MessageRefused, Received, nothing_lost, only, receive
from madang.systems.customs.formats.edifact.syntax import write_interchange
from madang.systems.customs.formats.refused import CannotBeWritten

__all__ = ["CannotBeWritten", "MessageRefused", "read", "read_all", "write"]


def read_all(*, data: bytes) -> Received[Declaration]:
    """Every declaration of the interchange, each with its faults. Never raises on bad input."""
    return receive(
        data=data,
        type_=mapping.CUSDEC,
        kind="cusdec",
        content=lambda tree, reader: declaration_of(tree=tree, read=reader),
    )


def read(*, data: bytes) -> Declaration:
    """The one declaration of the interchange. Raises MessageRefused with every fault."""
    return only(received=read_all(data=data))


def write(
    *,
    declarations: Sequence[Declaration],
    sender: str,
    recipient: str,
    reference: str,
    at: datetime,
) -> bytes:
    """The interchange. Raises CannotBeWritten if a value does not fit or would not come back."""
    messages = [segments_of(declaration=one, message=str(place)) for place, one in enumerate(declarations, start=1)]
    data = write_interchange(messages=messages, sender=sender, recipient=recipient, reference=reference, at=at)
    nothing_lost(before=declarations, written=read_all(data=data), place="declaration")
    return data
