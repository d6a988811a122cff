"""The formats of an invoice without a browser: one invoice as UBL, as CII and signed, all three found sound."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader
from madang.systems.tax.formats.cii import write_cii
from madang.systems.tax.formats.en16931.validate import PEPPOL, RULES, is_sound, validate_invoice
from madang.systems.tax.formats.signed_invoice import sign_invoice, verify_invoice
from madang.systems.tax.formats.ubl import write_ubl

ISSUED_ON = date(2026, 11, 2)
SELLER = Trader(
    name="도현상회",
    vat_number="KR1018100017",
    legal_number="1018100017",
    endpoint="KR1018100017",
    endpoint_scheme="0225",
    street="세종대로 209",
    city="서울",
    postcode="03171",
    country="KR",
)
BUYER = Trader(
    name="민수사무기기",
    vat_number="KR1018100025",
    legal_number="1018100025",
    endpoint="KR1018100025",
    endpoint_scheme="0225",
    street="한누리대로 411",
    city="세종",
    postcode="30116",
    country="KR",
)


class NotSound(Exception):
    """The tour's own invoice breaks a rule: the tour fails."""


def write_formats(*, out: Path) -> Iterator[str]:
    """Each step yields a line; the three files stay in `out`."""
    invoice = _invoice()
    out.mkdir(parents=True, exist_ok=True)
    ubl = write_ubl(invoice=invoice)
    key, certificate = _certified(at=datetime(2026, 11, 2, tzinfo=UTC))
    signed = sign_invoice(xml=ubl, key=key, certificate=certificate, at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    files = {"invoice-ubl.xml": ubl, "invoice-cii.xml": write_cii(invoice=invoice), "invoice-signed.xml": signed}
    for name, data in files.items():
        fired = validate_invoice(data=data, layer=PEPPOL)
        if not is_sound(fired=fired):
            raise NotSound(f"{name}: {' '.join(one.rule.code for one in fired)}")
        (out / name).write_bytes(data)
        yield f"{name}: {len(RULES)} rules of EN 16931 and Peppol applied, none fatal"
    read = verify_invoice(xml=signed)
    yield f"invoice-signed.xml: signed by {read.certificate.subject.rfc4514_string()}, {len(read.content)} bytes covered"


def _invoice() -> Invoice:
    return Invoice(
        number="20261102-41000001-00000001",
        issued_on=ISSUED_ON,
        currency="KRW",
        digits=0,
        seller=SELLER,
        buyer=BUYER,
        supplied_on=ISSUED_ON,
        due_on=ISSUED_ON + timedelta(days=30),
        buyer_reference="총무과",
        lines=(
            InvoiceLine(
                number="1", name="복사용지", quantity=Decimal(20), unit="XBX", price=Decimal(24000), rate=Decimal(10)
            ),
            InvoiceLine(
                number="2", name="토너", quantity=Decimal(2), unit="H87", price=Decimal(85500), rate=Decimal(10)
            ),
        ),
    )


def _certified(*, at: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A key for this tour alone; real invoices are signed with certificates of the signatures system."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, SELLER.name), x509.NameAttribute(NameOID.COUNTRY_NAME, "KR")]
    )
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = (
        made.serial_number(x509.random_serial_number()).not_valid_before(at).not_valid_after(at + timedelta(days=365))
    )
    return key, made.sign(key, hashes.SHA256())
