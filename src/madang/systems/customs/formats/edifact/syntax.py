"""EDIFACT syntax (ISO 9735, versions 3 and 4): service characters, segments, the interchange, its messages; read and written.

A fault carries the code of data element 0085 (syntax error), the message, the segment's position in it and the positions of
data element and component, as CONTRL answers them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from madang.framework.values import Fault

LARGEST = 20 * 1024 * 1024
MOST_SEGMENTS = 500_000
MOST_FAULTS = 100
SERVICE = ":+.? '"
CHARACTER_SETS = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "latin-1", "UNOW": "utf-8", "UNOY": "utf-8"}
"""UNOW and UNOY: ISO 10646; people use both names for UTF-8."""
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff]")

UNSUPPORTED_SYNTAX = 2
INVALID_VALUE = 12
MISSING = 13
NOT_SUPPORTED_HERE = 15
TOO_MANY_CONSTITUENTS = 16
INVALID_DECIMAL = 19
INVALID_CHARACTER = 21
INVALID_SERVICE_CHARACTER = 22
REFERENCES_DIFFER = 28
COUNT_DIFFERS = 29
OUTSIDE = 33
TOO_MANY_SEGMENTS = 35
TOO_MANY_GROUPS = 36
TOO_LONG = 39
TOO_SHORT = 40


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """One fault: `message` counts from 1, 0 is the interchange; `segment` counts from 1 with UNH, 0 is none in particular."""

    code: int
    says: str
    message: int = 0
    segment: int = 0
    tag: str = ""
    element: int = 0
    component: int = 0

    def as_fault(self) -> Fault:
        """With a place that people read: `message 1, segment 14 CST, element 2, component 1`."""
        parts = [
            f"message {self.message}" if self.message else "interchange",
            f"segment {self.segment} {self.tag}".strip() if self.segment or self.tag else "",
            f"element {self.element}" if self.element else "",
            f"component {self.component}" if self.component else "",
        ]
        return Fault(", ".join(part for part in parts if part), self.says, f"edifact.{self.code}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its tag and its data elements, each a tuple of components."""

    tag: str
    elements: tuple[tuple[str, ...], ...]
    position: int = 0

    def get(self, element: int, component: int = 1) -> str:
        """A component, counted from 1 as the directories count; empty where it is not given."""
        if element > len(self.elements) or component > len(self.elements[element - 1]):
            return ""
        return self.elements[element - 1][component - 1]


@dataclass(slots=True)
class Message:
    """A message: its number in the interchange and its segments from UNH to UNT."""

    number: int
    segments: list[Segment] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """0062."""
        return self.segments[0].get(1)

    @property
    def type(self) -> str:
        """Type, version and release: "CUSDEC:D:96B"."""
        return ":".join(self.segments[0].get(2, component) for component in (1, 2, 3))


@dataclass(slots=True)
class Interchange:
    """What UNB says, and the messages."""

    reference: str = ""
    sender: str = ""
    recipient: str = ""
    messages: list[Message] = field(default_factory=list)


def read_interchange(*, data: bytes) -> tuple[Interchange, list[SyntaxFault]]:
    """The interchange as far as it can be read, and every fault of its syntax. Never raises."""
    faults: list[SyntaxFault] = []
    found = Interchange()
    text = _text(data, faults)
    if text is None:
        return found, faults
    segments = _segments(text, faults)
    if segments:
        _envelope(found, segments, faults)
    return found, faults[:MOST_FAULTS]


