"""Each bad input of the list, in each of the four formats, with the verdict that EN 319 102-1 gives it."""

import io
import json
import re
from datetime import timedelta

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.tests.files import CONTENT, FORMATS, pdf
from madang.systems.signatures.tests.pki import NOW, YEAR, Authority, Pair, certificate
from madang.systems.signatures.tests.test_attacks import made, verdict
from madang.systems.signatures.tests.test_levels import report
from madang.systems.signatures.usecases.sign_content import Level
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

in_each_format = pytest.mark.parametrize("name", FORMATS)


@in_each_format
def test_a_short_key_never_passes(name: str, authority: Authority) -> None:
    pair = authority.person(private=rsa.generate_private_key(65537, 1024))
    found = report(made(name, pair, authority), authority)
    assert verdict(found) == "INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE"


@in_each_format
def test_an_expired_signer_is_undecided(name: str, authority: Authority) -> None:
    expired = authority.person(start=NOW - YEAR, end=NOW - timedelta(days=1))
    found = report(made(name, expired, authority, Level.T), authority)
    assert verdict(found) == "INDETERMINATE OUT_OF_BOUNDS_NO_POE"


@in_each_format
def test_a_signer_whose_certificate_came_later_fails(name: str, authority: Authority) -> None:
    early = authority.person(start=NOW + timedelta(days=30))
    assert verdict(report(made(name, early, authority), authority)) == "INDETERMINATE OUT_OF_BOUNDS_NO_POE"
    whole = made(name, early, authority, Level.T)
    authority.now = NOW + timedelta(days=40)
    found = report(whole, authority, at=authority.now + timedelta(minutes=5))
    assert verdict(found) == "TOTAL-FAILED NOT_YET_VALID"


@in_each_format
@pytest.mark.parametrize("level", [Level.B, Level.T])
def test_revoked_after_signing_passes_only_with_a_timestamp(
    name: str, level: Level, authority: Authority, signer: Pair
) -> None:
    whole = made(name, signer, authority, level)
    authority.revoked[signer.own.serial_number] = NOW + timedelta(days=2)
    authority.now = NOW + timedelta(days=3)
    found = report(whole, authority, at=authority.now + timedelta(minutes=5))
    assert verdict(found) == ("TOTAL-PASSED None" if level is Level.T else "INDETERMINATE REVOKED_NO_POE")


@in_each_format
def test_revoked_before_signing_never_passes(name: str, authority: Authority, signer: Pair) -> None:
    authority.revoked[signer.own.serial_number] = NOW - timedelta(days=2)
    assert verdict(report(made(name, signer, authority, Level.LTA), authority)) == "INDETERMINATE REVOKED_NO_POE"


@in_each_format
def test_a_silent_status_service_is_neither_pass_nor_crash(name: str, authority: Authority, signer: Pair) -> None:
    whole = made(name, signer, authority, Level.T)
    authority.down = True
    assert verdict(report(whole, authority)) == "INDETERMINATE TRY_LATER"
    authority.down = False
    assert verdict(report(whole, authority)) == "TOTAL-PASSED None"


def _deep(authority: Authority, depth: int) -> Pair:
    """A signer below so many authorities."""
    above, span = authority.root, {"start": authority.start, "end": authority.end}
    for number in range(depth):
        private = ec.generate_private_key(ec.SECP256R1())
        own = certificate(
            name=f"Authority {number}", private=private, issuer=above, authority=True, nocheck=True, **span
        )
        above = Pair(private=private, own=own, issuers=[above.certificate, *above.issuers])
    private = ec.generate_private_key(ec.SECP256R1())
    own = certificate(name="Kim Hana", private=private, issuer=above, **span)
    return Pair(private=private, own=own, issuers=[above.certificate, *above.issuers][:-1])


@in_each_format
def test_a_chain_that_is_too_long_leads_nowhere(name: str, authority: Authority) -> None:
    found = report(made(name, _deep(authority, 14), authority), authority)
    assert verdict(found) == "INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND"


