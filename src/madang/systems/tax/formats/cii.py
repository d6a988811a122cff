"""An invoice as UN/CEFACT Cross Industry Invoice D16B, by Peppol BIS Billing 3.0. The order of the elements is the schema's.

What EN 16931 has no term for is not written: the Korean fields of a trader (representative, kind and item of business).
"""

from datetime import date

from lxml import etree

from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader, VatCategory, VatShare
from madang.systems.tax.formats import names
from madang.systems.tax.formats.writing import (
    CREDIT_TRANSFERS,
    Writer,
    code_of,
    decimal,
    is_intra_community,
    reason_of,
    says_payment,
    vat_number,
    written,
)

_PREFIXES = ("rsm", "ram", "udt", "qdt")


def write_cii(*, invoice: Invoice) -> bytes:
    """The file, in UTF-8."""
    spaces = {prefix: names.PREFIXES[prefix] for prefix in _PREFIXES}
    root = etree.Element(f"{{{names.RSM}}}CrossIndustryInvoice", nsmap=spaces)
    out = Writer(root)
    context = out.group("rsm:ExchangedDocumentContext")
    context.group("ram:BusinessProcessSpecifiedDocumentContextParameter").text("ram:ID", names.PEPPOL_PROFILE)
    context.group("ram:GuidelineSpecifiedDocumentContextParameter").text("ram:ID", names.PEPPOL_CUSTOMIZATION)
    document = out.group("rsm:ExchangedDocument")
    document.text("ram:ID", invoice.number)
    document.text("ram:TypeCode", invoice.type_code)
    _day(document, "ram:IssueDateTime", invoice.issued_on)
    if invoice.note:
        document.group("ram:IncludedNote").text("ram:Content", invoice.note)
    trade = out.group("rsm:SupplyChainTradeTransaction")
    for line in invoice.lines:
        _line(trade, line, invoice)
    _agreement(trade, invoice)
    _delivery(trade, invoice)
    _settlement(trade, invoice)
    return written(root=root)


def _day(out: Writer, name: str, day: date | None, *, prefix: str = "udt") -> None:
    if day:
        out.group(name).text(f"{prefix}:DateTimeString", day.strftime("%Y%m%d"), format="102")


def _line(trade: Writer, line: InvoiceLine, invoice: Invoice) -> None:
    one = trade.group("ram:IncludedSupplyChainTradeLineItem")
    one.group("ram:AssociatedDocumentLineDocument").text("ram:LineID", line.number)
    product = one.group("ram:SpecifiedTradeProduct")
    product.text("ram:Name", line.name)
    product.text("ram:Description", line.description)
    agreed = one.group("ram:SpecifiedLineTradeAgreement")
    agreed.group("ram:NetPriceProductTradePrice").text("ram:ChargeAmount", decimal(line.price))
    delivered = one.group("ram:SpecifiedLineTradeDelivery")
    delivered.text("ram:BilledQuantity", decimal(line.quantity), unitCode=line.unit)
    settled = one.group("ram:SpecifiedLineTradeSettlement")
    tax = settled.group("ram:ApplicableTradeTax")
    tax.text("ram:TypeCode", "VAT")
    tax.text("ram:CategoryCode", line.category)
    if line.category is not VatCategory.OUT_OF_SCOPE:
        tax.text("ram:RateApplicablePercent", decimal(line.rate))
    if line.supplied_on:
        period = settled.group("ram:BillingSpecifiedPeriod")
        _day(period, "ram:StartDateTime", line.supplied_on)
        _day(period, "ram:EndDateTime", line.supplied_on)
    net = decimal(line.net(digits=invoice.digits), digits=invoice.digits)
    settled.group("ram:SpecifiedTradeSettlementLineMonetarySummation").text("ram:LineTotalAmount", net)


def _agreement(trade: Writer, invoice: Invoice) -> None:
    agreement = trade.group("ram:ApplicableHeaderTradeAgreement")
    agreement.text("ram:BuyerReference", invoice.buyer_reference)
    _party(agreement.group("ram:SellerTradeParty"), invoice.seller, invoice)
    _party(agreement.group("ram:BuyerTradeParty"), invoice.buyer, invoice)
    if invoice.order:
        agreement.group("ram:BuyerOrderReferencedDocument").text("ram:IssuerAssignedID", invoice.order)


