"""CUSRES (UN/EDIFACT D.96B): customs answers a declaration or a cargo report: accepted, refused with every fault, released.

A fault names the section (1049: 1 heading, 10 customs item), the item, the segment (ERP), a code of ours (ERC), and says what
is wrong in words (FTX+AAO), with the data element's position where the fault is in one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from madang.framework.values import Fault, Money
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.formats.edifact.reader import Reader, text_of
from madang.systems.customs.formats.edifact.received import Received, only, receive
from madang.systems.customs.formats.edifact.structure import Group
from madang.systems.customs.formats.edifact.syntax import Message, SyntaxFault, write_interchange
from madang.systems.customs.formats.edifact.writer import Writer

CUSRES = "CUSRES:D:96B"
DOCUMENT_RESPONSE, ERROR_RESPONSE = "962", "963"
STATUS_LIST = "120"
HEADING, ITEM = "1", "10"
ITEM_PLACE = re.compile(r"items\[(\d+)\]")
ERROR_TEXT = "AAO"
MOST_FAULTS = 99

LEVY_CODES = {
    Levy.DUTY: "CUD",
    Levy.ANTI_DUMPING: "ADD",
    Levy.COUNTERVAILING: "CVD",
    Levy.EXCISE: "EXC",
    Levy.LIQUOR: "EXC",
    Levy.VAT: "VAT",
}
"""Data element 5153; what has no code of its own there is another tax."""
OTHER_LEVY = "OTH"


class Outcome(StrEnum):
    """Data element 7365: what became of the message."""

    ACCEPTED = "1"
    REFUSED = "2"
    RELEASED = "4"
    EXAMINE_GOODS = "5"
    PRODUCE_DOCUMENTS = "6"
    DETAINED = "7"
    CORRECTION_APPROVED = "15"
    CORRECTION_NOT_APPROVED = "16"
    RECEIVED = "17"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault as CUSRES says it."""

    code: str
    """At most eight characters."""
    says: str
    item: int = 0
    segment: str = ""
    position: int = 0
    element: int = 0
    component: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer to one document."""

    outcome: Outcome
    reference: str
    """The sender's own reference (BGM 1004 of what is answered)."""
    at: datetime
    number: str = ""
    """Customs' number of the declaration."""
    problems: tuple[Problem, ...] = ()
    levies: tuple[tuple[str, Money], ...] = ()


def refusals(*, received: Received[Any], at: datetime) -> tuple[Response, ...]:
    """An answer to each message whose syntax is right and whose content is not."""
    return tuple(
        Response(
            outcome=Outcome.REFUSED,
            reference=result.document,
            at=at,
            problems=tuple(
                problem_of(fault=fault, item=item_at(result.message, fault.segment)) for fault in result.faults
            ),
        )
        for result in received.results
        if result.faults and not result.syntax
    )


def item_at(message: Message, position: int) -> int:
    """The item of a declaration that a segment belongs to; 0 in the heading and the summary."""
    before = message.segments[:position]
    sections = [one.get(1) for one in before if one.tag == "UNS"]
    if sections != ["D"]:
        return 0
    start = next(place for place, one in enumerate(before) if one.tag == "UNS")
    return sum(1 for one in before[start:] if one.tag == "CST")


def problem_of(*, fault: SyntaxFault | Fault, item: int = 0) -> Problem:
    """A fault of a message, which stands in that item, or of the law: `items[2].origin` is of the third item."""
    if isinstance(fault, SyntaxFault):
        return Problem(
            code=f"E{fault.code}",
            says=fault.says,
            item=item,
            segment=fault.tag[:3],
            position=fault.segment,
            element=fault.element,
            component=fault.component,
        )
    found = ITEM_PLACE.search(fault.place)
    code = (fault.code or "fault").rpartition(".")[2].upper()[:8]
    return Problem(code=code, says=f"{fault.place}: {fault.says}", item=int(found[1]) + 1 if found else 0)


def write(*, responses: Sequence[Response], sender: str, recipient: str, reference: str, at: datetime) -> bytes:
    """The interchange with a message for each answer."""
    messages = []
    for place, response in enumerate(responses, start=1):
        messages.append(_segments(response, str(place)).segments)
    return write_interchange(messages=messages, sender=sender, recipient=recipient, reference=reference, at=at)


def _segments(response: Response, message: str) -> Writer:
    write_ = Writer()
    write_.add("UNH", message, ("CUSRES", "D", "96B", "UN"))
    kind = ERROR_RESPONSE if response.problems else DOCUMENT_RESPONSE
    write_.add("BGM", kind, response.reference)
    write_.moment("137", response.at)
    write_.indicator(response.outcome.value, STATUS_LIST)
    write_.reference("ABE", response.reference)
    write_.reference("ABT", response.number)
    for problem in response.problems[:MOST_FAULTS]:
        _problem(write_, problem)
    for code, amount in response.levies:
        write_.add("TAX", "1", (code, "107"))
        write_.money("161", amount)
    return write_


def _problem(write_: Writer, problem: Problem) -> None:
    section = (ITEM, problem.item) if problem.item else (HEADING,)
    write_.add("ERP", section, (problem.segment, problem.position or None) if problem.segment else None)
    write_.add("ERC", problem.code)
    where = f"{problem.element}.{problem.component}" if problem.element else ""
    write_.text(ERROR_TEXT, problem.says[:350].strip(), code=where)


def levy_code(*, levy: Levy) -> str:
    """How a levy is called in TAX."""
    return LEVY_CODES.get(levy, OTHER_LEVY)


def read(*, data: bytes) -> Response:
    """The one answer of the interchange. Raises MessageRefused."""
    return only(received=read_all(data=data))


def read_all(*, data: bytes) -> Received[Response]:
    """Every answer of the interchange."""
    return receive(data=data, type_=CUSRES, kind="cusres", content=_response)


def _response(tree: Group, reader: Reader) -> Response:
    head = tree.one("BGM") or tree
    status = tree.one("GIS")
    outcome = Outcome.RECEIVED
    if status is None or status.get(1) not in set(Outcome):
        reader.fault(status or head, "The answer has no status that is known here.", 1, 1)
    else:
        outcome = Outcome(status.get(1))
    number = next(iter(tree.qualified("RFF", "ABT")), None)
    at = reader.moment(next(iter(tree.qualified("DTM", "137")), None))
    if at is None:
        reader.fault(head, "The answer has no date.")
    levies = []
    for group in tree.every("TAX"):
        amount = next((reader.money(one) for one in group.qualified("MOA", "161")), None)
        if amount is not None:
            levies.append((group.get(2), amount))
    return Response(
        outcome=outcome,
        reference=head.get(2),
        number=number.get(1, 2) if number else "",
        at=at or datetime.min,  # noqa: DTZ901 - never returned: a fault was noted
        problems=tuple(_problem_read(reader, one) for one in tree.every("ERP")),
        levies=tuple(levies),
    )


def _problem_read(reader: Reader, group: Group) -> Problem:
    error, text = group.one("ERC"), group.one("FTX")
    element, _, component = (text.get(3) if text else "").partition(".")
    return Problem(
        code=error.get(1) if error else "",
        says=text_of(text) if text else "",
        item=reader.whole(group, 1, 2) or 0 if group.get(1) == ITEM else 0,
        segment=group.get(2),
        position=reader.whole(group, 2, 2) or 0,
        element=int(element) if element.isdecimal() else 0,
        component=int(component) if component.isdecimal() else 0,
    )
