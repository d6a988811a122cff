"""Who seals: an interface, so that trust services can take the place of the keys kept here."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings
from django.utils.module_loading import import_string

from madang.framework.documents.domain import statement
from madang.framework.documents.seal import pades
from madang.framework.documents.seal.agency_seals import AgencySeals
from madang.framework.documents.seal.cms import PreparedCms
from madang.framework.documents.seal.keystore import Keystore, KeystoreLocked, open_keystore, rotate
from madang.framework.documents.seal.trust import Untrusted, trust_service
from madang.framework.protect import keys_passphrase
from madang.framework.values import clock

_ECDSA = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedKey:
    """A public key that verifiers may rely on, with the certificate that says whose it is."""

    use: str
    key: ec.EllipticCurvePublicKey
    certificate: x509.Certificate
    issuer: x509.Certificate


class Sealer(Protocol):
    """Puts the agency's seal on documents and signs what their QR codes say."""

    def seal(self, *, pdf: bytes, inscription: pades.Inscription, office: str = "", with_time: bool = False) -> bytes:
        """The PDF with the seal of the office over all of its bytes. `with_time`: with a timestamp; raises Untrusted."""

    def sign_statement(self, *, payload: bytes) -> bytes:
        """A COSE_Sign1 message over a statement's claims."""

    def published_keys(self) -> tuple[PublishedKey, ...]:
        """Every key that a document still in use may be sealed or stated with."""


class KeystoreSealer:
    """Seals with the keys of the member's own keystore; the keys stay loaded, the CMS stays prepared."""

    def __init__(self, *, keystore: Keystore, agencies: AgencySeals | None = None) -> None:
        self._keystore, self._agencies = keystore, agencies
        self._cms = PreparedCms(
            certificate=keystore.seal.certificate.public_bytes(serialization.Encoding.DER),
            chain=[keystore.authority.certificate.public_bytes(serialization.Encoding.DER)],
        )
        self._key_id = statement.key_id(key=keystore.statement.public)

    def seal(self, *, pdf: bytes, inscription: pades.Inscription, office: str = "", with_time: bool = False) -> bytes:
        """The PDF with a PAdES signature (ETSI EN 319 142-1) over all of its bytes, B-B or, `with_time`, B-T: by the office's
        certified seal, or the member's own where there is none. Raises Untrusted when no timestamp is to be had."""
        now = inscription.sealed_at
        own = self._agencies.current(office=office, now=now) if self._agencies and office else None
        private, cms = (own.private, own.cms) if own else (self._keystore.seal.private, self._cms)

        def sign(digest: bytes) -> bytes:
            stamp = (lambda imprint: _stamped(imprint, now)) if with_time else None
            return cms.sign(digest=digest, sign_der=lambda data: private.sign(data, _ECDSA), timestamp=stamp)

        return pades.seal(
            pdf=pdf, inscription=inscription, sign=sign, room=pades.ROOM_WITH_TIMESTAMP if with_time else pades.ROOM
        )

    def sign_statement(self, *, payload: bytes) -> bytes:
        """A COSE_Sign1 message over a statement's claims, by ES256."""
        return statement.sign(payload=payload, sign_raw=self._sign_raw, key=self._key_id)

    def _sign_raw(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self._keystore.statement.private.sign(data, _ECDSA))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def published_keys(self) -> tuple[PublishedKey, ...]:
        """The sealing keys and the statement keys, those in use first, then the retired ones, then the agencies'."""
        store = self._keystore
        named = [("seal", store.seal.certificate), ("statement", store.statement.certificate)]
        named += [(one.use, one.certificate) for one in store.retired]
        own = [_published(use, certificate, store.authority.certificate) for use, certificate in named]
        certified = self._agencies.published() if self._agencies else ()
        return (*own, *(_published("seal", certificate, issuer) for certificate, issuer in certified))


def _stamped(imprint: bytes, now: datetime) -> bytes:
    service = trust_service()
    if service is None:
        raise Untrusted("This country has no trust services.")
    return service.stamp(imprint=imprint, now=now)


def _published(use: str, certificate: x509.Certificate, issuer: x509.Certificate) -> PublishedKey:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise KeystoreLocked("A certificate of the keystore does not hold a key on the curve P-256.")
    return PublishedKey(use=use, key=key, certificate=certificate, issuer=issuer)


def keystore_sealer() -> Sealer:
    """The sealer over the keys under settings.MADANG_KEYS."""
    return _opened(*_place())


def rotate_keys(*, now: datetime) -> tuple[PublishedKey, ...]:
    """New keys for the keystore under settings.MADANG_KEYS; what is published afterwards. Start web and worker again."""
    folder, passphrase, member = _place()
    made = rotate(folder=folder, passphrase=passphrase, now=now, **_owner(member))
    _opened.cache_clear()
    return KeystoreSealer(keystore=made).published_keys()


def _place() -> tuple[Path, str, str]:
    return Path(settings.MADANG_KEYS) / "documents", keys_passphrase(), settings.MADANG_MEMBER


def _owner(member: str) -> dict[str, str]:
    owner = getattr(settings, "MADANG_SEAL_OWNER", "") or f"{member.capitalize()} e-government"
    return {"owner": owner, "country": settings.MADANG_COUNTRY if len(settings.MADANG_COUNTRY) == 2 else "xx"}


@cache
def _opened(folder: Path, passphrase: str, member: str) -> Sealer:
    keystore = open_keystore(folder=folder, passphrase=passphrase, now=clock.now(), **_owner(member))
    return KeystoreSealer(keystore=keystore, agencies=AgencySeals(folder=folder / "agencies", passphrase=passphrase))


def renew_agency_seals(*, now: datetime) -> int:
    """New seals for the offices whose seals end soon, or that wait for their first; how many."""
    folder, passphrase, _member = _place()
    return AgencySeals(folder=folder / "agencies", passphrase=passphrase).renew_ageing(now=now)


def sealer() -> Sealer:
    """The sealer that settings.MADANG_SEALER names; the keystore's when it names none."""
    made: Sealer = import_string(getattr(settings, "MADANG_SEALER", "") or f"{__name__}.keystore_sealer")()
    return made


__all__ = [
    "KeystoreLocked",
    "KeystoreSealer",
    "PublishedKey",
    "Sealer",
    "keystore_sealer",
    "renew_agency_seals",
    "rotate_keys",
    "sealer",
]
