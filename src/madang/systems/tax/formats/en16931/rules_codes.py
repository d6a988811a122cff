"""BR-CL: which codes may be used (EN 16931-1, 6.4.4)."""

from collections.abc import Callable, Iterator, Mapping

from madang.framework.bulk.safe_xml import Element
from madang.systems.tax.formats.en16931.cii_shape import ALLOWANCE as CII_ALLOWANCE
from madang.systems.tax.formats.en16931.cii_shape import CHARGE as CII_CHARGE
from madang.systems.tax.formats.en16931.codes import listed
from madang.systems.tax.formats.en16931.reading import elements
from madang.systems.tax.formats.en16931.rule import Level, Rule, named
from madang.systems.tax.formats.en16931.terms import CII, UBL, Document
from madang.systems.tax.formats.en16931.ubl_shape import ALLOWANCE, CHARGE

Allowed = Callable[[Element, str, str], bool]
"""Element, value, syntax."""

CATEGORIES = frozenset({"AE", "L", "M", "E", "S", "Z", "G", "O", "K", "B"})
MEDIA = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
TAX_POINTS = {UBL: frozenset({"3", "35", "432"}), CII: frozenset({"5", "29", "72"})}
"""UNTDID 2005 in UBL, 2475 in CII."""
_SEPA_PARTIES = ("AccountingSupplierParty", "PayeeParty")
_AMOUNTS = (
    "Amount BaseAmount PriceAmount TaxAmount TaxableAmount LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount "
    "AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount"
)


def _in(name: str) -> Allowed:
    return lambda _e, value, _s: value in listed(name)


def _document_type(element: Element, value: str, syntax: str) -> bool:
    if str(element.tag).endswith("InvoiceTypeCode"):
        return value in listed("document-types")
    credit = value in listed("credit-note-types")
    return credit or (syntax == CII and value in listed("document-types"))


def _note_subject(element: Element, value: str, syntax: str) -> bool:
    """UBL writes the subject of a note between two # at its front; a text that does not is a plain note."""
    if syntax == CII:
        return value in listed("note-subjects") or value in listed("note-subjects-cii")
    subject = value.partition("#")[2].partition("#")
    return not subject[1] or len(subject[0]) != 3 or subject[0] in listed("note-subjects")


def _party_scheme(element: Element, value: str, syntax: str) -> bool:
    if value in listed("identifier-schemes"):
        return True
    above = {str(one.tag).rpartition("}")[2] for one in element.iterancestors()}
    return syntax == UBL and value == "SEPA" and bool(above & set(_SEPA_PARTIES))


def _object_scheme(element: Element, value: str, syntax: str) -> bool:
    scheme = element.get("schemeID", "").strip() if syntax == UBL else value
    return scheme in listed("object-identifiers")


def _tax_point(element: Element, value: str, syntax: str) -> bool:
    return value in TAX_POINTS[syntax]


def _rule(code: str, says: str, terms: str, ubl: str, cii: str, allowed: Allowed, attribute: str = "") -> Rule:
    """`ubl` and `cii` are the paths of the elements; the value is their text or an attribute."""
    paths: Mapping[str, str] = {UBL: ubl, CII: cii}

    def find(document: Document) -> Iterator[Element]:
        for element in elements(root=document.root.element, path=paths[document.syntax]):
            value = element.get(attribute, "") if attribute else element.text or ""
            if not allowed(element, " ".join(value.split()), document.syntax):
                yield element

    return Rule(code=f"BR-CL-{code}", level=Level.FATAL, says=says, terms=named(terms), find=find)


