"""Putting segments together; what is empty is not written."""

from datetime import date, datetime
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.formats import amounts
from madang.systems.customs.formats.edifact.syntax import Segment

Part = str | int | None
Data = Part | tuple[Part, ...]


class Writer:
    """Collects the segments of one message."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []

    def add(self, tag: str, *elements: Data) -> None:
        """A segment; a data element is a text or a tuple of components."""
        written = tuple(
            tuple(_text(part) for part in (element if isinstance(element, tuple) else (element,)))
            for element in elements
        )
        self.segments.append(Segment(tag, written, len(self.segments) + 1))

    def reference(self, qualifier: str, number: str, *, line: Part = None, version: str = "") -> None:
        """RFF, if there is a number."""
        if number:
            self.add("RFF", (qualifier, number, line, version))

    def place(self, qualifier: str, code: str, *, related: str = "") -> None:
        """LOC, if there is a code."""
        if code:
            self.add("LOC", qualifier, code, related)

    def day(self, qualifier: str, day: date | None) -> None:
        """DTM in form 102."""
        if day is not None:
            self.add("DTM", (qualifier, f"{day:%Y%m%d}", "102"))

    def moment(self, qualifier: str, at: datetime | None) -> None:
        """DTM in form 203."""
        if at is not None:
            self.add("DTM", (qualifier, f"{at:%Y%m%d%H%M}", "203"))

    def money(self, qualifier: str, amount: Money | None, *, status: str = "") -> None:
        """MOA."""
        if amount is not None:
            self.add("MOA", (qualifier, amounts.major(amount), amount.currency, None, status))

    def measure(self, kind: str, value: Decimal | None, unit: str, *, purpose: str = "WT") -> None:
        """MEA."""
        if value is not None:
            self.add("MEA", purpose, kind, (unit, amounts.plain(value)))

    def indicator(self, code: str, listed: str, *, process: str = "") -> None:
        """GIS, if there is a code."""
        if code:
            self.add("GIS", (code, listed, "ZZZ", process))

    def text(self, subject: str, text: str, *, function: str = "", code: str = "") -> None:
        """FTX, cut into pieces of seventy characters."""
        if text or code or function:
            self.add("FTX", subject, function, code, pieces(text=text, size=70))


def pieces(*, text: str, size: int) -> tuple[str, ...]:
    """The text in pieces; none begins or ends with a space, which a reader could drop, as long as that can be helped."""
    found = []
    while text:
        end = min(size, len(text))
        while end > 1 and end < len(text) and (text[end - 1] == " " or text[end] == " "):
            end -= 1
        found.append(text[:end])
        text = text[end:]
    return tuple(found) or ("",)


def _text(part: Part) -> str:
    return "" if part is None else str(part)
