"""The binding of EN 16931-1 to UBL 2.1 (CEN/TS 16931-3-2)."""

from madang.systems.tax.formats.en16931.shape import Shape
from madang.systems.tax.formats.en16931.terms import VAT_TOTAL

VAT = "[normalize-space(translate(cac:TaxScheme/cbc:ID,'vat','VAT'))='VAT']"
_OTHER = "[normalize-space(translate(cac:TaxScheme/cbc:ID,'vat','VAT'))!='VAT']"
_SEPA = "translate(@schemeID,'sepa','SEPA')='SEPA'"
ALLOWANCE = (
    "cac:AllowanceCharge[normalize-space(cbc:ChargeIndicator)='false' or normalize-space(cbc:ChargeIndicator)='0']"
)
CHARGE = "cac:AllowanceCharge[normalize-space(cbc:ChargeIndicator)='true' or normalize-space(cbc:ChargeIndicator)='1']"
_LEGAL = "cac:PartyLegalEntity"
_NAME = "cac:PartyName/cbc:Name"


def _address(code: str, path: str, first: int, third_line: int, start: tuple[str, ...] = ()) -> Shape:
    """A postal address; its terms are numbered in the same order everywhere, the third line was numbered later."""
    names = ("cbc:StreetName", "cbc:AdditionalStreetName", "cbc:CityName", "cbc:PostalZone", "cbc:CountrySubentity")
    paths = (*names, "cac:Country/cbc:IdentificationCode")
    terms = {f"BT-{first + place}": path_ for place, path_ in enumerate(paths)}
    return Shape(code, path, {**terms, f"BT-{third_line}": "cac:AddressLine/cbc:Line"})


def _contact(code: str, first: int) -> Shape:
    names = ("cbc:Name", "cbc:Telephone", "cbc:ElectronicMail")
    return Shape(code, "cac:Contact", {f"BT-{first + place}": path for place, path in enumerate(names)})


def _reduction(code: str, path: str, first: int, *, taxed: bool) -> Shape:
    """An allowance or charge, of the document (with its VAT) or of a line."""
    paths = ["cbc:Amount", "cbc:BaseAmount", "cbc:MultiplierFactorNumeric"]
    if taxed:
        paths += [f"cac:TaxCategory{VAT}/cbc:ID", f"cac:TaxCategory{VAT}/cbc:Percent"]
    paths += ["cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode"]
    return Shape(code, path, {f"BT-{first + place}": one for place, one in enumerate(paths)})


