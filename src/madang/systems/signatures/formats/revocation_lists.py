"""Certificate revocation lists, whole and delta, as RFC 5280, 5 describes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import core, crl, x509  # type: ignore[import-untyped]

from madang.systems.signatures.domain.status import NUMBERS, Reason
from madang.systems.signatures.formats.signing import ECDSA_SHA256_DER, Signs, signed, tlv

_VERSION_2 = tlv(0x02, b"\x01")
_REASON = core.ObjectIdentifier("2.5.29.21").dump()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One certificate on a list."""

    serial: int
    revoked_at: datetime
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a list says of itself. `base` is the number of the whole list that a delta list adds to."""

    number: int
    this_update: datetime
    next_update: datetime
    base: int | None = None
    delta_address: str = ""


def write_list(*, head: Head, entries: Iterable[Entry], issuer: bytes, signer: Signs) -> bytes:
    """The list in DER. `issuer` is the authority's certificate in DER."""
    authority = x509.Certificate.load(issuer)
    lines = b"".join(_line(entry) for entry in entries)
    body = tlv(
        0x30,
        _VERSION_2,
        ECDSA_SHA256_DER,
        authority.subject.dump(),
        _time(head.this_update),
        _time(head.next_update),
        # An empty list has no revokedCertificates at all (RFC 5280, 5.1.2.6).
        tlv(0x30, lines) if lines else b"",
        tlv(0xA0, _extensions(head, authority)),
    )
    return signed(body=body, signer=signer)


def _extensions(head: Head, authority: x509.Certificate) -> bytes:
    listed = [
        {"extn_id": "authority_key_identifier", "extn_value": {"key_identifier": authority.key_identifier}},
        {"extn_id": "crl_number", "extn_value": head.number},
    ]
    if head.base is not None:
        listed.append({"extn_id": "delta_crl_indicator", "critical": True, "extn_value": head.base})
    elif head.delta_address:
        name = x509.GeneralName("uniform_resource_identifier", head.delta_address)
        where = [{"distribution_point": x509.DistributionPointName("full_name", [name])}]
        listed.append({"extn_id": "freshest_crl", "extn_value": where})
    whole: bytes = crl.TBSCertListExtensions(listed).dump()
    return whole


def _time(at: datetime) -> bytes:
    form, tag = ("%y%m%d%H%M%SZ", 0x17) if at.year < 2050 else ("%Y%m%d%H%M%SZ", 0x18)
    return tlv(tag, at.strftime(form).encode())


@lru_cache(maxsize=16)
def _reason(reason: Reason) -> bytes:
    return tlv(0x30, tlv(0x30, _REASON, tlv(0x04, tlv(0x0A, bytes((NUMBERS[reason],))))))


def _line(entry: Entry) -> bytes:
    size = entry.serial.bit_length() // 8 + 1
    number = tlv(0x02, entry.serial.to_bytes(size, "big"))
    # A reason that is not known is left out (RFC 5280, 5.3.1).
    reason = b"" if entry.reason is Reason.UNSPECIFIED else _reason(entry.reason)
    return tlv(0x30, number, _time(entry.revoked_at), reason)
