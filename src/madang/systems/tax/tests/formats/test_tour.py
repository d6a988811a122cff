"""The tour's three files: sound by our validator, valid by the published schemas, signed whole."""

from lxml import etree

from madang.systems.tax.formats.en16931.validate import is_sound, validate_invoice
from madang.systems.tax.formats.invoice_files import read_invoice
from madang.systems.tax.formats.signed_invoice import verify_invoice
from madang.systems.tax.tests.formats.test_files import schema_of
from madang.systems.tax.usecases.invoices.write_formats import write_formats


def test_the_tour_leaves_three_sound_files(tmp_path):
    lines = list(write_formats(out=tmp_path))
    assert len(lines) == 4
    files = [tmp_path / name for name in ("invoice-ubl.xml", "invoice-cii.xml", "invoice-signed.xml")]
    invoices = []
    for path in files:
        data = path.read_bytes()
        schema_of(data).assertValid(etree.fromstring(data))
        assert is_sound(fired=validate_invoice(data=data))
        invoices.append(read_invoice(data=data))
    assert (
        invoices[0]
        == invoices[1]
        == invoices[2]
        == read_invoice(data=verify_invoice(xml=files[2].read_bytes()).content)
    )
    assert (invoices[0].net(), invoices[0].tax(), invoices[0].gross()) == (651000, 65100, 716100)