_SELLER = Shape(
    "BG-4",
    "cac:AccountingSupplierParty",
    {
        "BT-27": f"cac:Party/{_LEGAL}/cbc:RegistrationName",
        "BT-28": f"cac:Party/{_NAME}",
        "BT-29": f"cac:Party/cac:PartyIdentification/cbc:ID[not({_SEPA})]",
        "BT-30": f"cac:Party/{_LEGAL}/cbc:CompanyID",
        "BT-31": f"cac:Party/cac:PartyTaxScheme{VAT}/cbc:CompanyID",
        "BT-32": f"cac:Party/cac:PartyTaxScheme{_OTHER}/cbc:CompanyID",
        "BT-33": f"cac:Party/{_LEGAL}/cbc:CompanyLegalForm",
        "BT-34": "cac:Party/cbc:EndpointID",
        "BT-90": f"cac:Party/cac:PartyIdentification/cbc:ID[{_SEPA}]",
    },
    (
        _address("BG-5", "cac:Party/cac:PostalAddress", 35, 162),
        Shape("BG-6", "cac:Party/cac:Contact", _contact("BG-6", 41).terms),
    ),
)
_BUYER = Shape(
    "BG-7",
    "cac:AccountingCustomerParty",
    {
        "BT-44": f"cac:Party/{_LEGAL}/cbc:RegistrationName",
        "BT-45": f"cac:Party/{_NAME}",
        "BT-46": "cac:Party/cac:PartyIdentification/cbc:ID",
        "BT-47": f"cac:Party/{_LEGAL}/cbc:CompanyID",
        "BT-48": f"cac:Party/cac:PartyTaxScheme{VAT}/cbc:CompanyID",
        "BT-49": "cac:Party/cbc:EndpointID",
    },
    (
        _address("BG-8", "cac:Party/cac:PostalAddress", 50, 163),
        Shape("BG-9", "cac:Party/cac:Contact", _contact("BG-9", 56).terms),
    ),
)
_REPRESENTATIVE = Shape(
    "BG-11",
    "cac:TaxRepresentativeParty",
    {"BT-62": _NAME, "BT-63": f"cac:PartyTaxScheme{VAT}/cbc:CompanyID"},
    (_address("BG-12", "cac:PostalAddress", 64, 164),),
)
_DELIVERY = Shape(
    "BG-13",
    "cac:Delivery",
    {
        "BT-70": f"cac:DeliveryParty/{_NAME}",
        "BT-71": "cac:DeliveryLocation/cbc:ID",
        "BT-72": "cbc:ActualDeliveryDate",
    },
    (_address("BG-15", "cac:DeliveryLocation/cac:Address", 75, 165),),
)
_PAYMENT = Shape(
    "BG-16",
    "cac:PaymentMeans",
    {"BT-81": "cbc:PaymentMeansCode", "BT-82": "cbc:PaymentMeansCode/@name", "BT-83": "cbc:PaymentID"},
    (
        Shape(
            "BG-17",
            "cac:PayeeFinancialAccount",
            {"BT-84": "cbc:ID", "BT-85": "cbc:Name", "BT-86": "cac:FinancialInstitutionBranch/cbc:ID"},
        ),
        Shape("BG-18", "cac:CardAccount", {"BT-87": "cbc:PrimaryAccountNumberID", "BT-88": "cbc:HolderName"}),
        Shape("BG-19", "cac:PaymentMandate", {"BT-89": "cbc:ID", "BT-91": "cac:PayerFinancialAccount/cbc:ID"}),
    ),
)
_BREAKDOWN = {
    "BT-116": "cbc:TaxableAmount",
    "BT-117": "cbc:TaxAmount",
    "BT-118": f"cac:TaxCategory{VAT}/cbc:ID",
    "BT-119": f"cac:TaxCategory{VAT}/cbc:Percent",
    "BT-120": f"cac:TaxCategory{VAT}/cbc:TaxExemptionReason",
    "BT-121": f"cac:TaxCategory{VAT}/cbc:TaxExemptionReasonCode",
}
_LINE = Shape(
    "BG-25",
    "cac:InvoiceLine | cac:CreditNoteLine",
    {
        "BT-126": "cbc:ID",
        "BT-127": "cbc:Note",
        "BT-128": "cac:DocumentReference/cbc:ID",
        "BT-129": "cbc:InvoicedQuantity | cbc:CreditedQuantity",
        "BT-130": "cbc:InvoicedQuantity/@unitCode | cbc:CreditedQuantity/@unitCode",
        "BT-131": "cbc:LineExtensionAmount",
        "BT-132": "cac:OrderLineReference/cbc:LineID",
        "BT-133": "cbc:AccountingCost",
        "BT-146": "cac:Price/cbc:PriceAmount",
        "BT-147": "cac:Price/cac:AllowanceCharge/cbc:Amount",
        "BT-148": "cac:Price/cac:AllowanceCharge/cbc:BaseAmount",
        "BT-149": "cac:Price/cbc:BaseQuantity",
        "BT-150": "cac:Price/cbc:BaseQuantity/@unitCode",
        "BT-151": f"cac:Item/cac:ClassifiedTaxCategory{VAT}/cbc:ID",
        "BT-152": f"cac:Item/cac:ClassifiedTaxCategory{VAT}/cbc:Percent",
        "BT-153": "cac:Item/cbc:Name",
        "BT-154": "cac:Item/cbc:Description",
        "BT-155": "cac:Item/cac:SellersItemIdentification/cbc:ID",
        "BT-156": "cac:Item/cac:BuyersItemIdentification/cbc:ID",
        "BT-157": "cac:Item/cac:StandardItemIdentification/cbc:ID",
        "BT-158": "cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode",
        "BT-159": "cac:Item/cac:OriginCountry/cbc:IdentificationCode",
    },
    (
        Shape("BG-26", "cac:InvoicePeriod", {"BT-134": "cbc:StartDate", "BT-135": "cbc:EndDate"}),
        _reduction("BG-27", ALLOWANCE, 136, taxed=False),
        _reduction("BG-28", CHARGE, 141, taxed=False),
        Shape("BG-32", "cac:Item/cac:AdditionalItemProperty", {"BT-160": "cbc:Name", "BT-161": "cbc:Value"}),
    ),
)
SHAPE = Shape(
    "BG-0",
    "/*",
    {
        "BT-1": "cbc:ID",
        "BT-2": "cbc:IssueDate",
        "BT-3": "cbc:InvoiceTypeCode | cbc:CreditNoteTypeCode",
        "BT-5": "cbc:DocumentCurrencyCode",
        "BT-6": "cbc:TaxCurrencyCode",
        "BT-7": "cbc:TaxPointDate",
        "BT-8": "cac:InvoicePeriod/cbc:DescriptionCode",
        "BT-9": "cbc:DueDate | cac:PaymentMeans/cbc:PaymentDueDate",
        "BT-10": "cbc:BuyerReference",
        "BT-11": "cac:ProjectReference/cbc:ID",
        "BT-12": "cac:ContractDocumentReference/cbc:ID",
        "BT-13": "cac:OrderReference/cbc:ID",
        "BT-14": "cac:OrderReference/cbc:SalesOrderID",
        "BT-15": "cac:ReceiptDocumentReference/cbc:ID",
        "BT-16": "cac:DespatchDocumentReference/cbc:ID",
        "BT-17": "cac:OriginatorDocumentReference/cbc:ID",
        "BT-18": "cac:AdditionalDocumentReference[cbc:DocumentTypeCode='130']/cbc:ID",
        "BT-19": "cbc:AccountingCost",
        "BT-20": "cac:PaymentTerms/cbc:Note",
        "BT-22": "cbc:Note",
        "BT-23": "cbc:ProfileID",
        "BT-24": "cbc:CustomizationID",
        "BT-110": "cac:TaxTotal/cbc:TaxAmount[@currencyID=/*/cbc:DocumentCurrencyCode]",
        "BT-111": "cac:TaxTotal/cbc:TaxAmount[@currencyID=/*/cbc:TaxCurrencyCode]",
    },
    (
        Shape(
            "BG-3",
            "cac:BillingReference",
            {"BT-25": "cac:InvoiceDocumentReference/cbc:ID", "BT-26": "cac:InvoiceDocumentReference/cbc:IssueDate"},
        ),
        _SELLER,
        _BUYER,
        Shape(
            "BG-10",
            "cac:PayeeParty",
            {"BT-59": _NAME, "BT-60": "cac:PartyIdentification/cbc:ID", "BT-61": f"{_LEGAL}/cbc:CompanyID"},
        ),
        _REPRESENTATIVE,
        _DELIVERY,
        Shape(
            "BG-14",
            "cac:InvoicePeriod",
            {"BT-73": "cbc:StartDate", "BT-74": "cbc:EndDate", "BT-8": "cbc:DescriptionCode"},
        ),
        _PAYMENT,
        _reduction("BG-20", ALLOWANCE, 92, taxed=True),
        _reduction("BG-21", CHARGE, 99, taxed=True),
        Shape(
            "BG-22",
            "cac:LegalMonetaryTotal",
            {
                "BT-106": "cbc:LineExtensionAmount",
                "BT-107": "cbc:AllowanceTotalAmount",
                "BT-108": "cbc:ChargeTotalAmount",
                "BT-109": "cbc:TaxExclusiveAmount",
                "BT-112": "cbc:TaxInclusiveAmount",
                "BT-113": "cbc:PrepaidAmount",
                "BT-114": "cbc:PayableRoundingAmount",
                "BT-115": "cbc:PayableAmount",
            },
        ),
        Shape(
            VAT_TOTAL,
            "cac:TaxTotal",
            {"BT-110": "cbc:TaxAmount", "parts": "cac:TaxSubtotal", "BT-117": "cac:TaxSubtotal/cbc:TaxAmount"},
        ),
        Shape("BG-23", "cac:TaxTotal/cac:TaxSubtotal", _BREAKDOWN),
        Shape(
            "BG-24",
            "cac:AdditionalDocumentReference",
            {
                "BT-122": "cbc:ID",
                "BT-123": "cbc:DocumentDescription",
                "BT-124": "cac:Attachment/cac:ExternalReference/cbc:URI",
                "BT-125": "cac:Attachment/cbc:EmbeddedDocumentBinaryObject",
            },
        ),
        _LINE,
    ),
)
