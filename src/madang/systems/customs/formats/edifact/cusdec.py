"""CUSDEC (UN/EDIFACT D.96B): declarations read from an interchange and written into one."""

from collections.abc import Sequence
from datetime import datetime

from madang.framework.values import Fault
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.formats.differences import differences
from madang.systems.customs.formats.edifact import mapping
from madang.systems.customs.formats.edifact.cusdec_reading import declaration_of
from madang.systems.customs.formats.edifact.cusdec_writing import segments_of
from madang.systems.customs.formats.edifact.received import MessageRefused, Received, only, receive
from madang.systems.customs.formats.edifact.syntax import write_interchange

__all__ = ["CannotBeWritten", "MessageRefused", "read", "read_all", "write"]


class CannotBeWritten(ValueError):
    """The format has no room for something that the declaration says; `faults` says what."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{one.place}: {one.says}" for one in faults[:5]))
        self.faults = faults


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
    strict: bool = True,
) -> bytes:
    """The interchange. Raises CannotBeWritten if a value does not fit, or, if `strict`, would not come back."""
    messages = [segments_of(declaration=one, message=str(place)) for place, one in enumerate(declarations, start=1)]
    data = write_interchange(messages=messages, sender=sender, recipient=recipient, reference=reference, at=at)
    again = read_all(data=data)
    faults = again.every_fault()
    if faults:
        raise CannotBeWritten(faults)
    if strict:
        pairs = zip(declarations, again.results, strict=True)
        lost = [one for before, after in pairs for one in differences(before=before, after=after.content)]
        if lost:
            raise CannotBeWritten(tuple(Fault(place, says, "edifact.no_place") for place, says in lost))
    return data