@in_each_format
def test_hundreds_of_certificates_are_refused_at_once(name: str, authority: Authority, signer: Pair) -> None:
    guests = [authority.person(name=f"Guest {number}").certificate for number in range(120)]
    crowd = Pair(private=signer.private, own=signer.own, issuers=guests)
    whole = stock_pdf(crowd) if name == "PAdES" else made(name, crowd, authority)
    assert verdict(report(whole, authority)) == "TOTAL-FAILED FORMAT_FAILURE"


def stock_pdf(key: Pair, *, digest: str = "sha256") -> bytes:
    """A page signed by pyHanko as it comes, with as much room as it takes."""
    private = key.private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register_multiple([x509.Certificate.load(one) for one in (key.certificate, *key.issuers)])
    own = keys.PrivateKeyInfo.load(private)
    signer = SimpleSigner(signing_cert=x509.Certificate.load(key.certificate), signing_key=own, cert_registry=store)
    metadata = PdfSignatureMetadata(field_name="S", md_algorithm=digest, subfilter=SigSeedSubFilter.PADES)
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf()))
    sign_pdf(writer, metadata, signer=signer, bytes_reserved=400_000, output=out)
    return out.getvalue()


def test_a_page_signed_by_stock_pyhanko_passes_unless_its_digest_is_broken(authority: Authority) -> None:
    pair = authority.person(private=rsa.generate_private_key(65537, 2048))
    assert verdict(report(stock_pdf(pair), authority)) == "TOTAL-PASSED None"
    broken = report(stock_pdf(pair, digest="sha1"), authority)
    assert verdict(broken) == "INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE_NO_POE"


def _reordered(name: str, whole: bytes) -> tuple[bytes, bytes]:
    """The signed parts in another order: the file, and what stands beside it."""
    turned = "만나요. 마당에서\n".encode()
    if name == "JAdES":
        body = json.loads(whole)
        body["payload"] = body["payload"][8:16] + body["payload"][:8] + body["payload"][16:]
        return json.dumps(body).encode(), CONTENT
    if name == "PAdES":
        first, second = (re.search(rb"\n%d 0 obj.*?endobj" % number, whole, re.DOTALL) for number in (1, 2))
        assert first
        assert second
        between = whole[first.end() : second.start()]
        return whole[: first.start()] + second.group() + between + first.group() + whole[second.end() :], CONTENT
    swapped = whole.replace(b"<?note kept?>", b"", 1).replace(b"</order>", b"</order><?note kept?>", 1)
    return (swapped, CONTENT) if name == "XAdES" else (whole, turned)


EXPECTED = {"JAdES": "SIG_CRYPTO_FAILURE", "CAdES": "HASH_FAILURE", "PAdES": "HASH_FAILURE", "XAdES": "HASH_FAILURE"}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_was_put_in_another_order_fails(name: str, authority: Authority, signer: Pair) -> None:
    whole, content = _reordered(name, made(name, signer, authority))
    found = validate_signatures(
        data=whole,
        files=(SignedFile(name="note.txt", data=content),),
        anchors=(authority.anchor,),
        sources=authority,
        now=NOW + timedelta(minutes=5),
    )
    assert verdict(found) == f"TOTAL-FAILED {EXPECTED[name]}"


def _turned_json(whole: bytes) -> bytes:
    body = json.loads(whole)
    body["signatures"][0]["header"]["etsiU"].reverse()
    return json.dumps(body).encode()


def test_an_archive_timestamp_put_before_what_it_is_over_proves_nothing(authority: Authority, signer: Pair) -> None:
    found = report(_turned_json(made("JAdES", signer, authority, Level.LTA)), authority)
    archive = next(one for one in found.signatures[0].timestamps if one.archive)
    assert (archive.indication, archive.sub_indication) == ("TOTAL-FAILED", "HASH_FAILURE")
