"""Members certified by the trust services: their chain counts. What revocation and an outage do, the trust services test."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madang.exchange import keys
from madang.framework.values import clock

NOW = clock.now()


class Made:
    """A certificate with its key."""

    def __init__(self, name: str, above: "Made | None", *, ca: bool) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signer = above or self
        builder = x509.CertificateBuilder().subject_name(subject).public_key(self.key.public_key())
        builder = builder.issuer_name(above.certificate.subject if above else subject)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(days=1))
        builder = builder.not_valid_after(NOW + timedelta(days=9))
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        self.certificate = builder.sign(signer.key, hashes.SHA256())
        self.pem = self.certificate.public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def place(tmp_path: Path, settings: object) -> Path:
    """The exchange's folder, which trusts the exchange's own authority and the root of the trust services."""
    settings.MADANG_EXCHANGE_KEYS = str(tmp_path)
    (tmp_path / "directory").mkdir()
    keys.forget()
    yield tmp_path
    keys.forget()


def test_a_chain_up_to_the_root_counts_beside_the_first_authority(place: Path) -> None:
    keys.make_authority(at=place / "first", now=NOW)
    keys.make_member(authority=place / "first", at=place / "old", member="old", hosts=("localhost",), now=NOW)
    root = Made("root", None, ca=True)
    issuing, stranger = Made("issuing", root, ca=True), Made("stranger", None, ca=True)
    new, person = Made("new", issuing, ca=False), Made("person", root, ca=False)
    (place / "authority.pem").write_bytes((place / "first" / "authority.pem").read_bytes() + root.pem)
    entries = {
        "old": (place / "old" / "member.pem").read_bytes(),
        "new": new.pem + issuing.pem,
        "bare": new.pem,
        "alien": Made("alien", stranger, ca=False).pem + stranger.pem,
        "below": Made("below", person, ca=False).pem + person.pem,
    }
    for name, pem in entries.items():
        (place / "directory" / f"{name}.pem").write_bytes(pem)
    assert keys.key_of("old").member == "old"
    assert keys.key_of("new").certificate == new.certificate
    for name in ("bare", "alien", "below"):
        with pytest.raises(keys.UnknownMember, match="not of the exchange's authority"):
            keys.key_of(name)
