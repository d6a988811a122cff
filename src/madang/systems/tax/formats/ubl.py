"""An invoice as UBL 2.1 (Invoice or CreditNote), by Peppol BIS Billing 3.0. Valid against OASIS's schemas: the order is theirs.

What EN 16931 has no term for is not written: the Korean fields of a trader (representative, kind and item of business).
"""

from typing import cast

from lxml import etree

from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader, VatCategory
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

UNDEFINED = "1"
"""UNTDID 4461: the means is not defined. A credit note has no other place for its due date than the means of payment."""


def write_ubl(*, invoice: Invoice) -> bytes:
    """The file, in UTF-8."""
    credit = invoice.type_code in names.CREDIT_NOTES
    space, name = (names.UBL_CREDIT_NOTE, "CreditNote") if credit else (names.UBL_INVOICE, "Invoice")
    spaces = cast("dict[str, str]", {None: space, "cac": names.CAC, "cbc": names.CBC})
    root = etree.Element(f"{{{space}}}{name}", nsmap=spaces)
    out = Writer(root)
    _head(out, invoice, credit=credit)
    _references(out, invoice)
    _party(out.group("cac:AccountingSupplierParty").group("cac:Party"), invoice.seller, invoice)
    _party(out.group("cac:AccountingCustomerParty").group("cac:Party"), invoice.buyer, invoice)
    _delivery(out, invoice)
    _payment(out, invoice, credit=credit)
    _tax_total(out, invoice)
    _totals(out, invoice)
    for line in invoice.lines:
        _line(out, line, invoice, credit=credit)
    return written(root=root)


def _head(out: Writer, invoice: Invoice, *, credit: bool) -> None:
    out.text("cbc:CustomizationID", names.PEPPOL_CUSTOMIZATION)
    out.text("cbc:ProfileID", names.PEPPOL_PROFILE)
    out.text("cbc:ID", invoice.number)
    out.text("cbc:IssueDate", invoice.issued_on.isoformat())
    if not credit and invoice.due_on:
        out.text("cbc:DueDate", invoice.due_on.isoformat())
    out.text("cbc:CreditNoteTypeCode" if credit else "cbc:InvoiceTypeCode", invoice.type_code)
    out.text("cbc:Note", invoice.note)
    out.text("cbc:DocumentCurrencyCode", invoice.currency)
    out.text("cbc:BuyerReference", invoice.buyer_reference)


def _references(out: Writer, invoice: Invoice) -> None:
    if invoice.order:
        out.group("cac:OrderReference").text("cbc:ID", invoice.order)
    if invoice.preceding:
        reference = out.group("cac:BillingReference").group("cac:InvoiceDocumentReference")
        reference.text("cbc:ID", invoice.preceding)
        reference.text("cbc:IssueDate", invoice.preceding_on.isoformat() if invoice.preceding_on else "")


def _party(party: Writer, trader: Trader, invoice: Invoice) -> None:
    party.text("cbc:EndpointID", trader.endpoint, schemeID=trader.endpoint_scheme)
    address = party.group("cac:PostalAddress")
    address.text("cbc:StreetName", trader.street)
    address.text("cbc:CityName", trader.city)
    address.text("cbc:PostalZone", trader.postcode)
    address.group("cac:Country").text("cbc:IdentificationCode", trader.country)
    number = vat_number(trader=trader, invoice=invoice)
    if number:
        scheme = party.group("cac:PartyTaxScheme")
        scheme.text("cbc:CompanyID", number)
        scheme.group("cac:TaxScheme").text("cbc:ID", "VAT")
    legal = party.group("cac:PartyLegalEntity")
    legal.text("cbc:RegistrationName", trader.name)
    legal.text("cbc:CompanyID", trader.legal_number, schemeID=trader.legal_scheme)
    if trader.contact or trader.phone or trader.mail:
        contact = party.group("cac:Contact")
        contact.text("cbc:Name", trader.contact)
        contact.text("cbc:Telephone", trader.phone)
        contact.text("cbc:ElectronicMail", trader.mail)


