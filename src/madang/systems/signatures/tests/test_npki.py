"""The Korean NPKI pair. SEED's values are RFC 4269's; openssl's legacy provider encrypts what we open."""

import hashlib
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.decrepit.ciphers.algorithms import SEED
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.values import clock
from madang.systems.signatures.formats.npki import (
    IDENTITY,
    RANDOM,
    SEED_CBC,
    SEED_CBC_WITH_SHA1,
    VIRTUAL_IDENTIFIER,
    UnfitPair,
    _Algorithm,
    _Encrypted,
    _Rounds,
    decrypt_key,
    identity_holds,
    pbkdf1,
    read_pair,
)
from madang.systems.signatures.formats.signing import tlv
from madang.systems.signatures.tests.files import pdf
from madang.systems.signatures.tests.signing import SECRET, new_person
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

PASSWORD = "비밀번호 1234"
LEGACY = ("-provider", "legacy", "-provider", "default")
SALT = bytes(range(8))


def run(*arguments: str, folder: Path, data: bytes = b"") -> bytes:
    """What openssl writes."""
    return subprocess.run(["openssl", *arguments], cwd=folder, input=data, capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed RSA certificate and its key, as an accredited authority would have given."""
    made = tmp_path_factory.mktemp("npki")
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "signCert.der", "-outform", "DER",
        "-subj", "/C=KR/O=test/CN=hana", folder=made)  # fmt: skip
    run("pkcs8", "-topk8", "-nocrypt", "-in", "key.pem", "-outform", "DER", "-out", "plain.der", folder=made)
    return made


def kisa_key(folder: Path, scheme: str, *, rounds: int = 2048) -> bytes:
    """signPri.key under KISA's own scheme; the cipher is openssl's."""
    value = PASSWORD.encode() + SALT
    for _ in range(rounds):
        value = hashlib.sha1(value).digest()
    vector = b"0123456789012345" if scheme == SEED_CBC else hashlib.sha1(value[16:20]).digest()[:16]
    # KISA adds the random number of the identity check as an attribute (1.2.410.200004.10.1.1.3).
    attribute = tlv(0x30, core.ObjectIdentifier("1.2.410.200004.10.1.1.3").dump(), tlv(0x31, tlv(0x03, bytes(21))))
    plain = tlv(0x30, core.Sequence.load((folder / "plain.der").read_bytes()).contents, tlv(0xA0, attribute))
    command = ("enc", "-seed-cbc", "-K", value[:16].hex(), "-iv", vector.hex(), *LEGACY)
    sealed = run(*command, folder=folder, data=plain)
    algorithm = _Algorithm({"algorithm": scheme, "parameters": core.Any(_Rounds({"salt": SALT, "iterations": rounds}))})
    return bytes(_Encrypted({"algorithm": algorithm, "data": sealed}).dump())


def test_seed_gives_what_its_rfc_gives() -> None:
    encryptor = Cipher(SEED(bytes(16)), ECB()).encryptor()
    assert encryptor.update(bytes(range(16))).hex().upper() == "5EBAC6E0054E166819AFF1CC6D346CDB"


def test_pbkdf1_gives_the_published_value() -> None:
    # The PKCS #5 test vector that Crypto++ and Bouncy Castle run, too.
    derived = pbkdf1(password=b"password", salt=bytes.fromhex("78578E5A5D63CB06"), rounds=1000)
    assert derived[:16].hex().upper() == "DC19847E05C64D2FAF10EBFB4A3D2A20"


@pytest.mark.parametrize("scheme", [SEED_CBC, SEED_CBC_WITH_SHA1])
def test_a_pair_under_kisas_scheme_opens(folder: Path, scheme: str) -> None:
    certificate = (folder / "signCert.der").read_bytes()
    pair = read_pair(certificate=certificate, key=kisa_key(folder, scheme), password=PASSWORD)
    assert pair.certificate.subject.rfc4514_string() == "CN=hana,O=test,C=KR"
    assert pair.private_key.public_key() == pair.certificate.public_key()


def pbes2_key(folder: Path) -> bytes:
    """signPri.key under PBES2, all by openssl."""
    return run("pkcs8", "-topk8", "-in", "key.pem", "-v2", "seed-cbc", "-outform", "DER", "-passout", f"pass:{PASSWORD}",
               *LEGACY, folder=folder)  # fmt: skip


def test_a_pair_that_openssl_encrypted_opens(folder: Path) -> None:
    certificate = (folder / "signCert.der").read_bytes()
    assert read_pair(certificate=certificate, key=pbes2_key(folder), password=PASSWORD).valid_until.year > 2025


def test_each_fault_is_told(folder: Path) -> None:
    certificate, key = (folder / "signCert.der").read_bytes(), pbes2_key(folder)
    other = run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "-", "-outform", "DER", "-subj", "/CN=x",
                folder=folder)  # fmt: skip
    stranger = other[other.rindex(b"-----\n") + 6 :]
    aes = run(
        "pkcs8", "-topk8", "-in", "key.pem", "-v2", "aes128", "-outform", "DER", "-passout", "pass:x", folder=folder
    )
    costly = kisa_key(folder, SEED_CBC).replace(b"\x02\x02\x08\x00", b"\x02\x02\x7f\xff")
    cases = [
        (certificate, key, "wrong", "wrong_password"),
        (certificate[:100], key, PASSWORD, "unreadable"),
        (certificate, key[:-40], PASSWORD, "unreadable"),
        (certificate, b"0" * 40_000, PASSWORD, "too_large"),
        (certificate, aes, "x", "unknown_encryption"),
        (stranger, key, PASSWORD, "not_a_pair"),
        (certificate, costly, PASSWORD, "wrong_password"),
    ]
    for own, private, password, says in cases:
        with pytest.raises(UnfitPair, match=says):
            read_pair(certificate=own, key=private, password=password)


@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(data: bytes) -> None:
    with pytest.raises(UnfitPair):
        decrypt_key(data=data, password="x")


def with_identity(folder: Path, number: str) -> tuple[bytes, bytes]:
    """A certificate that names its holder by a virtual identifier, and its key; digests by openssl (KCAC.TS.SIVID)."""
    random = tlv(0x03, b"\x00", bytes(range(20)))
    content = tlv(0x30, tlv(0x13, number.encode()), random)
    once = run("dgst", "-sha256", "-binary", folder=folder, data=content)
    twice = run("dgst", "-sha256", "-binary", folder=folder, data=once)
    digest = tlv(0x30, core.ObjectIdentifier("2.16.840.1.101.3.4.2.1").dump())
    identifier = tlv(0x30, digest, tlv(0xA0, tlv(0x04, twice)))
    info = tlv(0x30, core.ObjectIdentifier(VIRTUAL_IDENTIFIER).dump(), identifier)
    identity = tlv(0x30, tlv(0x0C, "이하나".encode()), tlv(0x30, info))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "이하나")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    )
    other = x509.OtherName(x509.ObjectIdentifier(IDENTITY), identity)
    made = builder.add_extension(x509.SubjectAlternativeName([other]), critical=False).sign(key, hashes.SHA256())
    der = serialization.Encoding.DER
    plain = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    attribute = tlv(0x30, core.ObjectIdentifier(RANDOM).dump(), tlv(0x31, random))
    whole = tlv(0x30, core.Sequence.load(plain).contents, tlv(0xA0, attribute))
    value = PASSWORD.encode() + SALT
    for _ in range(2048):
        value = hashlib.sha1(value).digest()
    command = ("enc", "-seed-cbc", "-K", value[:16].hex(), "-iv", b"0123456789012345".hex(), *LEGACY)
    sealed = run(*command, folder=folder, data=whole)
    algorithm = _Algorithm({"algorithm": SEED_CBC, "parameters": core.Any(_Rounds({"salt": SALT, "iterations": 2048}))})
    return made.public_bytes(der), bytes(_Encrypted({"algorithm": algorithm, "data": sealed}).dump())


def test_the_certificate_tells_whose_it_is_only_with_number_and_key_together(folder: Path, tmp_path: Path) -> None:
    certificate, key = with_identity(tmp_path, "0001013000000")
    pair = read_pair(certificate=certificate, key=key, password=PASSWORD)
    assert identity_holds(pair=pair, number="0001013000000") is True
    assert identity_holds(pair=pair, number="0001013000001") is False
    plain = read_pair(
        certificate=(folder / "signCert.der").read_bytes(), key=kisa_key(folder, SEED_CBC), password=PASSWORD
    )
    assert identity_holds(pair=plain, number="0001013000000") is None


@pytest.mark.django_db
def test_the_page_checks_the_pair_and_signs_once(
    client: Client, services: Services, tmp_path: Path, now: datetime
) -> None:
    person = new_person("hana", now, certificate=False, passkey=False)
    client.post("/sign-in/", {"login": "hana", "password": SECRET})
    certificate, key = with_identity(tmp_path, "0001013000000")

    def sent(password: str = PASSWORD, **more: object) -> HttpResponse:
        files = {
            "certificate": SimpleUploadedFile("signCert.der", certificate),
            "key": SimpleUploadedFile("signPri.key", key),
        }
        return client.post("/signatures/npki/?lang=en", files | {"password": password} | more)

    assert "/signatures/npki/" in client.get("/signatures/mine/").content.decode()
    assert client.get("/signatures/npki/?lang=en").status_code == 200
    told = sent(number="000101-3000000").content.decode()
    assert "belong together" in told
    assert "the certificate was issued to this number" in told
    wrong = sent("wrong")
    assert (wrong.status_code, "does not open the key" in wrong.content.decode()) == (422, True)
    assert sent(number="000101-3000001", document=SimpleUploadedFile("a.pdf", pdf())).status_code == 422
    signed = sent(document=SimpleUploadedFile("a.pdf", pdf())).content
    report = validate_signatures(data=signed, anchors=own_anchors(), sources=OwnServices(now=now), now=clock.now())
    # Its authority is none of ours: it holds as a signature, and nothing is said of whose it is.
    assert (report.indication, report.sub_indication) == ("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND")
    assert report.signatures[0].level == "B-T"
    assert person.actor.party
