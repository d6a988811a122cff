"""An invoice read back from either syntax. What it says and we could not keep is told, never dropped in silence."""

from datetime import date
from decimal import Decimal

from madang.framework.bulk.safe_xml import XmlRefused
from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader, VatCategory
from madang.systems.tax.formats.en16931.reading import read_document
from madang.systems.tax.formats.en16931.terms import Document, Group, number_of, place_of

MOST_DIGITS = 4
_UNKEPT = {
    "BG-20": "an allowance of the document",
    "BG-21": "a charge of the document",
    "BG-27": "an allowance of a line",
    "BG-28": "a charge of a line",
    "BG-10": "another payee",
    "BG-11": "a tax representative",
}


class _Faults(list[tuple[str, str]]):
    """Where, and what."""

    def add(self, group: Group, says: str) -> None:
        self.append((place_of(element=group.element), says))


def read_invoice(*, data: bytes) -> Invoice:
    """The invoice of a UBL or CII file. XmlRefused with every fault: what it lacks, and what has no place in ours."""
    document = read_document(data=data)
    root, faults = document.root, _Faults()
    for code, what in _UNKEPT.items():
        for group in document.every(code):
            faults.add(group, f"it has {what} ({code}), which we do not keep")
    lines = tuple(_line(group, faults) for group in root.each("BG-25"))
    if not lines:
        faults.add(root, "it has no line (BG-25)")
    seller, buyer = _trader(document, "BG-4", faults), _trader(document, "BG-7", faults)
    issued_on = _day(root, "BT-2", faults)
    if issued_on is None:
        faults.add(root, "it has no date of issue (BT-2)")
    if faults or issued_on is None or seller is None or buyer is None:
        raise XmlRefused(faults)
    invoice = _invoice(root, seller, buyer, lines, issued_on, faults)
    _compare_sums(root, invoice, faults)
    if faults:
        raise XmlRefused(faults)
    return invoice


def _invoice(
    root: Group, seller: Trader, buyer: Trader, lines: tuple[InvoiceLine, ...], issued_on: date, faults: _Faults
) -> Invoice:
    delivery, payment = _first(root, "BG-13"), _first(root, "BG-16")
    account = _first(payment, "BG-17") if payment else None
    preceding = _first(root, "BG-3")
    return Invoice(
        number=root.text("BT-1"),
        issued_on=issued_on,
        type_code=root.text("BT-3"),
        currency=root.text("BT-5"),
        digits=_digits(root),
        seller=seller,
        buyer=buyer,
        lines=lines,
        supplied_on=_day(delivery, "BT-72", faults) if delivery else None,
        due_on=_day(root, "BT-9", faults),
        buyer_reference=root.text("BT-10"),
        order=root.text("BT-13"),
        note=root.text("BT-22"),
        preceding=preceding.text("BT-25") if preceding else "",
        preceding_on=_day(preceding, "BT-26", faults) if preceding else None,
        payment_means=payment.text("BT-81") if payment else "30",
        iban=account.text("BT-84") if account else "",
        terms=root.text("BT-20"),
        exemption=next((part.text("BT-120") for part in root.each("BG-23") if part.text("BT-120")), ""),
    )


def _compare_sums(root: Group, invoice: Invoice, faults: _Faults) -> None:
    """Ours are derived: the file's must be the same, or it says something that our invoice would not."""
    for sums in root.each("BG-22"):
        for code, ours in (("BT-109", invoice.net()), ("BT-112", invoice.gross()), ("BT-115", invoice.gross())):
            if sums.number(code) != ours:
                faults.add(sums, f"{code} is {sums.text(code) or 'missing'}, but the lines make {ours:f}")


def _first(group: Group, code: str) -> Group | None:
    found = group.each(code)
    return found[0] if found else None


def _day(group: Group, term: str, faults: _Faults) -> date | None:
    day = group.day(term)
    if day is None and group.text(term):
        faults.add(group, f"{term} is not a date: {group.text(term)[:40]}")
    return day


def _number(group: Group, term: str, faults: _Faults) -> Decimal:
    number = group.number(term)
    if number is None:
        faults.add(group, f"{term} is missing or not a number: {group.text(term)[:40]}")
    return number or Decimal(0)


def _digits(root: Group) -> int:
    """The digits of the currency, as the file writes its amounts."""
    texts = [one.text for sums in root.each("BG-22") for one in sums.all("BT-112")]
    return min(
        max((len(text.partition(".")[2]) for text in texts if number_of(text=text) is not None), default=2), MOST_DIGITS
    )


def _line(group: Group, faults: _Faults) -> InvoiceLine:
    try:
        category = VatCategory(group.text("BT-151"))
    except ValueError:
        category = VatCategory.STANDARD
        faults.add(group, f"the VAT category {group.text('BT-151')[:10] or '(none)'} is not one that we keep")
    rated = category is not VatCategory.OUT_OF_SCOPE
    period = _first(group, "BG-26")
    return InvoiceLine(
        number=group.text("BT-126"),
        name=group.text("BT-153"),
        quantity=_number(group, "BT-129", faults),
        unit=group.text("BT-130"),
        price=_number(group, "BT-146", faults) / _base(group, faults),
        category=category,
        rate=_number(group, "BT-152", faults) if rated else Decimal(0),
        description=group.text("BT-154"),
        supplied_on=_day(period, "BT-134", faults) if period else None,
    )


def _base(group: Group, faults: _Faults) -> Decimal:
    """BT-149: the price may be for several units."""
    base = group.number("BT-149") if group.there("BT-149") else Decimal(1)
    if base is None or base <= 0:
        faults.add(group, f"the price is for {group.text('BT-149')[:40]} units, which is no quantity")
        return Decimal(1)
    return base


def _trader(document: Document, code: str, faults: _Faults) -> Trader | None:
    group = _first(document.root, code)
    if group is None:
        faults.add(document.root, f"it has no {'seller' if code == 'BG-4' else 'buyer'} ({code})")
        return None
    seller = code == "BG-4"
    name, legal, vat, endpoint = ("27", "30", "31", "34") if seller else ("44", "47", "48", "49")
    address, contact = _first(group, "BG-5" if seller else "BG-8"), _first(group, "BG-6" if seller else "BG-9")
    street, city, postcode, country = ("35", "37", "38", "40") if seller else ("50", "52", "53", "55")
    person, phone, mail = ("41", "42", "43") if seller else ("56", "57", "58")
    return Trader(
        name=group.text(f"BT-{name}"),
        vat_number=group.text(f"BT-{vat}"),
        legal_number=group.text(f"BT-{legal}"),
        legal_scheme=_scheme(group, f"BT-{legal}"),
        endpoint=group.text(f"BT-{endpoint}"),
        endpoint_scheme=_scheme(group, f"BT-{endpoint}"),
        street=address.text(f"BT-{street}") if address else "",
        city=address.text(f"BT-{city}") if address else "",
        postcode=address.text(f"BT-{postcode}") if address else "",
        country=address.text(f"BT-{country}") if address else "",
        contact=contact.text(f"BT-{person}") if contact else "",
        phone=contact.text(f"BT-{phone}") if contact else "",
        mail=contact.text(f"BT-{mail}") if contact else "",
    )


def _scheme(group: Group, term: str) -> str:
    found = group.all(term)
    return found[0].attributes.get("schemeID", "") if found else ""
