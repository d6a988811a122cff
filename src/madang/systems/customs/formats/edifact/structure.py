"""The structure of messages: which segment where, how often, of which data elements; the facts stand in text files.

`read_structure` hangs a message's segments into the tree of its type and notes every fault: segments where none may stand,
missing ones, too many, data elements missing, too long, of wrong characters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from madang.systems.customs.formats.edifact.syntax import (
    INVALID_CHARACTER,
    INVALID_DECIMAL,
    MISSING,
    MOST_FAULTS,
    NOT_SUPPORTED_HERE,
    TOO_LONG,
    TOO_MANY_CONSTITUENTS,
    TOO_MANY_GROUPS,
    TOO_MANY_SEGMENTS,
    TOO_SHORT,
    Message,
    Segment,
    SyntaxFault,
)

DECIMAL = re.compile(r"-?(\d+([.,]\d+)?|[.,]\d+)", re.ASCII)
FORMAT = re.compile(r"(an|a|n)(\.\.)?(\d+)")
DIRECTORIES = {"CUSDEC:D:96B": "d96b", "CUSRES:D:96B": "d96b", "CUSCAR:D:95B": "d95b", "CONTRL:D:3": "contrl"}


@dataclass(frozen=True, slots=True)
class Element:
    """A component or a simple data element: its number, whether it must be given, its format."""

    number: str
    needed: bool
    letters: bool
    digits: bool
    exact: bool
    size: int


@dataclass(frozen=True, slots=True)
class Composite:
    """A data element of components; a simple one is a composite of one."""

    needed: bool
    components: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A segment, or the group it opens, in the structure."""

    tag: str
    least: int
    most: int
    label: str
    inner: tuple["Place", ...]


@dataclass(slots=True)
class Group:
    """A segment as it was found, with the group it opens. The root has no segment of its own but UNH."""

    segment: Segment
    place: Place | None = None
    inner: list["Group"] = field(default_factory=list)

    def every(self, tag: str, *, label: str = "") -> list["Group"]:
        """Segments or groups directly below, by tag."""
        return [
            one for one in self.inner if one.segment.tag == tag and one.place is not None and one.place.label == label
        ]

    def one(self, tag: str, *, label: str = "") -> "Group | None":
        """The first of them."""
        return next(iter(self.every(tag, label=label)), None)

    def get(self, element: int, component: int = 1) -> str:
        """A component of the own segment."""
        return self.segment.get(element, component)

    def qualified(self, tag: str, *qualifiers: str) -> list["Group"]:
        """Those whose first component is one of the qualifiers."""
        return [one for one in self.every(tag) if one.get(1) in qualifiers]


def _lines(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=8)
def structure(kind: str) -> tuple[Place, ...]:
    """The places of a message type such as "cusdec"."""
    lines = _lines(f"{kind}.txt")
    places, index = _places(lines, 0, 0)
    if index != len(lines):
        raise ValueError(f"{kind}.txt is not indented as a tree.")
    return places


def _places(lines: Sequence[str], index: int, depth: int) -> tuple[tuple[Place, ...], int]:
    found = []
    while index < len(lines) and len(lines[index]) - len(lines[index].lstrip()) == depth * 2:
        tag, often, *label = lines[index].split()
        least, most = often.split("..")
        inner, index = _places(lines, index + 1, depth + 1)
        found.append(Place(tag, int(least), int(most), label[0] if label else "", inner))
    return tuple(found), index


@lru_cache(maxsize=4)
def segments(directory: str) -> dict[str, tuple[Composite, ...]]:
    """The segments of a directory such as "d96b", by tag."""
    return {
        line.split()[0]: tuple(_composite(one) for one in line.split()[1:])
        for line in _lines(f"segments_{directory}.txt")
    }


def _composite(text: str) -> Composite:
    name, bracket, inner = text.partition("(")
    parts = inner.rstrip(")").split(",") if bracket else [text]
    needed = name.endswith("!") if bracket else "!" in text
    return Composite(needed, tuple(_element(part) for part in parts))


def _element(text: str) -> Element:
    name, _, form = text.partition(":")
    match = FORMAT.fullmatch(form)
    if match is None:
        raise ValueError(f"{text} is no data element.")
    return Element(name.rstrip("!"), name.endswith("!"), match[1] == "a", match[1] == "n", not match[2], int(match[3]))