_AMOUNT_PATH = " | ".join(f"//cbc:{name}" for name in _AMOUNTS.split())
_SCHEME = "has an identification scheme of ISO 6523"
RULES: tuple[Rule, ...] = (
    _rule(
        "01",
        "The type of the invoice is one of UNTDID 1001.",
        "3",
        "/*/cbc:InvoiceTypeCode | /*/cbc:CreditNoteTypeCode",
        "/*/rsm:ExchangedDocument/ram:TypeCode",
        _document_type,
    ),
    _rule(
        "03",
        "Every amount has a currency of ISO 4217.",
        "5 6",
        _AMOUNT_PATH,
        "//ram:TaxTotalAmount[@currencyID]",
        _in("currencies"),
        "currencyID",
    ),
    _rule(
        "04",
        "The invoice's currency is one of ISO 4217.",
        "5",
        "//cbc:DocumentCurrencyCode",
        "//ram:InvoiceCurrencyCode",
        _in("currencies"),
    ),
    _rule(
        "05",
        "The accounting currency is one of ISO 4217.",
        "6",
        "//cbc:TaxCurrencyCode",
        "//ram:TaxCurrencyCode",
        _in("currencies"),
    ),
    _rule(
        "06",
        "The event that makes VAT due is one of UNTDID 2005 (CII: 2475).",
        "8",
        "//cac:InvoicePeriod/cbc:DescriptionCode",
        "//ram:DueDateTypeCode",
        _tax_point,
    ),
    _rule(
        "07",
        "The scheme of an invoiced object is one of UNTDID 1153.",
        "18 128",
        "//cac:AdditionalDocumentReference[cbc:DocumentTypeCode='130']/cbc:ID[@schemeID]"
        " | //cac:DocumentReference[cbc:DocumentTypeCode='130']/cbc:ID[@schemeID]",
        "//ram:ReferenceTypeCode",
        _object_scheme,
    ),
    _rule(
        "08",
        "The subject of a note is one of UNTDID 4451.",
        "21",
        "/*/cbc:Note",
        "//ram:SubjectCode",
        _note_subject,
    ),
    _rule(
        "10",
        f"A party's identifier {_SCHEME}.",
        "29 46 60",
        "//cac:PartyIdentification/cbc:ID[@schemeID]",
        "//ram:GlobalID[@schemeID][not(ancestor::ram:SpecifiedTradeProduct) and not(ancestor::ram:ShipToTradeParty)]",
        _party_scheme,
        "schemeID",
    ),
    _rule(
        "11",
        f"A legal registration {_SCHEME}.",
        "30 47 61",
        "//cac:PartyLegalEntity/cbc:CompanyID[@schemeID]",
        "//ram:ID[@schemeID][not(ancestor::ram:SpecifiedTaxRegistration)]",
        _in("identifier-schemes"),
        "schemeID",
    ),
    _rule(
        "13",
        "The list of an item's classification is one of UNTDID 7143.",
        "158",
        "//cac:CommodityClassification/cbc:ItemClassificationCode[@listID]",
        "//ram:ClassCode[@listID]",
        _in("item-classifications"),
        "listID",
    ),
    _rule(
        "14",
        "A country is one of ISO 3166-1.",
        "40 55 69 80",
        "//cac:Country/cbc:IdentificationCode",
        "//ram:CountryID",
        _in("countries"),
    ),
    _rule(
        "15",
        "A country of origin is one of ISO 3166-1.",
        "159",
        "//cac:OriginCountry/cbc:IdentificationCode",
        "//ram:OriginTradeCountry/ram:ID",
        _in("countries"),
    ),
    _rule(
        "16",
        "The means of payment is one of UNTDID 4461.",
        "81",
        "//cac:PaymentMeans/cbc:PaymentMeansCode",
        "//ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode",
        _in("payment-means"),
    ),
    _rule(
        "17",
        "The VAT category of the breakdown, an allowance or a charge is one that the standard uses.",
        "118 95 102",
        "//cac:TaxCategory/cbc:ID",
        "//ram:CategoryTradeTax/ram:CategoryCode",
        lambda _e, value, _s: value in CATEGORIES,
    ),
    _rule(
        "18",
        "The VAT category of a line is one that the standard uses.",
        "151",
        "//cac:ClassifiedTaxCategory/cbc:ID",
        "//ram:ApplicableTradeTax/ram:CategoryCode",
        lambda _e, value, _s: value in CATEGORIES,
    ),
    _rule(
        "19",
        "The reason of an allowance is one of UNTDID 5189.",
        "98 140",
        f"//{ALLOWANCE}/cbc:AllowanceChargeReasonCode",
        f"//{CII_ALLOWANCE}/ram:ReasonCode",
        _in("allowance-reasons"),
    ),
    _rule(
        "20",
        "The reason of a charge is one of UNTDID 7161.",
        "105 145",
        f"//{CHARGE}/cbc:AllowanceChargeReasonCode",
        f"//{CII_CHARGE}/ram:ReasonCode",
        _in("charge-reasons"),
    ),
    _rule(
        "21",
        f"An item's standard identifier {_SCHEME}.",
        "157",
        "//cac:StandardItemIdentification/cbc:ID[@schemeID]",
        "//ram:SpecifiedTradeProduct/ram:GlobalID[@schemeID]",
        _in("identifier-schemes"),
        "schemeID",
    ),
    _rule(
        "22",
        "The reason of an exemption is one of VATEX.",
        "121",
        "//cbc:TaxExemptionReasonCode",
        "//ram:ExemptionReasonCode",
        lambda _e, value, _s: value.upper() in listed("exemptions"),
    ),
    _rule(
        "23",
        "A unit is one of UN/ECE Recommendation 20 or 21.",
        "130 150",
        "//cbc:InvoicedQuantity[@unitCode] | //cbc:BaseQuantity[@unitCode] | //cbc:CreditedQuantity[@unitCode]",
        "//ram:BasisQuantity[@unitCode] | //ram:BilledQuantity[@unitCode]",
        _in("units"),
        "unitCode",
    ),
    _rule(
        "24",
        "An attached document is a PDF, PNG, JPEG, CSV or a spreadsheet.",
        "125",
        "//cbc:EmbeddedDocumentBinaryObject[@mimeCode]",
        "//ram:AttachmentBinaryObject[@mimeCode]",
        lambda _e, value, _s: value in MEDIA,
        "mimeCode",
    ),
    _rule(
        "25",
        "The scheme of an electronic address is one of EAS.",
        "34 49",
        "//cbc:EndpointID[@schemeID]",
        "//ram:URIUniversalCommunication/ram:URIID[@schemeID]",
        _in("endpoint-schemes"),
        "schemeID",
    ),
    _rule(
        "26",
        f"A place of delivery {_SCHEME}.",
        "71",
        "//cac:DeliveryLocation/cbc:ID[@schemeID]",
        "//ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID[@schemeID]",
        _in("identifier-schemes"),
        "schemeID",
    ),
)