def _party(party: Writer, trader: Trader, invoice: Invoice) -> None:
    party.text("ram:Name", trader.name)
    if trader.legal_number:
        legal = party.group("ram:SpecifiedLegalOrganization")
        legal.text("ram:ID", trader.legal_number, schemeID=trader.legal_scheme)
    if trader.contact or trader.phone or trader.mail:
        contact = party.group("ram:DefinedTradeContact")
        contact.text("ram:PersonName", trader.contact)
        if trader.phone:
            contact.group("ram:TelephoneUniversalCommunication").text("ram:CompleteNumber", trader.phone)
        if trader.mail:
            contact.group("ram:EmailURIUniversalCommunication").text("ram:URIID", trader.mail)
    address = party.group("ram:PostalTradeAddress")
    address.text("ram:PostcodeCode", trader.postcode)
    address.text("ram:LineOne", trader.street)
    address.text("ram:CityName", trader.city)
    address.text("ram:CountryID", trader.country)
    if trader.endpoint:
        electronic = party.group("ram:URIUniversalCommunication")
        electronic.text("ram:URIID", trader.endpoint, schemeID=trader.endpoint_scheme)
    number = vat_number(trader=trader, invoice=invoice)
    if number:
        party.group("ram:SpecifiedTaxRegistration").text("ram:ID", number, schemeID="VA")


def _delivery(trade: Writer, invoice: Invoice) -> None:
    delivery = trade.group("ram:ApplicableHeaderTradeDelivery")
    if is_intra_community(invoice=invoice):
        address = delivery.group("ram:ShipToTradeParty").group("ram:PostalTradeAddress")
        address.text("ram:CountryID", invoice.buyer.country)
    if invoice.supplied_on:
        _day(delivery.group("ram:ActualDeliverySupplyChainEvent"), "ram:OccurrenceDateTime", invoice.supplied_on)


def _settlement(trade: Writer, invoice: Invoice) -> None:
    settlement = trade.group("ram:ApplicableHeaderTradeSettlement")
    settlement.text("ram:InvoiceCurrencyCode", invoice.currency)
    if says_payment(invoice=invoice):
        means = settlement.group("ram:SpecifiedTradeSettlementPaymentMeans")
        means.text("ram:TypeCode", invoice.payment_means)
        if invoice.iban and invoice.payment_means in CREDIT_TRANSFERS:
            means.group("ram:PayeePartyCreditorFinancialAccount").text("ram:IBANID", invoice.iban)
    for share in invoice.shares():
        _tax(settlement, share, invoice)
    if invoice.terms or invoice.due_on:
        terms = settlement.group("ram:SpecifiedTradePaymentTerms")
        terms.text("ram:Description", invoice.terms)
        _day(terms, "ram:DueDateDateTime", invoice.due_on)
    _totals(settlement, invoice)
    if invoice.preceding:
        reference = settlement.group("ram:InvoiceReferencedDocument")
        reference.text("ram:IssuerAssignedID", invoice.preceding)
        _day(reference, "ram:FormattedIssueDateTime", invoice.preceding_on, prefix="qdt")


def _tax(settlement: Writer, share: VatShare, invoice: Invoice) -> None:
    tax = settlement.group("ram:ApplicableTradeTax")
    tax.text("ram:CalculatedAmount", decimal(share.tax, digits=invoice.digits))
    tax.text("ram:TypeCode", "VAT")
    tax.text("ram:ExemptionReason", reason_of(share=share))
    tax.text("ram:BasisAmount", decimal(share.taxable, digits=invoice.digits))
    tax.text("ram:CategoryCode", share.category)
    tax.text("ram:ExemptionReasonCode", code_of(share=share))
    if share.category is not VatCategory.OUT_OF_SCOPE:
        tax.text("ram:RateApplicablePercent", decimal(share.rate))


def _totals(settlement: Writer, invoice: Invoice) -> None:
    sums, net, gross = (
        settlement.group("ram:SpecifiedTradeSettlementHeaderMonetarySummation"),
        invoice.net(),
        invoice.gross(),
    )
    sums.text("ram:LineTotalAmount", decimal(net, digits=invoice.digits))
    sums.text("ram:TaxBasisTotalAmount", decimal(net, digits=invoice.digits))
    sums.text("ram:TaxTotalAmount", decimal(invoice.tax(), digits=invoice.digits), currencyID=invoice.currency)
    sums.text("ram:GrandTotalAmount", decimal(gross, digits=invoice.digits))
    sums.text("ram:DuePayableAmount", decimal(gross, digits=invoice.digits))
