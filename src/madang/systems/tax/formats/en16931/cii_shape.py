"""The binding of EN 16931-1 to UN/CEFACT Cross Industry Invoice D16B (CEN/TS 16931-3-3)."""

from madang.systems.tax.formats.en16931.shape import Shape
from madang.systems.tax.formats.en16931.terms import VAT_TOTAL

TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRADE}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
VAT = "[translate(ram:TypeCode,'vat','VAT')='VAT']"
_INDICATOR = "ram:ChargeIndicator/udt:Indicator"
ALLOWANCE = f"ram:SpecifiedTradeAllowanceCharge[{_INDICATOR}='false' or {_INDICATOR}='0']"
CHARGE = f"ram:SpecifiedTradeAllowanceCharge[{_INDICATOR}='true' or {_INDICATOR}='1']"
_VAT_NUMBER = "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']"
_TAX_NUMBER = "ram:SpecifiedTaxRegistration/ram:ID[@schemeID='FC']"
_LEGAL = "ram:SpecifiedLegalOrganization"
_DAY = "udt:DateTimeString"
_TAX = f"{SETTLEMENT}/ram:ApplicableTradeTax"
_SUMS = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_CURRENCY = "/*/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:InvoiceCurrencyCode"
_TAX_CURRENCY = "/*/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:TaxCurrencyCode"


def _address(code: str, first: int, third_line: int) -> Shape:
    """A postal address; its terms are numbered in the same order everywhere, the third line was numbered later."""
    names = ("LineOne", "LineTwo", "CityName", "PostcodeCode", "CountrySubDivisionName", "CountryID")
    terms = {f"BT-{first + place}": f"ram:{name}" for place, name in enumerate(names)}
    return Shape(code, "ram:PostalTradeAddress", {**terms, f"BT-{third_line}": "ram:LineThree"})


def _contact(code: str, first: int) -> Shape:
    terms = {
        f"BT-{first}": "ram:PersonName | ram:DepartmentName",
        f"BT-{first + 1}": "ram:TelephoneUniversalCommunication/ram:CompleteNumber",
        f"BT-{first + 2}": "ram:EmailURIUniversalCommunication/ram:URIID",
    }
    return Shape(code, "ram:DefinedTradeContact", terms)


def _period(code: str, path: str, first: int) -> Shape:
    terms = {f"BT-{first}": f"ram:StartDateTime/{_DAY}", f"BT-{first + 1}": f"ram:EndDateTime/{_DAY}"}
    return Shape(code, path, terms)


def _reduction(code: str, path: str, first: int, *, taxed: bool) -> Shape:
    """An allowance or charge, of the document (with its VAT) or of a line."""
    paths = ["ram:ActualAmount", "ram:BasisAmount", "ram:CalculationPercent"]
    if taxed:
        paths += [f"ram:CategoryTradeTax{VAT}/ram:CategoryCode", f"ram:CategoryTradeTax{VAT}/ram:RateApplicablePercent"]
    paths += ["ram:Reason", "ram:ReasonCode"]
    return Shape(code, path, {f"BT-{first + place}": one for place, one in enumerate(paths)})


