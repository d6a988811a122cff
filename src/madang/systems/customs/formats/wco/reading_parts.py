"""Pieces that a WCO declaration and its items share, read; every fault of the content is noted, nothing is guessed."""

from datetime import date
from decimal import Decimal

from madang.framework.values import Fault, Money
from madang.systems.customs.domain.declaration import Charge, Document, PreviousDocument, Quantity, Statement, Trader
from madang.systems.customs.domain.words import Adjustment
from madang.systems.customs.formats import amounts
from madang.systems.customs.formats.codes import ADJUSTMENTS, KILOGRAM
from madang.systems.customs.formats.wco.shape import Part


class Reader:
    """Reads values out of parts and notes what is wrong with them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults

    def fault(self, part: Part, code: str, says: str) -> None:
        """Note one."""
        self.faults.append(Fault(part.place, says, f"wco.{code}"))

    def number(self, part: Part | None, path: str) -> Decimal | None:
        """A decimal; None where it is missing. Its shape was judged before."""
        found = part.at(path) if part else None
        return amounts.number(text=found.text) if found else None

    def whole(self, part: Part | None, path: str) -> int | None:
        """A whole number."""
        value = self.number(part, path)
        return None if value is None else int(value)

    def money(self, part: Part | None, path: str) -> Money | None:
        """An amount with its currency."""
        found = part.at(path) if part else None
        value = amounts.number(text=found.text) if found else None
        if found is None or value is None:
            return None
        currency = found.attributes.get("currencyID", "")
        if not currency:
            self.fault(found, "no_currency", "The amount says no currency (currencyID).")
            return None
        try:
            return amounts.money(value=value, currency=currency)
        except amounts.TooFine as fault:
            self.fault(found, "too_fine", f"{found.text} {currency}: {fault}")
            return None

    def quantity(self, part: Part | None, path: str) -> Quantity | None:
        """A measure with its unit."""
        found = part.at(path) if part else None
        value = amounts.number(text=found.text) if found else None
        return (
            None if found is None or value is None else Quantity(value=value, unit=found.attributes.get("unitCode", ""))
        )

    def kilograms(self, part: Part | None, path: str) -> Decimal | None:
        """A mass; its unit may be left out, and is kilograms."""
        found = self.quantity(part, path)
        if part and found and found.unit not in ("", KILOGRAM):
            self.fault(part.at(path) or part, "not_kilograms", f"Masses are in kilograms (KGM), not in {found.unit}.")
        return found.value if found else None

    def day(self, part: Part | None, path: str) -> date | None:
        """The day of a moment."""
        found = part.at(path) if part else None
        if not found or len(found.text) < 8:
            return None
        try:
            return date(int(found.text[:4]), int(found.text[4:6]), int(found.text[6:8]))
        except ValueError:
            self.fault(found, "not_a_day", f"{found.text[:8]} is no day of the calendar.")
            return None


def trader(*, part: Part | None) -> Trader | None:
    """A party, or None where none is named."""
    if part is None:
        return None
    found = Trader(
        number=part.value("ID"),
        name=part.value("Name"),
        street=part.value("Address/Line"),
        city=part.value("Address/CityName"),
        postcode=part.value("Address/PostcodeID"),
        country=part.value("Address/CountryCode").upper(),
    )
    return None if found == Trader() else found


def charges_of(*, read: Reader, part: Part | None) -> tuple[Charge, ...]:
    """Additions and deductions of a declaration or an item."""
    if part is None:
        return ()
    found = []
    freight = read.money(part, "FreightChargeAmount")
    if freight:
        found.append(Charge(kind=Adjustment.FREIGHT, amount=freight))
    for one in part.every("ChargeDeduction"):
        code = one.value("ChargesTypeCode")
        kind = ADJUSTMENTS.get(code)
        amount = read.money(one, "OtherChargeDeductionAmount")
        if kind is None:
            read.fault(one, "unknown_code", f"{code!r} is no kind of addition or deduction.")
        elif amount is not None:
            found.append(Charge(kind=kind, amount=amount))
    return tuple(found)


def document(*, read: Reader, part: Part) -> Document:
    """A document; its category and type stand together in the domain."""
    written_off = read.quantity(part, "WriteOff/QuantityQuantity")
    return Document(
        type=part.value("CategoryCode") + part.value("TypeCode"),
        number=part.value("ID"),
        name=part.value("Name"),
        issuer=part.value("Submitter/Name"),
        expires_on=read.day(part, "EffectiveDateTime"),
        exemption=part.value("LPCOExemptionCode"),
        quantity=written_off.value if written_off else None,
        unit=written_off.unit if written_off else "",
    )


def previous_document(*, read: Reader, part: Part) -> PreviousDocument:
    """What stood before."""
    return PreviousDocument(
        type=part.value("TypeCode"),
        number=part.value("ID"),
        category=part.value("CategoryCode"),
        line=read.whole(part, "LineNumeric"),
    )


def statements(*, part: Part) -> tuple[Statement, ...]:
    """What was said in codes or words."""
    found = (
        Statement(
            code=one.value("StatementCode"),
            text=one.value("StatementDescription"),
            type=one.value("StatementTypeCode"),
        )
        for one in part.every("AdditionalInformation")
    )
    return tuple(one for one in found if one != Statement())
