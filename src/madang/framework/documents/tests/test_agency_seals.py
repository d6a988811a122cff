"""The agencies' own seals, with certificates of a trust service that is there, silent or gone."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from madang.framework.documents import Document, Outcome, verify_upload
from madang.framework.documents.seal import keys, trust
from madang.framework.documents.seal.agency_seals import AgencySeals
from madang.framework.documents.seal.sealer import renew_agency_seals
from madang.framework.documents.tests.conftest import MONDAY

DAYS = 100


class Authority:
    """A trust service of the test's own, which can be silent."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.root = self._issue(self.name, self.key.public_key(), MONDAY, 10_000)
        self.silent, self.asked = False, 0

    def _issue(self, name: x509.Name, key: ec.EllipticCurvePublicKey, start: datetime, days: int) -> x509.Certificate:
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self.name).public_key(key)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start)
        return builder.not_valid_after(start + timedelta(days=days)).sign(self.key, hashes.SHA256())

    def certify(self, *, office: str, request: bytes, now: datetime) -> tuple[bytes, ...]:
        """A hundred days for whoever asks."""
        self.asked += 1
        if self.silent:
            raise trust.Untrusted("silent")
        asked = x509.load_der_x509_csr(request)
        assert asked.is_signature_valid
        made = self._issue(asked.subject, asked.public_key(), now, DAYS)
        return made.public_bytes(Encoding.DER), self.root.public_bytes(Encoding.DER)

    def stamp(self, *, imprint: bytes, now: datetime) -> bytes:
        """Bytes in place of a token."""
        if self.silent:
            raise trust.Untrusted("silent")
        return cms.ContentInfo({"content_type": "data", "content": imprint}).dump()


@pytest.fixture
def authority() -> Iterator[Authority]:
    """It fills the slot for one test."""
    before = trust.trust_service()
    made = Authority()
    trust.use(service=made)
    yield made
    trust.forget()
    if before is not None:
        trust.use(service=before)


@pytest.fixture(autouse=True)
def own_keys(settings: object, tmp_path: Path) -> None:
    """Seals are made anew in each test."""
    settings.MADANG_KEYS = tmp_path / "keys"


def signed_data(pdf: bytes) -> cms.SignedData:
    """The CMS in a sealed PDF."""
    start = pdf.index(b"/Contents<") + len(b"/Contents<")
    content = bytes.fromhex(pdf[start : pdf.index(b">", start)].decode())
    return cms.ContentInfo.load(content)["content"]


def sealed_by(pdf: bytes) -> str:
    """Who issued the certificate of the seal."""
    return str(signed_data(pdf)["certificates"][0].chosen.issuer.native["common_name"])


def test_an_office_seals_with_its_own_certified_key_from_its_first_document(
    authority: Authority, made: Callable[..., Document], file: Callable[[Document], bytes]
) -> None:
    pdf = file(made())
    certificate = signed_data(pdf)["certificates"][0].chosen
    assert certificate.issuer.native["common_name"] == "Test authority"
    assert certificate.subject.native["common_name"] == "3000000"
    assert len(signed_data(pdf)["certificates"]) == 1
    made(facts={"성명": "이두리"})
    assert authority.asked == 1
    assert sum(key["madang_use"] == "seal" for key in keys.key_set()["keys"]) == 2


def test_a_silent_trust_service_holds_up_nobody_and_is_asked_again_by_the_job(
    authority: Authority, made: Callable[..., Document], file: Callable[[Document], bytes]
) -> None:
    authority.silent = True
    first = made()
    made(facts={"성명": "이두리"})
    assert sealed_by(file(first)) != "Test authority"
    assert authority.asked == 1
    authority.silent = False
    assert renew_agency_seals(now=MONDAY) == 1
    later = made(facts={"성명": "박세나"})
    assert sealed_by(file(later)) == "Test authority"
    assert verify_upload(file(first), MONDAY).outcome is Outcome.GENUINE


def test_without_a_trust_service_the_member_seals_itself(
    made: Callable[..., Document], file: Callable[[Document], bytes], authority: Authority
) -> None:
    trust.forget()
    assert "document authority" in sealed_by(file(made()))
    with pytest.raises(trust.Untrusted):
        made(facts={"성명": "이두리"}, with_time=True)


def test_a_seal_is_renewed_in_the_last_quarter_and_never_used_after_its_end(
    authority: Authority, made: Callable[..., Document], file: Callable[[Document], bytes]
) -> None:
    first = made()
    assert renew_agency_seals(now=MONDAY + timedelta(days=DAYS * 0.7)) == 0
    authority.silent = True
    after = made(now=MONDAY + timedelta(days=DAYS + 1), facts={"성명": "이두리"})
    assert sealed_by(file(after)) != "Test authority"
    authority.silent = False
    assert renew_agency_seals(now=MONDAY + timedelta(days=DAYS * 0.8)) == 1
    second = made(now=MONDAY + timedelta(days=DAYS * 0.8), facts={"성명": "박세나"})
    serials = {signed_data(file(one))["certificates"][0].chosen.serial_number for one in (first, second)}
    assert len(serials) == 2
    assert verify_upload(file(first), MONDAY).outcome is Outcome.GENUINE


def test_a_renewed_seals_old_key_is_gone_and_its_certificate_stays(authority: Authority, tmp_path: Path) -> None:
    seals = AgencySeals(folder=tmp_path / "agencies", passphrase="open")
    first = seals.current(office="1", now=MONDAY)
    second = seals.renew(office="1", now=MONDAY)
    assert first is not None
    assert second is not None
    assert sorted(path.name for path in (tmp_path / "agencies" / "1").glob("seal-*")) == [
        "seal-1.pem",
        "seal-2.key",
        "seal-2.pem",
    ]
    assert {one for one, _issuer in seals.published()} == {first.chain[0], second.chain[0]}
    assert seals.current(office="../1", now=MONDAY) is None
    assert b"ENCRYPTED" in (tmp_path / "agencies" / "1" / "seal-2.key").read_bytes()


def test_the_timestamp_is_over_the_signature(
    authority: Authority, made: Callable[..., Document], file: Callable[[Document], bytes]
) -> None:
    signer = signed_data(file(made(with_time=True)))["signer_infos"][0]
    token = signer["unsigned_attrs"][0]
    assert token["type"].native == "signature_time_stamp_token"
    digest = hashes.Hash(hashes.SHA256())
    digest.update(signer["signature"].native)
    assert digest.finalize() in token.dump()
