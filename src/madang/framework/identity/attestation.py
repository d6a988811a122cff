"""Whether the maker of an authenticator vouches for it: a `packed` attestation that leads to a trusted maker's certificate.

The trusted makers' certificates (FIDO Metadata Service lists them) are PEM files in the folder `MADANG_PASSKEY_MAKERS`.
"""

import hmac
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings
from webauthn import verify_registration_response
from webauthn.helpers import parse_attestation_object, parse_cbor
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AttestationFormat, RegistrationCredential

# FIDO: the extension in which a maker's certificate names the model of the authenticator (WebAuthn Level 3, s. 8.2.1).
_MODEL = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")


def makers() -> list[bytes]:
    """The certificates of the makers that this deployment trusts."""
    folder = getattr(settings, "MADANG_PASSKEY_MAKERS", "")
    return _read(str(folder)) if folder else []


@lru_cache(maxsize=4)
def _read(folder: str) -> list[bytes]:
    return [one.read_bytes() for one in sorted(Path(folder).glob("*.pem"))]


def is_attested(*, credential: RegistrationCredential, challenge: bytes, host: str, origin: str) -> bool:
    """Whether a trusted maker vouches for the device that holds the key. Without trusted makers nobody does."""
    trusted = makers()
    if not trusted:
        return False
    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
            pem_root_certs_bytes_by_fmt={AttestationFormat.PACKED: trusted},
        )
        if found.fmt != AttestationFormat.PACKED:
            return False
        statement = parse_cbor(credential.response.attestation_object)["attStmt"]
        data = parse_attestation_object(credential.response.attestation_object).auth_data.attested_credential_data
        # Without a chain the key vouches for itself, which says nothing of the device.
        return bool(statement.get("x5c")) and data is not None and _is_makers(statement["x5c"][0], data.aaguid)
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return False


def _is_makers(der: bytes, model: bytes) -> bool:
    """What Web Authentication Level 3, s. 8.2.1, asks of the certificate beyond its chain and signature."""
    certificate = x509.load_der_x509_certificate(der)
    units = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    if certificate.version is not x509.Version.v3 or [one.value for one in units] != ["Authenticator Attestation"]:
        return False
    try:
        if certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
        named = certificate.extensions.get_extension_for_oid(_MODEL)
    except x509.ExtensionNotFound as missing:
        # The model's extension may be absent; the basic constraints may not.
        return missing.oid == _MODEL
    value = named.value.value if isinstance(named.value, x509.UnrecognizedExtension) else b""
    # An OCTET STRING of sixteen bytes.
    return not named.critical and hmac.compare_digest(value, b"\x04\x10" + model)
