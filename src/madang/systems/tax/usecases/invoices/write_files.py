"""An invoice as a file, for the tour."""

from collections.abc import Iterator
from pathlib import Path

from madang.framework.storage.storing import read_blob
from madang.systems.tax.models import TaxInvoice


def write_invoice_files(*, out: Path) -> Iterator[str]:
    """`invoice-korean.xml`: an invoice that amends another, as it was signed; each file yields a line."""
    found = TaxInvoice.objects.exclude(part="").order_by("-pk").first() or TaxInvoice.objects.order_by("-pk").first()
    if found is None:
        raise RuntimeError("No invoice is issued yet: load the demonstration first.")
    out.mkdir(parents=True, exist_ok=True)
    (out / "invoice-korean.xml").write_bytes(read_blob(found.blob_id))
    yield f"Tax invoice {found.number} of {found.seller_name} in the Korean standard, signed: invoice-korean.xml"
