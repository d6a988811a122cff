"""The keys of a member's seal: an encrypted folder, made at first use, loaded once and kept in memory.

`authority` issues the certificate of `seal`, which signs PDF files; `statement` signs the statements in QR codes. All are
P-256. Private keys lie in PKCS #8, encrypted (PBES2) with the passphrase. `keys.json` names the files that are in use and the
certificates of those that were: a document keeps its seal when the key is changed, and a changed key's private half is gone.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

_TITLES = {"seal": "document seal", "statement": "document statement"}
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_LIFETIME = timedelta(days=365 * 10)


class KeystoreLocked(RuntimeError):
    """The keys cannot be read: no passphrase is set, or it is not the one they were encrypted with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One key pair with its certificate and, for the sealing key, its issuer's."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: x509.Certificate

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        """The public half."""
        return self.private.public_key()


@dataclass(frozen=True, kw_only=True, slots=True)
class RetiredKey:
    """What is left of a key that no longer signs: its use and its certificate, for those who verify."""

    use: str
    certificate: x509.Certificate


@dataclass(frozen=True, kw_only=True, slots=True)
class Keystore:
    """The loaded keys of a member; `retired` newest first."""

    authority: Key
    seal: Key
    statement: Key
    retired: tuple[RetiredKey, ...] = ()


def open_keystore(*, folder: Path, passphrase: str, owner: str, country: str, now: datetime) -> Keystore:
    """The keys in `folder`; made for `owner` (the agency's or member's name) when the folder holds none.

    KeystoreLocked when the passphrase is missing or wrong.
    """
    if not passphrase:
        raise KeystoreLocked("Set MADANG_KEYS_PASSPHRASE: the sealing keys are kept encrypted.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        if not (folder / "keys.json").exists():
            _make(folder, passphrase.encode(), owner, country, now)
    return _load(folder, passphrase.encode())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two processes that start together make one set of keys."""
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def rotate(*, folder: Path, passphrase: str, owner: str, country: str, now: datetime) -> Keystore:
    """Make new sealing and statement keys under the same authority, and retire the old ones. Running processes go on with the
    old keys until they start again. KeystoreLocked as in `open_keystore`."""
    held = open_keystore(folder=folder, passphrase=passphrase, owner=owner, country=country, now=now)
    with _alone(folder):
        register = _register(folder)
        round_ = len(register["retired"]) // len(_TITLES) + 2
        names = {use: f"{use}-{round_}" for use in _TITLES}
        _make_signing(folder, passphrase.encode(), held.authority, names, owner, country, now)
        retired = [{"use": use, "file": register["current"][use], "until": now.isoformat()} for use in _TITLES]
        changed = {**register, "current": names, "retired": [*retired, *register["retired"]]}
        # The switch: before it the old keys hold, after it the new ones.
        replace_file(path=folder / "keys.json", data=json.dumps(changed).encode())
        for one in retired:
            (folder / f"{one['file']}.key").unlink(missing_ok=True)
    return _load(folder, passphrase.encode())


def _register(folder: Path) -> dict[str, Any]:
    """`keys.json`; what an older Madang wrote names no files, which then bear the names of their uses."""
    known: dict[str, Any] = json.loads((folder / "keys.json").read_text())
    return {"current": {use: use for use in _TITLES}, "retired": [], **known}


def _load(folder: Path, passphrase: bytes) -> Keystore:
    register = _register(folder)
    issuer = _certificate_in(folder, "authority")
    files = {"authority": "authority", **register["current"]}
    loaded = {use: _load_key(folder, file, passphrase, issuer) for use, file in files.items()}
    retired = tuple(
        RetiredKey(use=one["use"], certificate=_certificate_in(folder, one["file"])) for one in register["retired"]
    )
    return Keystore(**loaded, retired=retired)


def _load_key(folder: Path, file: str, passphrase: bytes, issuer: x509.Certificate) -> Key:
    try:
        private = serialization.load_pem_private_key((folder / f"{file}.key").read_bytes(), passphrase)
    except ValueError:
        raise KeystoreLocked(f"MADANG_KEYS_PASSPHRASE does not open the keys in {folder}.") from None
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise KeystoreLocked(f"{folder / file}.key is not a key on the curve P-256.")
    return Key(private=private, certificate=_certificate_in(folder, file), issuer=issuer)


def _certificate_in(folder: Path, file: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{file}.pem").read_bytes())


def _make(folder: Path, passphrase: bytes, owner: str, country: str, now: datetime) -> None:
    authority = ec.generate_private_key(ec.SECP256R1())
    root = _certificate(authority, None, authority, f"{owner} document authority", owner, country, now)
    _write(folder, "authority", authority, root, passphrase)
    names = {use: use for use in _TITLES}
    held = Key(private=authority, certificate=root, issuer=root)
    _make_signing(folder, passphrase, held, names, owner, country, now)
    # Written last: a folder without it is made again from the start.
    register = {"made_at": now.isoformat(), "current": names, "retired": []}
    replace_file(path=folder / "keys.json", data=json.dumps(register).encode())


def _make_signing(
    folder: Path, passphrase: bytes, authority: Key, names: dict[str, str], owner: str, country: str, now: datetime
) -> None:
    for use, title in _TITLES.items():
        key = ec.generate_private_key(ec.SECP256R1())
        title = f"{owner} {title}"
        certificate = _certificate(key, authority.certificate, authority.private, title, owner, country, now)
        _write(folder, names[use], key, certificate, passphrase)


def _write(
    folder: Path, name: str, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, passphrase: bytes
) -> None:
    encryption = serialization.BestAvailableEncryption(passphrase)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    replace_file(path=folder / f"{name}.key", data=pem)
    replace_file(path=folder / f"{name}.pem", data=certificate.public_bytes(serialization.Encoding.PEM))


def replace_file(*, path: Path, data: bytes) -> None:
    """The whole file or none of it, for the owner's eyes only."""
    temporary = path.with_suffix(path.suffix + ".new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)


def _certificate(
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    common_name: str,
    owner: str,
    country: str,
    now: datetime,
) -> x509.Certificate:
    """A certificate (RFC 5280): an authority's own when `issuer` is None, otherwise one for signing documents."""
    subject = _name(common_name, owner, country)
    authority = issuer is None
    # A little back, so that a verifier whose clock is slow does not find the certificate too young.
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(_serial(key))
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not authority:
        usages = x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
        builder = builder.add_extension(usages, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(common_name: str, owner: str, country: str) -> x509.Name:
    """Country, organisation and common name, each cut to what X.520 allows."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country.upper()),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, owner[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]),
        ]
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    """An authority signs certificates, the others sign and answer for what they signed."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _serial(key: ec.EllipticCurvePrivateKey) -> int:
    """Positive, under twenty bytes (RFC 5280, 4.1.2.2), and the key's own."""
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return int.from_bytes(hashlib.sha256(spki).digest()[:16], "big") >> 1 | 1