class Structured:
    """One reading of a message into its structure."""

    def __init__(self, message: Message, kind: str, directory: str) -> None:
        self.message = message
        self.places = structure(kind)
        self.known = segments(directory)
        self.faults: list[SyntaxFault] = []

    def fault(self, code: int, says: str, segment: Segment, element: int = 0, component: int = 0) -> None:
        """Note one."""
        if len(self.faults) < MOST_FAULTS:
            place = (self.message.number, segment.position, segment.tag)
            self.faults.append(SyntaxFault(code, says, *place, element, component))

    def read(self) -> Group:
        """The tree of the message."""
        inner = self.message.segments
        root = Group(inner[0])
        body = [one for one in inner[1:] if one.tag != "UNT"]
        for segment in (*inner[:1], *body):
            self._judge(segment)
        frames = [_Frame(root, self.places)]
        for segment in body:
            self._hang(frames, segment)
        while frames:
            self._close(frames.pop(), inner[-1])
        return root

    def _hang(self, frames: list["_Frame"], segment: Segment) -> None:
        """Find the place: further on in the open group, else in the groups around it."""
        for depth in range(len(frames) - 1, -1, -1):
            index = frames[depth].find(segment.tag)
            if index < 0:
                continue
            while len(frames) - 1 > depth:
                self._close(frames.pop(), segment)
            frame = frames[-1]
            self._skip(frame, index, segment)
            place = frame.places[index]
            frame.count += 1
            if frame.count == place.most + 1:
                code = TOO_MANY_GROUPS if place.inner else TOO_MANY_SEGMENTS
                self.fault(code, f"{place.tag} stands more than {place.most} time(s) here.", segment)
            group = Group(segment, place)
            frame.group.inner.append(group)
            if place.inner:
                frames.append(_Frame(group, place.inner))
            return
        self.fault(NOT_SUPPORTED_HERE, f"No segment {segment.tag[:3]} may stand here.", segment)

    def _skip(self, frame: "_Frame", index: int, segment: Segment) -> None:
        """Move on to a place; what had to stand before it must have stood."""
        while frame.index < index:
            place = frame.places[frame.index]
            if frame.count < place.least:
                self.fault(MISSING, f"Segment {place.tag} is missing before {segment.tag[:3]}.", segment)
            frame.index, frame.count = frame.index + 1, 0

    def _close(self, frame: "_Frame", segment: Segment) -> None:
        self._skip(frame, len(frame.places), segment)

    def _judge(self, segment: Segment) -> None:
        """Data elements against the directory."""
        known = self.known.get(segment.tag)
        if known is None:
            return
        if len(segment.elements) > len(known):
            says = f"{segment.tag} has {len(known)} data elements, {len(segment.elements)} came."
            self.fault(TOO_MANY_CONSTITUENTS, says, segment, len(known) + 1)
        for place, composite in enumerate(known, start=1):
            given = segment.elements[place - 1] if place <= len(segment.elements) else ()
            if not any(given):
                if composite.needed:
                    says = f"Data element {composite.components[0].number} of {segment.tag} is missing."
                    self.fault(MISSING, says, segment, place)
                continue
            self._components(segment, place, composite, given)

    def _components(self, segment: Segment, place: int, composite: Composite, given: Sequence[str]) -> None:
        if len(given) > len(composite.components):
            says = f"Data element {place} of {segment.tag} has at most {len(composite.components)} components."
            self.fault(TOO_MANY_CONSTITUENTS, says, segment, place, len(composite.components) + 1)
        for component, element in enumerate(composite.components, start=1):
            value = given[component - 1] if component <= len(given) else ""
            if value:
                self._value(segment, place, component, element, value)
            elif element.needed:
                self.fault(
                    MISSING, f"Component {element.number} of {segment.tag} is missing.", segment, place, component
                )

    def _value(self, segment: Segment, place: int, component: int, element: Element, value: str) -> None:
        at = (segment, place, component)
        if element.digits:
            if not DECIMAL.fullmatch(value):
                self.fault(INVALID_DECIMAL, f"{element.number} is a number; {value[:20]!r} is none.", *at)
                return
            value = value.strip("-").replace(".", "").replace(",", "")
        if "\n" in value or "\r" in value:
            self.fault(INVALID_CHARACTER, f"{element.number} goes over several lines.", *at)
        if len(value) > element.size:
            self.fault(TOO_LONG, f"{element.number} has at most {element.size} characters, {len(value)} came.", *at)
        elif element.exact and len(value) < element.size:
            self.fault(TOO_SHORT, f"{element.number} has {element.size} characters, {len(value)} came.", *at)


@dataclass(slots=True)
class _Frame:
    """An open group: where in its places we are, how often the present one has stood."""

    group: Group
    places: tuple[Place, ...]
    index: int = 0
    count: int = 0

    def find(self, tag: str) -> int:
        """The next place of this tag from here on; -1 if there is none. A full place is passed over for a later one."""
        candidates = [at for at in range(self.index, len(self.places)) if self.places[at].tag == tag]
        if not candidates:
            return -1
        here = candidates[0]
        full = here == self.index and self.count >= self.places[here].most
        return candidates[1] if full and len(candidates) > 1 else here


def read_structure(*, message: Message, kind: str, directory: str) -> tuple[Group, list[SyntaxFault]]:
    """The message as a tree, and every fault against its structure."""
    reading = Structured(message, kind, directory)
    return reading.read(), reading.faults
