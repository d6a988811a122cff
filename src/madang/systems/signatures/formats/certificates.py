"""Certificates as RFC 5280 describes them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from asn1crypto import core, keys, x509  # type: ignore[import-untyped]

from madang.systems.signatures.domain.profiles import Profile
from madang.systems.signatures.formats.signing import ECDSA_SHA256, Signs, signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose certificate it is. `serial` tells namesakes apart; it is never a resident number."""

    common_name: str
    country: str
    organisation: str = ""
    serial: str = ""

    def name(self) -> x509.Name:
        """The distinguished name, each part within what X.520 allows."""
        parts = {"country_name": self.country.upper()}
        if self.organisation:
            parts["organization_name"] = self.organisation[:64]
        if self.serial:
            parts["serial_number"] = self.serial[:64]
        return x509.Name.build(parts | {"common_name": self.common_name[:64]})


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where relying parties find what they need to check a certificate of an authority, and under which policy it stands."""

    certificate: str = ""
    revocation_list: str = ""
    delta_list: str = ""
    responder: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an authority signs."""

    profile: Profile
    subject: Subject
    public_key: bytes
    serial: int
    valid_from: datetime
    valid_until: datetime
    host_names: tuple[str, ...] = ()


def new_serial() -> int:
    """Positive, of 127 random bits (RFC 5280, 4.1.2.2, asks for at most twenty bytes)."""
    return secrets.randbits(126) | 1 << 126


def key_identifier(*, public_key: bytes) -> bytes:
    """Method 1 of RFC 7093: the left 160 bits of SHA-256 over the key's bit string."""
    bits: bytes = keys.PublicKeyInfo.load(public_key)["public_key"].contents[1:]
    return hashlib.sha256(bits).digest()[:20]


def issue(*, body: Body, issuer: bytes | None, addresses: Addresses, signer: Signs) -> bytes:
    """The certificate in DER; a self-signed one where `issuer` (its certificate in DER) is None."""
    own = body.subject.name()
    parent = x509.Certificate.load(issuer) if issuer else None
    identifier = key_identifier(public_key=body.public_key)
    authority = parent.key_identifier if parent is not None else identifier
    extensions = [*_extensions(body, identifier, authority), *_where(addresses)]
    to_be_signed = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": body.serial,
            "signature": ECDSA_SHA256,
            "issuer": parent.subject if parent is not None else own,
            "validity": {"not_before": _time(body.valid_from), "not_after": _time(body.valid_until)},
            "subject": own,
            "subject_public_key_info": keys.PublicKeyInfo.load(body.public_key),
            "extensions": [
                {"extn_id": name, "critical": hard, "extn_value": value} for name, hard, value in extensions
            ],
        }
    )
    return signed(body=to_be_signed.dump(), signer=signer)


def _time(at: datetime) -> x509.Time:
    """UTCTime through 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5)."""
    whole = at.replace(microsecond=0)
    return x509.Time({"utc_time": whole} if whole.year < 2050 else {"general_time": whole})


def _extensions(body: Body, identifier: bytes, authority: bytes) -> list[tuple[str, bool, object]]:
    profile = body.profile
    found: list[tuple[str, bool, object]] = []
    if profile.authority:
        constraints: dict[str, object] = {"ca": True}
        if profile.path_length is not None:
            constraints["path_len_constraint"] = profile.path_length
        found.append(("basic_constraints", True, constraints))
    found.append(("key_usage", True, set(profile.usage)))
    if profile.purposes:
        found.append(("extended_key_usage", profile.purposes_critical, list(profile.purposes)))
    found.append(("key_identifier", False, identifier))
    found.append(("authority_key_identifier", False, {"key_identifier": authority}))
    if body.host_names:
        found.append(("subject_alt_name", False, [_host(one) for one in body.host_names]))
    if profile.no_check:
        found.append(("ocsp_no_check", False, core.Null()))
    return found


def _where(addresses: Addresses) -> list[tuple[str, bool, object]]:
    found: list[tuple[str, bool, object]] = []
    if addresses.policy:
        found.append(("certificate_policies", False, [{"policy_identifier": addresses.policy}]))
    access = [("ca_issuers", addresses.certificate), ("ocsp", addresses.responder)]
    told = [{"access_method": method, "access_location": _uri(where)} for method, where in access if where]
    if told:
        found.append(("authority_information_access", False, told))
    for name, where in (("crl_distribution_points", addresses.revocation_list), ("freshest_crl", addresses.delta_list)):
        if where:
            found.append(
                (name, False, [{"distribution_point": x509.DistributionPointName("full_name", [_uri(where)])}])
            )
    return found


def _host(name: str) -> x509.GeneralName:
    """A name, or an address (RFC 5280, 4.2.1.6)."""
    try:
        return x509.GeneralName("ip_address", str(ip_address(name)))
    except ValueError:
        return x509.GeneralName("dns_name", name)


def _uri(address: str) -> x509.GeneralName:
    return x509.GeneralName("uniform_resource_identifier", address)
