"""Signed invoices: read by a foreign verifier, refused when anything but the whole of them was signed."""

import copy
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from madang.framework.bulk.safe_xml import XmlRefused
from madang.systems.tax.formats.cii import write_cii
from madang.systems.tax.formats.en16931.validate import is_sound, validate_invoice
from madang.systems.tax.formats.invoice_files import read_invoice
from madang.systems.tax.formats.signed_invoice import SIG, SignatureRefused, sign_invoice, verify_invoice
from madang.systems.tax.formats.ubl import write_ubl
from madang.systems.tax.tests.formats.invoices import sound
from madang.systems.tax.tests.formats.test_files import schema_of

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DS = "{http://www.w3.org/2000/09/xmldsig#}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


def certified(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Dohyun Trading")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(AT - timedelta(days=1)).not_valid_after(AT + timedelta(days=365))
    return made.sign(key, hashes.SHA256())


KEYS = {"p-256": ec.generate_private_key(ec.SECP256R1()), "rsa": rsa.generate_private_key(65537, 2048)}
CERTIFICATES = {name: certified(key) for name, key in KEYS.items()}


@pytest.fixture(scope="module")
def signed() -> bytes:
    return sign_invoice(xml=write_ubl(invoice=sound()), key=KEYS["p-256"], certificate=CERTIFICATES["p-256"], at=AT)


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("type_code", ["380", "381"])
def test_xmlsec1_verifies_what_we_sign(kind, type_code, tmp_path):
    xml = write_ubl(invoice=sound(type_code=type_code))
    data = sign_invoice(xml=xml, key=KEYS[kind], certificate=CERTIFICATES[kind], at=AT)
    path, trusted = tmp_path / "signed.xml", tmp_path / "root.pem"
    path.write_bytes(data)
    trusted.write_bytes(CERTIFICATES[kind].public_bytes(serialization.Encoding.PEM))
    call = ["xmlsec1", "--verify", "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"]
    call += ["--trusted-pem", str(trusted), "--verification-gmt-time", "2026-11-02 09:00:00", str(path)]
    outcome = subprocess.run(call, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
    assert "SignedInfo References (ok/all): 2/2" in outcome.stdout + outcome.stderr
    found = verify_invoice(xml=data)
    assert (found.certificate, found.signed_at) == (CERTIFICATES[kind], AT)


def test_a_signed_invoice_is_valid_sound_and_says_the_same(signed):
    schema_of(signed).assertValid(etree.fromstring(signed))
    assert is_sound(fired=validate_invoice(data=signed))
    assert read_invoice(data=signed) == sound()
    assert read_invoice(data=verify_invoice(xml=signed).content) == sound()


def test_cii_and_what_is_signed_already_are_not_signed(signed):
    for xml in (write_cii(invoice=sound()), signed):
        with pytest.raises(SignatureRefused):
            sign_invoice(xml=xml, key=KEYS["p-256"], certificate=CERTIFICATES["p-256"], at=AT)


def _another_amount(root):
    next(root.iter(f"{CBC}PayableAmount")).text = "1.00"


def _wrapped_in_an_extension(root):
    """The signed document moves into an extension; a forged one stands where readers look."""
    old = copy.deepcopy(root)
    next(root.iter(f"{CBC}PayableAmount")).text = "1.00"
    content = root.find(".//{*}ExtensionContent")
    content.append(old)


def _reference_to_a_part(root):
    """The reference to the document points at a copy with an identifier."""
    line = root.find(".//{*}InvoiceLine")
    line.set("Id", "part")
    root.find(f".//{DS}Reference").set("URI", "#part")


def _two_signatures(root):
    place = root.find(f".//{DS}Signature").getparent()
    place.append(copy.deepcopy(place[0]))


def _signature_elsewhere(root):
    root.append(root.find(f".//{DS}Signature"))


def _properties_twice(root):
    holder = root.find(f".//{DS}Object")
    holder.append(copy.deepcopy(holder[0]))


def _hidden_copy_of_properties(root):
    properties = root.find(".//{*}SignedProperties")
    content = root.find(f".//{{{SIG}}}UBLDocumentSignatures")
    content.append(copy.deepcopy(properties))


def _weaker_transform(root):
    transform = root.find(f".//{DS}Transform")
    transform.set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")
    etree.SubElement(transform, f"{DS}XPath").text = "false()"


def _no_reference_to_the_document(root):
    info = root.find(f".//{DS}SignedInfo")
    info.remove(info.find(f"{DS}Reference"))


def _another_certificate(root):
    der = CERTIFICATES["rsa"].public_bytes(serialization.Encoding.PEM).decode()
    root.find(f".//{DS}X509Certificate").text = "".join(der.splitlines()[1:-1])


def _weaker_digest(root):
    root.find(f".//{DS}DigestMethod").set("Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1")


def _hmac(root):
    root.find(f".//{DS}SignatureMethod").set("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")


def _later(root):
    root.find(".//{*}SigningTime").text = "2027-01-01T00:00:00Z"


def _unsigned(root):
    signature = root.find(f".//{DS}Signature")
    signature.getparent().remove(signature)


ATTACKS = [
    _another_amount,
    _wrapped_in_an_extension,
    _reference_to_a_part,
    _two_signatures,
    _signature_elsewhere,
    _properties_twice,
    _hidden_copy_of_properties,
    _weaker_transform,
    _no_reference_to_the_document,
    _another_certificate,
    _weaker_digest,
    _hmac,
    _later,
    _unsigned,
]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__.strip("_"))
def test_what_was_not_signed_is_refused(attack, signed):
    root = etree.fromstring(signed)
    attack(root)
    with pytest.raises(SignatureRefused):
        verify_invoice(xml=etree.tostring(root))


def test_what_an_entity_or_a_comment_hides_is_not_signed(signed):
    with pytest.raises(XmlRefused):
        verify_invoice(xml=b'<!DOCTYPE x [<!ENTITY e "1">]>' + signed.partition(b"?>")[2])
    commented = signed.replace(b">44.98</cbc:TaxExclusiveAmount", b">44<!-- -->.98</cbc:TaxExclusiveAmount")
    assert commented != signed
    assert read_invoice(data=commented) == read_invoice(data=verify_invoice(xml=commented).content) == sound()


def test_a_certificate_out_of_its_time_signs_nothing():
    data = sign_invoice(
        xml=write_ubl(invoice=sound()),
        key=KEYS["p-256"],
        certificate=CERTIFICATES["p-256"],
        at=AT + timedelta(days=999),
    )
    with pytest.raises(SignatureRefused, match="not valid at the time"):
        verify_invoice(xml=data)
