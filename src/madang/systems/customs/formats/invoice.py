"""What a declaration can take from an electronic invoice: UBL 2.1 (Invoice) and UN/CEFACT Cross Industry Invoice D16B, the two
syntaxes of EN 16931, read for the few terms that goods are declared by.

Read are: number (BT-1), currency (BT-5), seller's name (BT-27) and country (BT-40); of each line name (BT-153), quantity and
its unit (BT-129, BT-130), net amount (BT-131), classification by the Harmonized System (BT-158, list HS) and country of origin
(BT-159).
Prices go without value-added tax, as the customs value does. Nothing else is judged: whoever sent the invoice answers for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from madang.framework.bulk import safe_xml

LARGEST = 5 * 1024 * 1024
MOST_LINES = 999
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
SPACES = {"u": UBL, "cbc": CBC, "cac": CAC, "rsm": RSM, "ram": RAM}
HARMONIZED = frozenset({"HS", "TSP"})
"""UNTDID 7143: Harmonised system, and the customs tariff of the European Union that begins with it."""


class NotAnInvoice(Exception):
    """It is neither of both; a sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """A line; what it leaves open is empty."""

    name: str
    net: Decimal | None
    quantity: Decimal | None = None
    unit: str = ""
    commodity: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenInvoice:
    """What is taken over."""

    number: str
    currency: str
    seller: str
    seller_country: str
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paths:
    """Where a syntax says what."""

    number: str
    currency: str
    seller: tuple[str, ...]
    country: str
    line: str
    name: str
    quantity: str
    net: str
    commodity: str
    list_of: str
    origin: str


_UBL = _Paths(
    number="cbc:ID",
    currency="cbc:DocumentCurrencyCode",
    seller=(
        "cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
        "cac:AccountingSupplierParty/cac:Party/cac:PartyName/cbc:Name",
    ),
    country="cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode",
    line="cac:InvoiceLine",
    name="cac:Item/cbc:Name",
    quantity="cbc:InvoicedQuantity",
    net="cbc:LineExtensionAmount",
    commodity="cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode",
    list_of="listID",
    origin="cac:Item/cac:OriginCountry/cbc:IdentificationCode",
)
_TRADE = "rsm:SupplyChainTradeTransaction"
_SELLER = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement/ram:SellerTradeParty"
_CII = _Paths(
    number="rsm:ExchangedDocument/ram:ID",
    currency=f"{_TRADE}/ram:ApplicableHeaderTradeSettlement/ram:InvoiceCurrencyCode",
    seller=(f"{_SELLER}/ram:Name",),
    country=f"{_SELLER}/ram:PostalTradeAddress/ram:CountryID",
    line=f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem",
    name="ram:SpecifiedTradeProduct/ram:Name",
    quantity="ram:SpecifiedLineTradeDelivery/ram:BilledQuantity",
    net="ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    commodity="ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode",
    list_of="listID",
    origin="ram:SpecifiedTradeProduct/ram:OriginTradeCountry/ram:ID",
)


def read(*, data: bytes) -> GivenInvoice:
    """The invoice. Raises NotAnInvoice."""
    try:
        root = safe_xml.read(data=data, largest=LARGEST)
    except safe_xml.XmlRefused as refused:
        raise NotAnInvoice("; ".join(says for _place, says in refused.faults)) from None
    paths = {f"{{{UBL}}}Invoice": _UBL, f"{{{RSM}}}CrossIndustryInvoice": _CII}.get(str(root.tag))
    if paths is None:
        raise NotAnInvoice(f"The root is {str(root.tag)[:100]}: neither Invoice of UBL 2.1 nor CrossIndustryInvoice.")
    lines = root.findall(paths.line, SPACES)[:MOST_LINES]
    return GivenInvoice(
        number=_text(root, paths.number),
        currency=_text(root, paths.currency).upper()[:3],
        seller=next(filter(None, (_text(root, path) for path in paths.seller)), ""),
        seller_country=_text(root, paths.country).upper()[:2],
        lines=tuple(_line(one, paths) for one in lines),
    )


def _line(line: safe_xml.Element, paths: _Paths) -> InvoiceLine:
    quantity = line.find(paths.quantity, SPACES)
    return InvoiceLine(
        name=_text(line, paths.name),
        net=_number(_text(line, paths.net)),
        quantity=_number(_text(line, paths.quantity)),
        unit=str(quantity.get("unitCode", "")) if quantity is not None else "",
        commodity=next(_commodities(line, paths), ""),
        origin=_text(line, paths.origin).upper()[:2],
    )


def _commodities(line: safe_xml.Element, paths: _Paths) -> Iterator[str]:
    for one in line.findall(paths.commodity, SPACES):
        digits = "".join(sign for sign in (one.text or "") if sign.isdigit() and sign.isascii())
        if one.get(paths.list_of, "") in HARMONIZED and len(digits) >= 6:
            yield digits[:10]


def _text(element: safe_xml.Element, path: str) -> str:
    return " ".join((element.findtext(path, "", SPACES) or "").split())


def _number(text: str) -> Decimal | None:
    try:
        told = Decimal(text)
    except InvalidOperation:
        return None
    return told if told.is_finite() and 0 <= told < 10**12 else None