_SELLER = Shape(
    "BG-4",
    f"{AGREEMENT}/ram:SellerTradeParty",
    {
        "BT-27": "ram:Name",
        "BT-28": f"{_LEGAL}/ram:TradingBusinessName",
        "BT-29": "ram:ID | ram:GlobalID",
        "BT-30": f"{_LEGAL}/ram:ID",
        "BT-31": _VAT_NUMBER,
        "BT-32": _TAX_NUMBER,
        "BT-33": "ram:Description",
        "BT-34": "ram:URIUniversalCommunication/ram:URIID",
    },
    (_address("BG-5", 35, 162), _contact("BG-6", 41)),
)
_BUYER = Shape(
    "BG-7",
    f"{AGREEMENT}/ram:BuyerTradeParty",
    {
        "BT-44": "ram:Name",
        "BT-45": f"{_LEGAL}/ram:TradingBusinessName",
        "BT-46": "ram:ID | ram:GlobalID",
        "BT-47": f"{_LEGAL}/ram:ID",
        "BT-48": _VAT_NUMBER,
        "BT-49": "ram:URIUniversalCommunication/ram:URIID",
    },
    (_address("BG-8", 50, 163), _contact("BG-9", 56)),
)
_PAYMENT = Shape(
    "BG-16",
    f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans",
    {"BT-81": "ram:TypeCode", "BT-82": "ram:Information"},
    (
        Shape(
            "BG-17",
            "ram:PayeePartyCreditorFinancialAccount",
            {
                "BT-84": "ram:IBANID | ram:ProprietaryID",
                "BT-85": "ram:AccountName",
                "BT-86": "../ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID",
            },
        ),
        Shape(
            "BG-18",
            "ram:ApplicableTradeSettlementFinancialCard",
            {"BT-87": "ram:ID", "BT-88": "ram:CardholderName"},
        ),
        Shape("BG-19", "ram:PayerPartyDebtorFinancialAccount", {"BT-91": "ram:IBANID"}),
    ),
)
_AGREED = "ram:SpecifiedLineTradeAgreement"
_GROSS = f"{_AGREED}/ram:GrossPriceProductTradePrice"
_NET = f"{_AGREED}/ram:NetPriceProductTradePrice"
_QUANTITY = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
_SETTLED = "ram:SpecifiedLineTradeSettlement"
_PRODUCT = "ram:SpecifiedTradeProduct"
_LINE = Shape(
    "BG-25",
    f"{TRADE}/ram:IncludedSupplyChainTradeLineItem",
    {
        "BT-126": "ram:AssociatedDocumentLineDocument/ram:LineID",
        "BT-127": "ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content",
        "BT-128": f"{_SETTLED}/ram:AdditionalReferencedDocument/ram:IssuerAssignedID",
        "BT-129": _QUANTITY,
        "BT-130": f"{_QUANTITY}/@unitCode",
        "BT-131": f"{_SETTLED}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
        "BT-132": f"{_AGREED}/ram:BuyerOrderReferencedDocument/ram:LineID",
        "BT-133": f"{_SETTLED}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        "BT-146": f"{_NET}/ram:ChargeAmount",
        "BT-147": f"{_GROSS}/ram:AppliedTradeAllowanceCharge/ram:ActualAmount",
        "BT-148": f"{_GROSS}/ram:ChargeAmount",
        "BT-149": f"{_NET}/ram:BasisQuantity",
        "BT-150": f"{_NET}/ram:BasisQuantity/@unitCode",
        "BT-151": f"{_SETTLED}/ram:ApplicableTradeTax{VAT}/ram:CategoryCode",
        "BT-152": f"{_SETTLED}/ram:ApplicableTradeTax{VAT}/ram:RateApplicablePercent",
        "BT-153": f"{_PRODUCT}/ram:Name",
        "BT-154": f"{_PRODUCT}/ram:Description",
        "BT-155": f"{_PRODUCT}/ram:SellerAssignedID",
        "BT-156": f"{_PRODUCT}/ram:BuyerAssignedID",
        "BT-157": f"{_PRODUCT}/ram:GlobalID",
        "BT-158": f"{_PRODUCT}/ram:DesignatedProductClassification/ram:ClassCode",
        "BT-159": f"{_PRODUCT}/ram:OriginTradeCountry/ram:ID",
    },
    (
        _period("BG-26", f"{_SETTLED}/ram:BillingSpecifiedPeriod", 134),
        _reduction("BG-27", f"{_SETTLED}/{ALLOWANCE}", 136, taxed=False),
        _reduction("BG-28", f"{_SETTLED}/{CHARGE}", 141, taxed=False),
        Shape(
            "BG-32",
            f"{_PRODUCT}/ram:ApplicableProductCharacteristic",
            {"BT-160": "ram:Description", "BT-161": "ram:Value"},
        ),
    ),
)
_REFERENCED = "/ram:IssuerAssignedID"
SHAPE = Shape(
    "BG-0",
    "/*",
    {
        "BT-1": "rsm:ExchangedDocument/ram:ID",
        "BT-2": f"rsm:ExchangedDocument/ram:IssueDateTime/{_DAY}[@format='102']",
        "BT-3": "rsm:ExchangedDocument/ram:TypeCode",
        "BT-5": f"{SETTLEMENT}/ram:InvoiceCurrencyCode",
        "BT-6": f"{SETTLEMENT}/ram:TaxCurrencyCode",
        "BT-7": f"{_TAX}/ram:TaxPointDate/udt:DateString",
        "BT-8": f"{_TAX}/ram:DueDateTypeCode",
        "BT-9": f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/{_DAY}",
        "BT-10": f"{AGREEMENT}/ram:BuyerReference",
        "BT-11": f"{AGREEMENT}/ram:SpecifiedProcuringProject/ram:ID",
        "BT-12": f"{AGREEMENT}/ram:ContractReferencedDocument{_REFERENCED}",
        "BT-13": f"{AGREEMENT}/ram:BuyerOrderReferencedDocument{_REFERENCED}",
        "BT-14": f"{AGREEMENT}/ram:SellerOrderReferencedDocument{_REFERENCED}",
        "BT-15": f"{DELIVERY}/ram:ReceivingAdviceReferencedDocument{_REFERENCED}",
        "BT-16": f"{DELIVERY}/ram:DespatchAdviceReferencedDocument{_REFERENCED}",
        "BT-17": f"{AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode='50']{_REFERENCED}",
        "BT-18": f"{AGREEMENT}/ram:AdditionalReferencedDocument[ram:TypeCode='130']{_REFERENCED}",
        "BT-19": f"{SETTLEMENT}/ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID",
        "BT-20": f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:Description",
        "BT-21": "rsm:ExchangedDocument/ram:IncludedNote/ram:SubjectCode",
        "BT-22": "rsm:ExchangedDocument/ram:IncludedNote/ram:Content",
        "BT-23": "rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID",
        "BT-24": "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        "BT-83": f"{SETTLEMENT}/ram:PaymentReference",
        "BT-89": f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID",
        "BT-90": f"{SETTLEMENT}/ram:CreditorReferenceID",
        "BT-110": f"{SETTLEMENT}/{_SUMS}/ram:TaxTotalAmount[@currencyID={_CURRENCY}]",
        "BT-111": f"{SETTLEMENT}/{_SUMS}/ram:TaxTotalAmount[@currencyID={_TAX_CURRENCY}]",
    },
    (
        Shape(
            "BG-3",
            f"{SETTLEMENT}/ram:InvoiceReferencedDocument",
            {"BT-25": "ram:IssuerAssignedID", "BT-26": "ram:FormattedIssueDateTime/qdt:DateTimeString"},
        ),
        _SELLER,
        _BUYER,
        Shape(
            "BG-10",
            f"{SETTLEMENT}/ram:PayeeTradeParty",
            {"BT-59": "ram:Name", "BT-60": "ram:ID | ram:GlobalID", "BT-61": f"{_LEGAL}/ram:ID"},
        ),
        Shape(
            "BG-11",
            f"{AGREEMENT}/ram:SellerTaxRepresentativeTradeParty",
            {"BT-62": "ram:Name", "BT-63": _VAT_NUMBER},
            (_address("BG-12", 64, 164),),
        ),
        Shape(
            "BG-13",
            DELIVERY,
            {
                "BT-70": "ram:ShipToTradeParty/ram:Name",
                "BT-71": "ram:ShipToTradeParty/ram:ID | ram:ShipToTradeParty/ram:GlobalID",
                "BT-72": f"ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/{_DAY}",
            },
            (Shape("BG-15", "ram:ShipToTradeParty/ram:PostalTradeAddress", _address("BG-15", 75, 165).terms),),
        ),
        _period("BG-14", f"{SETTLEMENT}/ram:BillingSpecifiedPeriod", 73),
        _PAYMENT,
        _reduction("BG-20", f"{SETTLEMENT}/{ALLOWANCE}", 92, taxed=True),
        _reduction("BG-21", f"{SETTLEMENT}/{CHARGE}", 99, taxed=True),
        Shape(
            "BG-22",
            f"{SETTLEMENT}/{_SUMS}",
            {
                "BT-106": "ram:LineTotalAmount",
                "BT-107": "ram:AllowanceTotalAmount",
                "BT-108": "ram:ChargeTotalAmount",
                "BT-109": "ram:TaxBasisTotalAmount",
                "BT-112": "ram:GrandTotalAmount",
                "BT-113": "ram:TotalPrepaidAmount",
                "BT-114": "ram:RoundingAmount",
                "BT-115": "ram:DuePayableAmount",
            },
        ),
        Shape(
            VAT_TOTAL,
            f"{SETTLEMENT}/{_SUMS}/ram:TaxTotalAmount[@currencyID={_CURRENCY}]",
            {"BT-110": ".", "parts": "..", "BT-117": "../../ram:ApplicableTradeTax/ram:CalculatedAmount"},
        ),
        Shape(
            "BG-23",
            _TAX,
            {
                "BT-116": "ram:BasisAmount",
                "BT-117": "ram:CalculatedAmount",
                "BT-118": f"self::*{VAT}/ram:CategoryCode",
                "BT-119": f"self::*{VAT}/ram:RateApplicablePercent",
                "BT-120": "ram:ExemptionReason",
                "BT-121": "ram:ExemptionReasonCode",
            },
        ),
        Shape(
            "BG-24",
            f"{TRADE}//ram:AdditionalReferencedDocument",
            {
                "BT-122": "ram:IssuerAssignedID",
                "BT-123": "ram:Name",
                "BT-124": "ram:URIID",
                "BT-125": "ram:AttachmentBinaryObject",
            },
        ),
        _LINE,
    ),
)