def _delivery(out: Writer, invoice: Invoice) -> None:
    abroad = is_intra_community(invoice=invoice)
    if not (invoice.supplied_on or abroad):
        return
    delivery = out.group("cac:Delivery")
    delivery.text("cbc:ActualDeliveryDate", invoice.supplied_on.isoformat() if invoice.supplied_on else "")
    if abroad:
        country = delivery.group("cac:DeliveryLocation").group("cac:Address").group("cac:Country")
        country.text("cbc:IdentificationCode", invoice.buyer.country)


def _payment(out: Writer, invoice: Invoice, *, credit: bool) -> None:
    due = invoice.due_on.isoformat() if credit and invoice.due_on else ""
    said = says_payment(invoice=invoice)
    if said or due:
        means = out.group("cac:PaymentMeans")
        means.text("cbc:PaymentMeansCode", invoice.payment_means if said else UNDEFINED)
        means.text("cbc:PaymentDueDate", due)
        if invoice.iban and invoice.payment_means in CREDIT_TRANSFERS:
            means.group("cac:PayeeFinancialAccount").text("cbc:ID", invoice.iban)
    if invoice.terms:
        out.group("cac:PaymentTerms").text("cbc:Note", invoice.terms)


def _tax_total(out: Writer, invoice: Invoice) -> None:
    total = out.group("cac:TaxTotal")
    _amount(total, "cbc:TaxAmount", decimal(invoice.tax(), digits=invoice.digits), invoice)
    for share in invoice.shares():
        part = total.group("cac:TaxSubtotal")
        _amount(part, "cbc:TaxableAmount", decimal(share.taxable, digits=invoice.digits), invoice)
        _amount(part, "cbc:TaxAmount", decimal(share.tax, digits=invoice.digits), invoice)
        category = part.group("cac:TaxCategory")
        category.text("cbc:ID", share.category)
        if share.category is not VatCategory.OUT_OF_SCOPE:
            category.text("cbc:Percent", decimal(share.rate))
        category.text("cbc:TaxExemptionReasonCode", code_of(share=share))
        category.text("cbc:TaxExemptionReason", reason_of(share=share))
        category.group("cac:TaxScheme").text("cbc:ID", "VAT")


def _totals(out: Writer, invoice: Invoice) -> None:
    totals, net, gross = out.group("cac:LegalMonetaryTotal"), invoice.net(), invoice.gross()
    _amount(totals, "cbc:LineExtensionAmount", decimal(net, digits=invoice.digits), invoice)
    _amount(totals, "cbc:TaxExclusiveAmount", decimal(net, digits=invoice.digits), invoice)
    _amount(totals, "cbc:TaxInclusiveAmount", decimal(gross, digits=invoice.digits), invoice)
    _amount(totals, "cbc:PayableAmount", decimal(gross, digits=invoice.digits), invoice)


def _line(out: Writer, line: InvoiceLine, invoice: Invoice, *, credit: bool) -> None:
    one = out.group("cac:CreditNoteLine" if credit else "cac:InvoiceLine")
    one.text("cbc:ID", line.number)
    quantity = "cbc:CreditedQuantity" if credit else "cbc:InvoicedQuantity"
    one.text(quantity, decimal(line.quantity), unitCode=line.unit)
    _amount(one, "cbc:LineExtensionAmount", decimal(line.net(digits=invoice.digits), digits=invoice.digits), invoice)
    if line.supplied_on:
        period = one.group("cac:InvoicePeriod")
        period.text("cbc:StartDate", line.supplied_on.isoformat())
        period.text("cbc:EndDate", line.supplied_on.isoformat())
    item = one.group("cac:Item")
    item.text("cbc:Description", line.description)
    item.text("cbc:Name", line.name)
    category = item.group("cac:ClassifiedTaxCategory")
    category.text("cbc:ID", line.category)
    if line.category is not VatCategory.OUT_OF_SCOPE:
        category.text("cbc:Percent", decimal(line.rate))
    category.group("cac:TaxScheme").text("cbc:ID", "VAT")
    _amount(one.group("cac:Price"), "cbc:PriceAmount", decimal(line.price), invoice)


def _amount(out: Writer, name: str, value: str, invoice: Invoice) -> None:
    out.text(name, value, currencyID=invoice.currency)
