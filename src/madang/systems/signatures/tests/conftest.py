"""Trust services that a test can use, and what foreign programs need to check them."""

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.values import Party, clock
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.pki import Authority, Pair
from madang.systems.signatures.usecases.found_services import Services, found_services
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.permissions import KEEPER, OFFICER

KEEPING = system_actor("signatures.test")
PERSON = "a" * 32
OFFICIAL = Actor(
    kind=ActorKind.OFFICIAL, name="Kim", duties=(Duty("1", "Office", OFFICER), Duty("1", "Office", KEEPER))
)
RESIDENT = Actor(kind=ActorKind.RESIDENT, name="Lee", person=PERSON)
STRANGER = Actor(kind=ActorKind.RESIDENT, name="Choi", person="b" * 32)
PARTIES = {
    "person": Party.person(PERSON),
    "organisation": Party.business("1018100012"),
    "seal": Party.office("1741000"),
    "member": Party.office("1741000"),
}


@pytest.fixture
def now() -> datetime:
    """One instant for the whole test."""
    return clock.now().replace(microsecond=0)


@pytest.fixture
def services(db: None, now: datetime) -> Services:
    """A root, an issuing authority with responder and timestamping unit, and lists."""
    return found_services(actor=system_actor("signatures.test"), now=now)


@pytest.fixture
def issued(services: Services, now: datetime) -> Callable[..., Certificate]:
    """Issues a certificate of a profile to its usual party."""

    def issue(profile: str = "person", name: str = "이하나", **rest: object) -> Certificate:
        hosts = ("exchange.example",) if profile == "member" else ()
        wanted = Wanted(profile=profile, party=PARTIES[profile], name=name, host_names=hosts, **rest)
        return issue_certificate(wanted=wanted, actor=OFFICIAL, now=now)

    return issue


def pem(*certificates: bytes) -> bytes:
    """Certificates in PEM."""
    loaded = (x509.load_der_x509_certificate(bytes(one)) for one in certificates)
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in loaded)


def list_pem(*lists: bytes) -> bytes:
    """Revocation lists in PEM."""
    loaded = (x509.load_der_x509_crl(bytes(one)) for one in lists)
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in loaded)


def openssl(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run openssl in a folder; its outcome with both outputs."""
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def ocsp_request(certificate: bytes, issuer: bytes, *, nonce: bytes | None = None) -> bytes:
    """A request as `cryptography` writes it."""
    pair = [x509.load_der_x509_certificate(bytes(one)) for one in (certificate, issuer)]
    builder = ocsp.OCSPRequestBuilder().add_certificate(pair[0], pair[1], hashes.SHA256())
    if nonce is not None:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.build().public_bytes(serialization.Encoding.DER)


@pytest.fixture
def authority() -> Authority:
    """A small PKI apart from ours, whose clock and answers a test may turn."""
    return Authority()


@pytest.fixture
def signer(authority: Authority) -> Pair:
    """A person with a certificate of it."""
    return authority.person()