def _text(data: bytes, faults: list[SyntaxFault]) -> str | None:
    """Decoded by the character set that UNB names."""
    if len(data) > LARGEST:
        faults.append(SyntaxFault(UNSUPPORTED_SYNTAX, f"The interchange is larger than {LARGEST // 2**20} MB."))
        return None
    start = re.match(rb"\s*(?:UNA.{6}\s*)?UNB.([A-Z]{4})", data[:200], re.DOTALL)
    name = start[1].decode("ascii") if start else ""
    if name not in CHARACTER_SETS:
        says = f"The interchange does not begin with UNB and a character set read here ({', '.join(CHARACTER_SETS)})."
        faults.append(SyntaxFault(UNSUPPORTED_SYNTAX, says, tag="UNB"))
        return None
    try:
        text = data.decode(CHARACTER_SETS[name])
    except UnicodeDecodeError as fault:
        faults.append(SyntaxFault(INVALID_CHARACTER, f"Byte {fault.start + 1} is no character of {name}."))
        return None
    if wrong := FORBIDDEN.search(text):
        says = f"Character {wrong.start() + 1} (U+{ord(wrong[0]):04X}) may not stand in a message."
        faults.append(SyntaxFault(INVALID_CHARACTER, says))
        return None
    return text


def _segments(text: str, faults: list[SyntaxFault]) -> list[Segment]:
    """Split by the service characters; what the release character protects is set aside first."""
    text = text.lstrip()
    component, element, decimal, release, _reserved, terminator = tuple(SERVICE)
    if text.startswith("UNA"):
        component, element, decimal, release, _reserved, terminator = tuple(text[3:9].ljust(6))
        text = text[9:].lstrip()
        used = [one for one in (component, element, release, terminator) if one != " "]
        if len(set(used)) < len(used) or any(one.isalnum() for one in used) or decimal not in ".,":
            faults.append(
                SyntaxFault(INVALID_SERVICE_CHARACTER, "UNA names service characters that cannot be told apart.")
            )
            return []
    protected = {one: chr(0xE000 + place) for place, one in enumerate((component, element, release, terminator))}
    back = str.maketrans({private: one for one, private in protected.items()})
    if release != " " and release in text:
        pattern = re.compile(re.escape(release) + "(.)", re.DOTALL)
        text = pattern.sub(lambda match: protected.get(match[1], match[1]), text)
        if release in text:
            faults.append(SyntaxFault(INVALID_SERVICE_CHARACTER, "The interchange ends with a release character."))
            return []
    parts = text.split(terminator)
    if parts[-1].strip():
        faults.append(SyntaxFault(MISSING, "The last segment has no terminator: the interchange is cut off."))
    if len(parts) > MOST_SEGMENTS:
        faults.append(SyntaxFault(TOO_MANY_SEGMENTS, f"The interchange has more than {MOST_SEGMENTS} segments."))
        return []
    escaped = any(private in text for private in protected.values())
    found = []
    for part in parts[:-1]:
        tag, *elements = part.lstrip("\r\n \t").split(element)
        pieces = tuple(tuple(one.split(component)) for one in elements)
        if escaped:
            pieces = tuple(tuple(one.translate(back) for one in piece) for piece in pieces)
        found.append(Segment(tag[:20], pieces))
    return found


def _envelope(found: Interchange, segments: Sequence[Segment], faults: list[SyntaxFault]) -> None:
    first, last = segments[0], segments[-1]
    if first.tag != "UNB" or first.get(1, 2) not in ("1", "2", "3", "4"):
        faults.append(
            SyntaxFault(UNSUPPORTED_SYNTAX, "Only versions 1 to 4 of the syntax are read.", tag="UNB", element=1)
        )
    found.reference, found.sender, found.recipient = first.get(5), first.get(2), first.get(3)
    for place, name in ((2, "sender"), (3, "recipient"), (5, "control reference")):
        if not first.get(place):
            faults.append(SyntaxFault(MISSING, f"UNB names no {name}.", tag="UNB", element=place))
    inner = list(segments[1:])
    if last.tag == "UNZ" and len(segments) > 1:
        inner.pop()
    else:
        faults.append(SyntaxFault(MISSING, "The interchange does not end with UNZ.", tag="UNZ"))
    _messages(found, inner, faults)
    if last.tag == "UNZ":
        if last.get(2) != found.reference:
            faults.append(
                SyntaxFault(REFERENCES_DIFFER, "UNZ repeats another reference than UNB gave.", tag="UNZ", element=2)
            )
        if last.get(1).lstrip("0") != str(len(found.messages) or ""):
            says = f"UNZ counts {last.get(1)[:10]!r} messages, {len(found.messages)} came."
            faults.append(SyntaxFault(COUNT_DIFFERS, says, tag="UNZ", element=1))


