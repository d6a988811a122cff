"""The agencies' own seals: one key an office, with a certificate of the trust service.

A seal is made when its office first issues, and made anew in the last quarter of its certificate's life. It lies in
`agencies/<office>/`: `seal-N.key` (PKCS #8, encrypted), `seal-N.pem` (its certificate and those above it) and `current`, which
says N. Without a trust service, or while it is silent, the member's own seal stands in: no outage keeps an office from issuing.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

import structlog
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from madang.framework.documents.seal.cms import PreparedCms
from madang.framework.documents.seal.keystore import KeystoreLocked, replace_file
from madang.framework.documents.seal.trust import Untrusted, trust_service

TRY_AGAIN = timedelta(minutes=5)
# A certificate begins when the trust service read its clock, a little after the door here read ours.
SLACK = timedelta(minutes=5)
_DER = serialization.Encoding.DER
_logger = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class AgencySeal:
    """A loaded seal: its key, its certificates (its own first, the root's last) and its CMS, prepared."""

    private: ec.EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]
    cms: PreparedCms

    def valid(self, *, now: datetime) -> bool:
        """Whether every certificate holds at that instant."""
        return all(one.not_valid_before_utc - SLACK <= now < one.not_valid_after_utc for one in self.chain)

    def ageing(self, *, now: datetime) -> bool:
        """Whether the last quarter of its certificate's life began."""
        own = self.chain[0]
        return (own.not_valid_after_utc - now) * 4 < own.not_valid_after_utc - own.not_valid_before_utc


class AgencySeals:
    """The seals in one folder."""

    def __init__(self, *, folder: Path, passphrase: str) -> None:
        self._folder, self._passphrase = folder, passphrase

    def current(self, *, office: str, now: datetime) -> AgencySeal | None:
        """The office's seal; None where it has none that is valid. It is made first where a trust service can be asked."""
        if not office.isalnum():
            return None
        held = self._held(office)
        if held is None and self._may_try(office, now):
            held = self.renew(office=office, now=now)
        return held if held is not None and held.valid(now=now) else None

    def renew(self, *, office: str, now: datetime) -> AgencySeal | None:
        """A new key with a new certificate; the one before keeps its certificate and loses its key. None when the trust
        service is silent: then nothing changed."""
        service, place = trust_service(), self._folder / office
        if service is None:
            return None
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            # Asked without the lock: a neighbour that is slow holds up nobody else.
            chain = service.certify(office=office, request=_request(office, key), now=now)
        except Untrusted as silence:
            _logger.warning("documents.seal_not_certified", office=office, why=str(silence))
            return None
        with _alone(place):
            before = _number(place)
            self._write(place, before + 1, key, chain)
            (place / f"seal-{before}.key").unlink(missing_ok=True)
        return self._held(office)

    def renew_ageing(self, *, now: datetime) -> int:
        """New seals for every office whose seal ends soon, or that waits for its first; how many were made."""
        offices = sorted(place.name for place in self._folder.glob("*") if place.is_dir())
        held = {office: self._held(office) for office in offices}
        due = [office for office, seal in held.items() if seal is None or seal.ageing(now=now)]
        return sum(self.renew(office=office, now=now) is not None for office in due)

    def published(self) -> Iterator[tuple[x509.Certificate, x509.Certificate]]:
        """Each certificate that any seal ever had, with its issuer's; those in use are not told apart."""
        for path in sorted(self._folder.glob("*/seal-*.pem")):
            chain = _chain_in(path)
            yield chain[0], chain[min(1, len(chain) - 1)]

    def _held(self, office: str) -> AgencySeal | None:
        place = self._folder / office
        number = _number(place)
        return _loaded(place, number, self._passphrase) if number else None

    def _may_try(self, office: str, now: datetime) -> bool:
        """Once in five minutes an office; the mark also tells the job which offices wait."""
        if trust_service() is None:
            return False
        mark = self._folder / office / "asked"
        if mark.exists() and abs(now.timestamp() - mark.stat().st_mtime) < TRY_AGAIN.total_seconds():
            return False
        mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mark.touch(mode=0o600)
        os.utime(mark, (now.timestamp(), now.timestamp()))
        return True

    def _write(self, place: Path, number: int, key: ec.EllipticCurvePrivateKey, chain: tuple[bytes, ...]) -> None:
        encryption = serialization.BestAvailableEncryption(self._passphrase.encode())
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
        loaded = [x509.load_der_x509_certificate(one) for one in chain]
        replace_file(path=place / f"seal-{number}.key", data=private)
        certificates = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in loaded)
        replace_file(path=place / f"seal-{number}.pem", data=certificates)
        # Written last: until then the seal before holds.
        replace_file(path=place / "current", data=str(number).encode())


class _alone:  # noqa: N801 (used as a function)
    """Two processes that renew at once do so one after the other."""

    def __init__(self, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle = (place / "lock").open("w")

    def __enter__(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._handle.close()


def _number(place: Path) -> int:
    try:
        return int((place / "current").read_text())
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=1024)
def _loaded(place: Path, number: int, passphrase: str) -> AgencySeal:
    try:
        private = serialization.load_pem_private_key((place / f"seal-{number}.key").read_bytes(), passphrase.encode())
    except ValueError:
        raise KeystoreLocked(f"MADANG_KEYS_PASSPHRASE does not open the keys in {place}.") from None
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise KeystoreLocked(f"{place} does not hold a key on the curve P-256.")
    chain = _chain_in(place / f"seal-{number}.pem")
    # The root is the verifier's own; it does not travel.
    above = [one.public_bytes(_DER) for one in chain[1:] if one.issuer != one.subject]
    return AgencySeal(
        private=private, chain=chain, cms=PreparedCms(certificate=chain[0].public_bytes(_DER), chain=above)
    )


@lru_cache(maxsize=1024)
def _chain_in(path: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(path.read_bytes()))


def _request(office: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """A PKCS #10 request (RFC 2986): it proves who has the key; the name is the register's."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, office)])
    return x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256()).public_bytes(_DER)
