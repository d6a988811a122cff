"""CONTRL (ISO 9735-4, D:3): an interchange is acknowledged, or each fault of syntax named by segment, element, component.

A message whose syntax is right is acknowledged even if its content is wrong: CUSRES says that.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from madang.systems.customs.formats.edifact.reader import Reader
from madang.systems.customs.formats.edifact.received import Received, Result, only, receive
from madang.systems.customs.formats.edifact.structure import Group
from madang.systems.customs.formats.edifact.syntax import SyntaxFault, write_interchange
from madang.systems.customs.formats.edifact.writer import Writer

CONTRL = "CONTRL:D:3"
REJECTED, ACKNOWLEDGED = "4", "7"
MOST_SEGMENT_FAULTS, MOST_ELEMENT_FAULTS = 999, 99


@dataclass(frozen=True, slots=True)
class SegmentFault:
    """What a UCS and its UCDs say: the segment's position, its own code, and codes with element and component.

    Element 1 is the segment's tag (0098 counts it), so the first data element is 2.
    """

    position: int
    code: int
    elements: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MessageAnswer:
    """What a UCM says of a message."""

    reference: str
    accepted: bool
    code: int = 0
    faults: tuple[SegmentFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Control:
    """What a CONTRL says of an interchange."""

    reference: str
    sender: str
    recipient: str
    accepted: bool
    code: int = 0
    tag: str = ""
    element: int = 0
    messages: tuple[MessageAnswer, ...] = ()


def acknowledge(*, received: Received[Any], at: datetime, reference: str) -> bytes:
    """The interchange that answers; it goes from the recipient of the other to its sender."""
    said = received.interchange
    write = Writer()
    write.add("UNH", "1", ("CONTRL", "D", "3", "UN"))
    wrong = received.faults[0] if received.faults else None
    who = (said.sender[:35] or "UNKNOWN", said.recipient[:35] or "UNKNOWN")
    if wrong:
        at_element = (wrong.element, None) if wrong.element else None
        write.add("UCI", said.reference[:14] or "UNKNOWN", *who, REJECTED, wrong.code, wrong.tag[:3], at_element)
    else:
        write.add("UCI", said.reference[:14], *who, ACKNOWLEDGED)
        for result in received.results:
            _message(write, result)
    return write_interchange(messages=[write.segments], sender=who[1], recipient=who[0], reference=reference, at=at)


def _message(write: Writer, result: Result[Any]) -> None:
    head = result.message.segments[0]
    identifier = tuple((head.get(2, place) or "UNK")[:size] for place, size in ((1, 6), (2, 3), (3, 3), (4, 2)))
    reference = result.message.reference[:14] or "UNKNOWN"
    if not result.syntax:
        write.add("UCM", reference, identifier, ACKNOWLEDGED)
        return
    whole = [fault for fault in result.syntax if fault.tag == "UNT"]
    if whole:
        first = whole[0]
        write.add(
            "UCM", reference, identifier, REJECTED, first.code, "UNT", (first.element, None) if first.element else None
        )
    else:
        write.add("UCM", reference, identifier, REJECTED)
    rest = sorted((one for one in result.syntax if one not in whole), key=_position)
    for position, faults in _by_position(rest):
        _segment(write, position, faults)


def _position(fault: SyntaxFault) -> int:
    return fault.segment


def _by_position(faults: list[SyntaxFault]) -> list[tuple[int, list[SyntaxFault]]]:
    return [(position, list(group)) for position, group in groupby(faults, key=_position)][:MOST_SEGMENT_FAULTS]


def _segment(write: Writer, position: int, faults: list[SyntaxFault]) -> None:
    """Faults of the segment as a whole stand in UCS, each alone; those of its elements in UCD below one."""
    for fault in faults:
        if not fault.element:
            write.add("UCS", max(position, 1), fault.code)
    inside = [fault for fault in faults if fault.element]
    if inside:
        write.add("UCS", max(position, 1))
        for fault in inside[:MOST_ELEMENT_FAULTS]:
            write.add("UCD", fault.code, (fault.element + 1, fault.component or None))


def read(*, data: bytes) -> Control:
    """What a CONTRL says. Raises MessageRefused."""
    return only(received=receive(data=data, type_=CONTRL, kind="contrl", content=_control))


def _control(tree: Group, read_: Reader) -> Control:
    head = tree.one("UCI") or tree
    return Control(
        reference=head.get(1),
        sender=head.get(2),
        recipient=head.get(3),
        accepted=head.get(4) != REJECTED,
        code=read_.whole(head, 5, 1) or 0,
        tag=head.get(6),
        element=read_.whole(head, 7, 1) or 0,
        messages=tuple(_answer(read_, one) for one in tree.every("UCM")),
    )


def _answer(read_: Reader, group: Group) -> MessageAnswer:
    faults = tuple(
        SegmentFault(
            read_.whole(one, 1, 1) or 0,
            read_.whole(one, 2, 1) or 0,
            tuple(
                (read_.whole(inner, 1, 1) or 0, read_.whole(inner, 2, 1) or 0, read_.whole(inner, 2, 2) or 0)
                for inner in one.every("UCD")
            ),
        )
        for one in group.every("UCS")
    )
    return MessageAnswer(group.get(1), group.get(3) != REJECTED, read_.whole(group, 4, 1) or 0, faults)