def _messages(found: Interchange, inner: Iterable[Segment], faults: list[SyntaxFault]) -> None:
    current: Message | None = None
    told: set[str] = set()
    for segment in inner:
        if segment.tag == "UNH":
            if current is not None:
                _no_trailer(current, faults)
            current = Message(len(found.messages) + 1)
            found.messages.append(current)
            reference = segment.get(1)
            if reference in told:
                faults.append(
                    SyntaxFault(26, f"The reference {reference[:20]} stands twice.", current.number, 1, "UNH", 1)
                )
            told.add(reference)
        if current is None:
            if len(faults) < MOST_FAULTS:
                faults.append(SyntaxFault(OUTSIDE, f"Segment {segment.tag} stands outside a message.", tag=segment.tag))
            continue
        current.segments.append(Segment(segment.tag, segment.elements, len(current.segments) + 1))
        if segment.tag == "UNT":
            _trailer(current, faults)
            current = None
    if current is not None:
        _no_trailer(current, faults)


def _no_trailer(message: Message, faults: list[SyntaxFault]) -> None:
    place = len(message.segments)
    faults.append(SyntaxFault(MISSING, "The message does not end with UNT.", message.number, place, "UNT"))


def _trailer(message: Message, faults: list[SyntaxFault]) -> None:
    trailer, count = message.segments[-1], len(message.segments)
    here = (message.number, count, "UNT")
    if trailer.get(1).lstrip("0") != str(count):
        says = f"UNT counts {trailer.get(1)[:10]!r} segments, {count} came."
        faults.append(SyntaxFault(COUNT_DIFFERS, says, *here, 1))
    if trailer.get(2) != message.reference:
        faults.append(SyntaxFault(REFERENCES_DIFFER, "UNT repeats another reference than UNH gave.", *here, 2))


def write_interchange(
    *,
    messages: Sequence[Sequence[Segment]],
    sender: str,
    recipient: str,
    reference: str,
    at: datetime,
) -> bytes:
    """The interchange with UNA, UNB and UNZ; each message's segments stand without UNT, which is counted and added here."""
    body: list[str] = []
    for segments in messages:
        trailer = Segment("UNT", ((str(len(segments) + 1),), (segments[0].get(1),)))
        body.extend(_written(one) for one in (*segments, trailer))
    text = "".join(body)
    latin = all(ord(character) < 256 for character in text + sender + recipient)
    identifier, day = (("UNOC", "3"), f"{at:%y%m%d}") if latin else (("UNOW", "4"), f"{at:%Y%m%d}")
    head = [identifier, (sender,), (recipient,), (day, f"{at:%H%M}"), (reference,)]
    whole = (
        "UNA:+.? '\n"
        + _written(Segment("UNB", tuple(head)))
        + text
        + _written(Segment("UNZ", ((str(len(messages)),), (reference,))))
    )
    return whole.encode(CHARACTER_SETS[identifier[0]])


ESCAPES = str.maketrans({character: f"?{character}" for character in ":+?'"})


def _written(segment: Segment) -> str:
    """Empty components and elements at the end are left out."""
    elements = [":".join(_bare_end([one.translate(ESCAPES) for one in components])) for components in segment.elements]
    return "+".join((segment.tag, *_bare_end(elements))) + "'\n"


def _bare_end(parts: list[str]) -> list[str]:
    while parts and not parts[-1]:
        parts.pop()
    return parts
