"""Reading values out of a message's tree: what is wrong with them is noted with segment, element and component."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from madang.framework.values import Money
from madang.systems.customs.formats import amounts
from madang.systems.customs.formats.edifact.structure import Group
from madang.systems.customs.formats.edifact.syntax import INVALID_VALUE, MISSING, MOST_FAULTS, SyntaxFault


class Reader:
    """Reads; `faults` grows."""

    def __init__(self, message: int) -> None:
        self.message = message
        self.faults: list[SyntaxFault] = []

    def fault(
        self, group: Group, says: str, element: int = 0, component: int = 0, *, code: int = INVALID_VALUE
    ) -> None:
        """Note one."""
        if len(self.faults) < MOST_FAULTS:
            segment = group.segment
            self.faults.append(SyntaxFault(code, says, self.message, segment.position, segment.tag, element, component))

    def needed(self, group: Group, element: int, component: int, name: str) -> str:
        """A text that must be given."""
        text = group.get(element, component).strip()
        if not text:
            self.fault(group, f"The {name} is missing.", element, component, code=MISSING)
        return text

    def number(self, group: Group, element: int, component: int) -> Decimal | None:
        """A decimal; None where it is missing."""
        text = group.get(element, component).replace(",", ".")
        if not text:
            return None
        found = amounts.number(text=text)
        if found is None:
            self.fault(group, f"{text[:30]!r} is no number.", element, component)
        return found

    def whole(self, group: Group, element: int, component: int) -> int | None:
        """A whole number, not below zero."""
        found = self.number(group, element, component)
        if found is None:
            return None
        if found != found.to_integral_value() or found < 0 or found >= 10**9:
            self.fault(group, f"{found} is no count.", element, component)
            return None
        return int(found)

    def money(self, group: Group) -> Money | None:
        """The amount of a MOA segment."""
        value = self.number(group, 1, 2)
        currency = group.get(1, 3)
        if value is None:
            self.fault(group, "The amount is missing.", 1, 2, code=MISSING)
            return None
        if not amounts.CURRENCY.fullmatch(currency):
            self.fault(group, f"{currency[:10]!r} is no currency (ISO 4217).", 1, 3)
            return None
        try:
            return amounts.money(value=value, currency=currency)
        except (amounts.TooFine, InvalidOperation) as fault:
            self.fault(group, f"{value} {currency}: {fault}", 1, 2)
            return None

    def day(self, group: Group | None) -> date | None:
        """The day of a DTM segment (form 102)."""
        if group is None:
            return None
        text, form = group.get(1, 2), group.get(1, 3)
        try:
            if form != "102" or len(text) != 8 or not text.isascii() or not text.isdigit():
                raise ValueError(text)
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            self.fault(group, f"{text[:20]!r} in form {form[:5]!r} is no day CCYYMMDD (102).", 1, 2)
            return None

    def moment(self, group: Group | None) -> datetime | None:
        """The minute of a DTM segment (form 203), or its day (102) at midnight."""
        if group is not None and group.get(1, 3) != "203":
            day = self.day(group)
            return datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001 - local to the port
        if group is None:
            return None
        text = group.get(1, 2)
        try:
            if len(text) != 12 or not text.isascii() or not text.isdigit():
                raise ValueError(text)
            return datetime.strptime(text, "%Y%m%d%H%M")  # noqa: DTZ007 - local to the port
        except ValueError:
            self.fault(group, f"{text[:20]!r} is no moment CCYYMMDDHHMM (203).", 1, 2)
            return None


def text_of(group: Group, *, element: int = 4) -> str:
    """A free text put together from its components."""
    parts = group.segment.elements[element - 1] if len(group.segment.elements) >= element else ()
    return "".join(parts).strip()
