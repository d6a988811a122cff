"""Invoices in the two syntaxes of EN 16931 (CEN/TS 16931-3-2 and -3-3 say where each business term stands)."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.systems.customs.formats.invoice import GivenInvoice, InvoiceLine, NotAnInvoice, read

TEA = InvoiceLine(
    name="Green tea", net=Decimal("980.50"), quantity=Decimal("38"), unit="KGM", commodity="09021000", origin="JP"
)
SAID = GivenInvoice(number="YFG-771", currency="USD", seller="Yokohama Fine Goods", seller_country="JP", lines=(TEA,))

UBL = b"""<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>YFG-771</cbc:ID><cbc:DocumentCurrencyCode>USD</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress><cac:Country><cbc:IdentificationCode>JP</cbc:IdentificationCode>
</cac:Country></cac:PostalAddress><cac:PartyLegalEntity><cbc:RegistrationName>Yokohama Fine Goods</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="KGM">38</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="USD">980.50</cbc:LineExtensionAmount><cac:Item><cbc:Name>Green tea</cbc:Name>
<cac:OriginCountry><cbc:IdentificationCode>JP</cbc:IdentificationCode></cac:OriginCountry>
<cac:CommodityClassification><cbc:ItemClassificationCode listID="STI">50201706</cbc:ItemClassificationCode>
</cac:CommodityClassification><cac:CommodityClassification>
<cbc:ItemClassificationCode listID="HS">0902.10 00</cbc:ItemClassificationCode></cac:CommodityClassification>
</cac:Item></cac:InvoiceLine></Invoice>"""

CII = b"""<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">
<rsm:ExchangedDocument><ram:ID>YFG-771</ram:ID></rsm:ExchangedDocument><rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedTradeProduct><ram:Name>Green tea</ram:Name>
<ram:DesignatedProductClassification><ram:ClassCode listID="HS">09021000</ram:ClassCode>
</ram:DesignatedProductClassification><ram:OriginTradeCountry><ram:ID>JP</ram:ID></ram:OriginTradeCountry>
</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="KGM">38</ram:BilledQuantity>
</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>980.50</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem><ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Yokohama Fine Goods</ram:Name><ram:PostalTradeAddress><ram:CountryID>JP</ram:CountryID>
</ram:PostalTradeAddress></ram:SellerTradeParty></ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeSettlement>
<ram:InvoiceCurrencyCode>USD</ram:InvoiceCurrencyCode></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""


@pytest.mark.parametrize("data", [UBL, CII])
def test_both_syntaxes_say_the_same_of_the_goods(data: bytes):
    assert read(data=data) == SAID


@pytest.mark.parametrize(
    "data", [b"", b"<Invoice/>", b"\0", UBL.replace(b"Invoice-2", b"Order-2"), b"<!DOCTYPE x><x/>"]
)
def test_what_is_no_invoice_is_refused(data: bytes):
    with pytest.raises(NotAnInvoice):
        read(data=data)


def test_what_an_invoice_leaves_open_stays_open():
    found = read(data=UBL.replace(b">980.50<", b">much<").replace(b'listID="HS"', b'listID="CV"'))
    assert (found.lines[0].net, found.lines[0].commodity) == (None, "")


@pytest.mark.django_db
def test_an_invoice_fills_the_wizard():
    trader = signed_in(new_account("hana", person="person-hana"))
    address = reverse("customs:declare_from_invoice")
    assert trader.post(address, {"file": SimpleUploadedFile("x.xml", b"<x/>")}).status_code == 422
    assert trader.post(address, {"file": SimpleUploadedFile("i.xml", UBL)}).url == reverse(
        "customs:lodge_step", args=["shipment"]
    )
    shipment = trader.get(reverse("customs:lodge_step", args=["shipment"])).content.decode()
    assert "Yokohama Fine Goods" in shipment
    told = {"direction": "import", "reference": "R", "office": "KCS-020", "bill": "", "mode": "1", "partner": "Y"}
    trader.post(reverse("customs:lodge_step", args=["shipment"]), told | {"partner_country": "JP", "go": "next"})
    item = trader.get(reverse("customs:lodge_step", args=["item-1"])).content.decode()
    assert all(f'value="{text}"' in item for text in ("Green tea", "09021000", "980.50", "38", "JP"))
