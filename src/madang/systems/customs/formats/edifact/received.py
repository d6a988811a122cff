"""An interchange as it came: each message with what it says, or with every fault; and the refusal of a single message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from madang.framework.values import Fault
from madang.systems.customs.formats.differences import differences
from madang.systems.customs.formats.edifact.reader import Reader
from madang.systems.customs.formats.edifact.structure import DIRECTORIES, Group, read_structure
from madang.systems.customs.formats.edifact.syntax import (
    Interchange,
    Message,
    SyntaxFault,
    read_interchange,
)
from madang.systems.customs.formats.refused import CannotBeRead, CannotBeWritten

WRONG_TYPE = 14
Content = TypeVar("Content")


class MessageRefused(CannotBeRead):
    """The interchange or the message cannot be taken."""


@dataclass(slots=True)
class Result(Generic[Content]):
    """A message: what it says if nothing is wrong; faults of syntax (for CONTRL), of content (for CUSRES)."""

    message: Message
    content: Content | None = None
    syntax: list[SyntaxFault] = field(default_factory=list)
    faults: list[SyntaxFault] = field(default_factory=list)

    @property
    def document(self) -> str:
        """The number that BGM gives the document (1004)."""
        head = next((one for one in self.message.segments if one.tag == "BGM"), None)
        return head.get(2)[:35] if head else ""


@dataclass(slots=True)
class Received(Generic[Content]):
    """The interchange, its own faults, and its messages."""

    interchange: Interchange
    faults: list[SyntaxFault]
    results: list[Result[Content]]

    def every_fault(self) -> tuple[Fault, ...]:
        """All, as people read them."""
        inner = [fault for result in self.results for fault in (*result.syntax, *result.faults)]
        return tuple(fault.as_fault() for fault in (*self.faults, *inner))


def receive(*, data: bytes, type_: str, kind: str, content: Callable[[Group, Reader], Content]) -> Received[Content]:
    """Read every message of this type. Never raises on bad input."""
    interchange, found = read_interchange(data=data)
    results = [_result(message, found, type_, kind, content) for message in interchange.messages]
    own = [fault for fault in found if fault.message == 0]
    if not interchange.messages and not own:
        own.append(SyntaxFault(32, "The interchange holds no message."))
    return Received(interchange, own, results)


def _result(
    message: Message,
    found: list[SyntaxFault],
    type_: str,
    kind: str,
    content: Callable[[Group, Reader], Content],
) -> Result[Content]:
    result: Result[Content] = Result(message, syntax=[fault for fault in found if fault.message == message.number])
    if message.type != type_:
        says = f"{message.type[:30]!r} is not read here: {type_} is."
        result.syntax.append(SyntaxFault(WRONG_TYPE, says, message.number, 1, "UNH", 2, 1))
        return result
    tree, faults = read_structure(message=message, kind=kind, directory=DIRECTORIES[type_])
    result.syntax.extend(faults)
    if result.syntax:
        return result
    reader = Reader(message.number)
    read = content(tree, reader)
    result.faults = reader.faults
    result.content = None if reader.faults else read
    return result


def only(*, received: Received[Content]) -> Content:
    """What the one message of the interchange says. Raises MessageRefused."""
    faults = received.every_fault()
    if faults:
        raise MessageRefused(faults)
    if len(received.results) != 1 or received.results[0].content is None:
        says = f"The interchange holds {len(received.results)} messages; one is expected."
        raise MessageRefused((Fault("interchange", says, "edifact.29"),))
    return received.results[0].content


def nothing_lost(*, before: Sequence[Content], written: Received[Content], place: str) -> None:
    """What was written, as it is read again, says what was to be said. Raises CannotBeWritten."""
    faults = written.every_fault()
    if not faults:
        pairs = zip(before, (result.content for result in written.results), strict=True)
        faults = tuple(
            fault
            for one, other in pairs
            for fault in differences(before=one, after=other, place=place, code="edifact.no_place")
        )
    if faults:
        raise CannotBeWritten(faults)
