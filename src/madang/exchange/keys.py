"""Members' keys: P-256, each with a certificate of the exchange's authority, loaded once and kept.

`MADANG_EXCHANGE_KEYS` (or `MADANG_KEYS/exchange/`) holds `authority.pem` (its certificate), `member.key` and `member.pem`
(this member's), and `directory/<member>.pem` for each neighbour. The trust services issue these by ACME (profile `member`,
docs/howto/certify-a-member.md); `make_authority` and `make_member` serve until there is a root, and in tests.
"""

import datetime as dt
import threading
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

from madang.exchange import members, standing

_HASH = ec.ECDSA(hashes.SHA256())
_SIZE = 32


class WrongSignature(ValueError):
    """The signature is not the member's."""


class UnknownMember(ValueError):
    """The directory has no such member."""


@dataclass(frozen=True, slots=True)
class MemberKey:
    """A member's public key and certificate. `key_id`, the certificate's SHA-256 in hex, names the key in signatures."""

    member: str
    certificate: x509.Certificate
    public: ec.EllipticCurvePublicKey
    key_id: str
    pem: str
    valid_from: dt.datetime
    valid_until: dt.datetime

    def verify(self, signature: bytes, data: bytes) -> None:
        """Raise WrongSignature unless `signature` (r‖s, 64 bytes, RFC 9421 §3.3.4) over `data` is this member's."""
        if len(signature) != 2 * _SIZE:
            raise WrongSignature("a P-256 signature has 64 bytes")
        pair = (int.from_bytes(signature[:_SIZE]), int.from_bytes(signature[_SIZE:]))
        try:
            self.public.verify(utils.encode_dss_signature(*pair), data, _HASH)
        except (InvalidSignature, ValueError) as error:
            raise WrongSignature(self.member) from error


@dataclass(frozen=True, slots=True)
class OwnKey:
    """This member's key pair and the folder that it lies in."""

    shown: MemberKey
    private: ec.EllipticCurvePrivateKey
    folder: Path

    def sign(self, data: bytes) -> bytes:
        """The signature r‖s over `data`."""
        r, s = utils.decode_dss_signature(self.private.sign(data, _HASH))
        return r.to_bytes(_SIZE) + s.to_bytes(_SIZE)


@lru_cache(maxsize=16)
def _folder(exchange: str, general: str) -> Path:
    return Path(exchange or Path(general) / "exchange")


def folder() -> Path:
    """Where the exchange's keys are."""
    return _folder(str(settings.MADANG_EXCHANGE_KEYS), str(settings.MADANG_KEYS))


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=True)
    path.write_bytes(data)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def make_authority(*, at: Path, now: dt.datetime) -> None:
    """Make the exchange's authority in `at`: `authority.key` and a self-signed `authority.pem` for ten years."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Madang exchange authority")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(at / "authority.key", _private_pem(key))
    _write(at / "authority.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def make_member(*, authority: Path, at: Path, member: str, hosts: tuple[str, ...], now: dt.datetime) -> None:
    """Make `member.key` and `member.pem` in `at`, issued by the authority for these host names or addresses, two years."""
    issuer = x509.load_pem_x509_certificate((authority / "authority.pem").read_bytes())
    signer = serialization.load_pem_private_key((authority / "authority.key").read_bytes(), password=None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise TypeError("The exchange's authority has a P-256 key.")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(member))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=730))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False
        )
        .add_extension(x509.SubjectAlternativeName([_alternative(host) for host in hosts]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write(at / "member.key", _private_pem(key))
    _write(at / "member.pem", certificate.public_bytes(serialization.Encoding.PEM))
    _write(at / "authority.pem", issuer.public_bytes(serialization.Encoding.PEM))


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _shown(*, member: str, pem: bytes) -> MemberKey:
    # The member's own stands first; what follows leads up to its authority.
    certificate = x509.load_pem_x509_certificates(pem)[0]
    public = certificate.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise UnknownMember(f"{member} has no P-256 key")
    return MemberKey(
        member=member,
        certificate=certificate,
        public=public,
        key_id=certificate.fingerprint(hashes.SHA256()).hex(),
        pem=pem.decode(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


_making = threading.Lock()


@lru_cache(maxsize=4)
def _own(at: Path, member: str) -> OwnKey:
    with _making:
        if not (at / "member.key").exists():
            if not settings.MADANG_DEMO:
                raise UnknownMember(f"No exchange key in {at}. Have the exchange's authority issue one for {member}.")
            now = dt.datetime.now(tz=dt.UTC)
            make_authority(at=at, now=now)
            make_member(authority=at, at=at, member=member, hosts=("127.0.0.1", "localhost"), now=now)
    private = serialization.load_pem_private_key((at / "member.key").read_bytes(), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError("A member has a P-256 key.")
    return OwnKey(_shown(member=member, pem=(at / "member.pem").read_bytes()), private, at)


def own() -> OwnKey:
    """This member's key. The demo makes one at first use; elsewhere the authority issues it."""
    return _own(folder(), members.own_name())


@lru_cache(maxsize=256)
def _listed(at: Path, member: str) -> MemberKey:
    path = at / "directory" / f"{member}.pem"
    if not member.replace("-", "").isalnum() or not path.exists():
        raise UnknownMember(member)
    found = _shown(member=member, pem=path.read_bytes())
    entry = x509.load_pem_x509_certificates(path.read_bytes())
    authorities = x509.load_pem_x509_certificates((at / "authority.pem").read_bytes())
    if not standing.vouched_for(entry=entry, authorities=authorities):
        raise UnknownMember(f"{member}'s certificate is not of the exchange's authority")
    return found


def key_of(member: str) -> MemberKey:
    """The member's public key from the directory, checked against the authority. Raises UnknownMember."""
    at = folder()
    found = own().shown if member == members.own_name() else _listed(at, member)
    now = dt.datetime.now(tz=dt.UTC)
    if not found.valid_from <= now < found.valid_until:
        raise UnknownMember(f"{member}'s certificate has expired or is not valid yet")
    if standing.is_refused(at=at, key_id=found.key_id):
        raise UnknownMember(f"{member}'s certificate was revoked or is on hold")
    return found


def refresh_standings() -> bool:
    """Ask how the directory's certificates stand; False where nobody tells now."""
    listed = [path.stem for path in sorted((folder() / "directory").glob("*.pem"))]
    key_ids = []
    for member in listed:
        try:
            key_ids.append(_listed(folder(), member).key_id)
        except UnknownMember:
            continue
    return standing.refresh_standings(at=folder(), key_ids=key_ids)


def forget() -> None:
    """Read keys and directory anew at their next use."""
    _own.cache_clear()
    _listed.cache_clear()
