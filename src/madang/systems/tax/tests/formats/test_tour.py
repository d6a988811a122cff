"""The tour's files: sound by our validator, valid by the published schemas, signed whole."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from madang.systems.tax.domain.amendment import Change, Reason
from madang.systems.tax.formats import korean_tax_invoice
from madang.systems.tax.formats.en16931.validate import is_sound, validate_invoice
from madang.systems.tax.formats.invoice_files import read_invoice
from madang.systems.tax.formats.signed_invoice import verify_invoice
from madang.systems.tax.tests.formats.test_files import schema_of
from madang.systems.tax.tests.invoice_world import NOW, acting, enter, issued
from madang.systems.tax.usecases.invoices.amend_invoice import amend_invoice
from madang.systems.tax.usecases.invoices.write_files import write_invoice_files


@pytest.mark.django_db
def test_the_tour_leaves_sound_files_of_invoices_that_were_issued(tmp_path: Path) -> None:
    seller, buyer = enter("도현상회", person="person-dohyun"), enter("민수사무기기", person="person-minsu")
    plain, other = issued(seller, buyer), issued(seller, buyer, key="2")
    change = Change(happened_on=date(2026, 3, 9))
    (amendment,) = amend_invoice(
        original=other, reason=Reason.CANCELLATION, change=change, actor=acting(seller), now=NOW
    )
    assert len(list(write_invoice_files(out=tmp_path))) == 5
    assert korean_tax_invoice.read(data=(tmp_path / "invoice-korean.xml").read_bytes()).number == amendment.number
    files = [(tmp_path / name).read_bytes() for name in ("invoice-ubl.xml", "invoice-cii.xml", "invoice-signed.xml")]
    for data in files:
        schema_of(data).assertValid(etree.fromstring(data))
        assert is_sound(fired=validate_invoice(data=data))
    ubl, cii, signed = (read_invoice(data=data) for data in files)
    assert ubl == cii == signed == read_invoice(data=verify_invoice(xml=files[2]).content)
    # Ten at 12,000 won, and ten percent.
    assert (ubl.number, ubl.net(), ubl.tax(), ubl.gross()) == (
        plain.number,
        Decimal(120_000),
        Decimal(12_000),
        Decimal(132_000),
    )
