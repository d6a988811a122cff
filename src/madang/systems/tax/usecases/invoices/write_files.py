"""Invoices as files, for the tour: one in the Korean standard, one by EN 16931 in both syntaxes and signed."""

from collections.abc import Iterator
from pathlib import Path

from madang.exchange import keys
from madang.framework.storage.storing import read_blob
from madang.systems.tax.formats.cii import write_cii
from madang.systems.tax.formats.en16931.validate import EN16931, RULES, is_sound, validate_invoice
from madang.systems.tax.formats.signed_invoice import sign_invoice, verify_invoice
from madang.systems.tax.formats.ubl import write_ubl
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases.invoices.facts import as_en16931


class NotSound(Exception):
    """An invoice of the demonstration breaks a rule: the tour fails."""


def write_invoice_files(*, out: Path) -> Iterator[str]:
    """`invoice-korean.xml` (an amendment, as it was signed), `invoice-ubl.xml`, `invoice-cii.xml` and `invoice-signed.xml`
    of an invoice that was not amended. Raises NotSound.
    """
    issued = TaxInvoice.objects.order_by("-pk")
    amendment, plain = issued.exclude(part="").first(), issued.filter(part="", amendments=None).first()
    if amendment is None or plain is None:
        raise RuntimeError("No invoice is issued yet: load the demonstration first.")
    out.mkdir(parents=True, exist_ok=True)
    (out / "invoice-korean.xml").write_bytes(read_blob(amendment.blob_id))
    yield f"invoice-korean.xml: {amendment.number} of {amendment.seller_name} amends another, as it was signed"
    yield from _by_en16931(plain, out)


def _by_en16931(plain: TaxInvoice, out: Path) -> Iterator[str]:
    invoice, own = as_en16931(invoice=plain), keys.own()
    ubl = write_ubl(invoice=invoice)
    signed = sign_invoice(xml=ubl, key=own.private, certificate=own.shown.certificate)
    files = {"invoice-ubl.xml": ubl, "invoice-cii.xml": write_cii(invoice=invoice), "invoice-signed.xml": signed}
    rules = sum(rule.layer == EN16931 for rule in RULES)
    for name, data in files.items():
        fired = validate_invoice(data=data)
        if not is_sound(fired=fired):
            raise NotSound(f"{name}: {' '.join(one.rule.code for one in fired)}")
        (out / name).write_bytes(data)
        yield f"{name}: {plain.number}, {rules} rules of EN 16931 applied, none fatal"
    read = verify_invoice(xml=signed)
    yield f"invoice-signed.xml: signed by {read.certificate.subject.rfc4514_string()}, {len(read.content)} bytes covered"
