"""CMS signatures (RFC 5652) with the CAdES attributes (ETSI EN 319 122-1): for CAdES, PAdES and timestamps."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509  # type: ignore[import-untyped]

from madang.systems.signatures.domain.validation.evidence import Algorithm, Material
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import algorithms
from madang.systems.signatures.formats.signing import tlv
from madang.systems.signatures.formats.sources import SigningKey

# More than any honest chain with its responders over thirty years.
MOST_CERTIFICATES = 100
SIGNATURE_TIMESTAMP = "signature_time_stamp_token"
_PARSERS = frozenset({"asn1crypto", "cryptography", "lxml", "pyhanko", "pyhanko_certvalidator"})
_LOG = logging.getLogger("madang.signatures.formats")


class NotReadable(ValueError):
    """These bytes are no signature of this format; the sentence says why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """One signer of a CMS structure, checked as far as bytes go."""

    certificate: bytes | None
    claimed_at: datetime | None
    algorithms: tuple[Algorithm, ...]
    fault: Finding | None


def build(*, key: SigningKey, digest: bytes, content: bytes | None, claimed_at: datetime | None) -> cms.ContentInfo:
    """A signature over a content whose digest (by the key's algorithm) is given; `content` is enclosed unless None.

    `claimed_at` becomes the signing-time attribute, which PAdES forbids (EN 319 142-1, 6.3).
    """
    name = algorithms.digest_for(certificate=key.certificate)
    attributes = _signed_attributes(key.certificate, digest, name, claimed_at)
    certificate = x509.Certificate.load(key.certificate)
    kind = "ecdsa" if algorithms.is_elliptic(certificate=key.certificate) else "rsa"
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number}),
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": name}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": f"{name}_{kind}"}),
            "signature": key.sign(data=attributes.untag().dump()),
        }
    )
    enclosed = {"content_type": "data"} | ({} if content is None else {"content": content})
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": name})],
            "encap_content_info": enclosed,
            "certificates": [x509.Certificate.load(one) for one in (key.certificate, *key.chain)],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def _signed_attributes(certificate: bytes, digest: bytes, name: str, claimed_at: datetime | None) -> cms.CMSAttributes:
    essential = tsp.ESSCertIDv2(
        {"hash_algorithm": {"algorithm": name}, "cert_hash": algorithms.digest(algorithm=name, data=certificate)}
    )
    made = [
        {"type": "content_type", "values": ["data"]},
        {"type": "message_digest", "values": [digest]},
        {"type": "signing_certificate_v2", "values": [tsp.SigningCertificateV2({"certs": [essential]})]},
    ]
    if claimed_at is not None:
        # RFC 5652, 11.3: two digits of a year only until 2049.
        kind = "utc_time" if claimed_at.year < 2050 else "general_time"
        made.append({"type": "signing_time", "values": [cms.Time({kind: claimed_at.astimezone(UTC)})]})
    return cms.CMSAttributes([cms.CMSAttribute(one) for one in made])


@contextmanager
def guarded() -> Iterator[None]:
    """Turns what the parsers raise over hostile bytes into NotReadable."""
    try:
        yield
    except NotReadable:
        raise
    except (ValueError, LookupError, RecursionError, OverflowError) as fault:
        raise NotReadable(f"The signature cannot be read: {str(fault)[:200]}") from None
    except (TypeError, AttributeError, AssertionError) as fault:
        # The parsers raise these over broken structures. Out of our own code they are a gap in a reader: a stranger still gets
        # a verdict and no stack trace, and whoever runs this must see it.
        if not _from_parser(fault):
            _LOG.exception("a reader of signatures has a gap")
        raise NotReadable(f"The signature cannot be read: {str(fault)[:200]}") from None


def _from_parser(fault: BaseException) -> bool:
    """Whether it was raised inside one of the parsing libraries."""
    place = fault.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    name = place.tb_frame.f_globals.get("__name__", "") if place is not None else ""
    return str(name).partition(".")[0] in _PARSERS


def load(data: bytes) -> cms.SignedData:
    """The SignedData in a ContentInfo (DER or BER); NotReadable otherwise."""
    with guarded():
        content = cms.ContentInfo.load(data, strict=True)
        if content["content_type"].native != "signed_data":
            raise NotReadable("This is a CMS structure, but not a signature.")
        signed = content["content"]
        for info in signed["signer_infos"]:
            info["sid"].chosen.native  # noqa: B018  asn1crypto parses late: a broken part is to show here
    if len(signed["certificates"] or ()) > MOST_CERTIFICATES:
        raise NotReadable(f"It carries more than {MOST_CERTIFICATES} certificates.")
    return signed


def material(signed: cms.SignedData) -> Material:
    """The certificates, lists and OCSP responses that lie in a SignedData."""
    certificates = tuple(one.chosen.dump() for one in signed["certificates"] or () if one.name == "certificate")
    lists, responses = [], []
    for one in signed["crls"] or ():
        if one.name == "crl":
            lists.append(one.chosen.dump())
        elif one.chosen["other_rev_info_format"].native == "ocsp_response":
            responses.append(one.chosen["other_rev_info"].dump())
    return Material(certificates=certificates, crls=tuple(lists), ocsps=tuple(responses))


def attribute(attributes: Any, name: str) -> list[Any]:
    """The values of an attribute by name or dotted number; an attribute that stands twice gives all."""
    if isinstance(attributes, core.Void):
        return []
    return [value for one in attributes if one["type"].native == name for value in one["values"]]


def read_signer(
    signed: cms.SignedData,
    info: cms.SignerInfo,
    *,
    digest_of: Callable[[str], bytes],
    more: tuple[bytes, ...] = (),
    content_type: str = "data",
) -> Signer:
    """Checks one signer: certificate, reference to it, digest, signature value. `more`: certificates of elsewhere."""
    name = str(info["digest_algorithm"]["algorithm"].native)
    attributes = info["signed_attrs"]
    certificate = _find_certificate(info["sid"], material(signed).certificates + more)
    used = [Algorithm(name=name)]
    times = attribute(attributes, "signing_time")
    claimed = times[0].native if times else None
    if certificate is None:
        sub = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        fault: Finding | None = Finding(sub=sub, why="The signer's certificate is not among those that came with it.")
        return Signer(certificate=None, claimed_at=claimed, algorithms=tuple(used), fault=fault)
    used.append(algorithms.key_algorithm(certificate=certificate))
    fault = (
        _attribute_fault(attributes, content_type)
        or _digest_fault(attributes, name, digest_of)
        or _value_fault(info, certificate, name)
        or _reference_fault(attributes, certificate)
    )
    return Signer(certificate=certificate, claimed_at=claimed, algorithms=tuple(used), fault=fault)


def _find_certificate(sid: Any, certificates: tuple[bytes, ...]) -> bytes | None:
    for data in certificates:
        one = x509.Certificate.load(data)
        if sid.name == "issuer_and_serial_number":
            found = one.issuer == sid.chosen["issuer"] and one.serial_number == sid.chosen["serial_number"].native
        else:
            found = one.key_identifier == sid.chosen.native
        if found:
            return data
    return None


def _attribute_fault(attributes: Any, content_type: str) -> Finding | None:
    types = attribute(attributes, "content_type")
    digests = attribute(attributes, "message_digest")
    if len(types) != 1 or len(digests) != 1:
        why = "The signed attributes lack the content's type or digest, or name them twice (RFC 5652, 11)."
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    if types[0].native != content_type:
        return Finding(sub=SubIndication.FORMAT_FAILURE, why="The signed content type is not that of the content.")
    return None


def _digest_fault(attributes: Any, name: str, digest_of: Callable[[str], bytes]) -> Finding | None:
    try:
        expected = digest_of(name)
    except algorithms.UnknownAlgorithm:
        return Finding(sub=SubIndication.CRYPTO_CONSTRAINTS_FAILURE, why=f"The digest {name} is not known here.")
    except LookupError:
        return Finding(sub=SubIndication.SIGNED_DATA_NOT_FOUND, why="The signed file did not come with the signature.")
    if attribute(attributes, "message_digest")[0].native != expected:
        return Finding(sub=SubIndication.HASH_FAILURE, why="The content is not the one that was signed.")
    return None


def _value_fault(info: Any, certificate: bytes, name: str) -> Finding | None:
    salt = None
    algorithm = info["signature_algorithm"]
    try:
        if algorithm.signature_algo == "rsassa_pss":
            salt = int(algorithm["parameters"]["salt_length"].native)
        hashed = algorithm.hash_algo if algorithm.signature_algo != "rsassa_pkcs1v15" else name
    except ValueError:
        hashed = name
    if hashed != name and algorithm["algorithm"].native not in ("ed25519", "ed448"):
        why = "The digests of content and signature differ (EN 319 122-1, 6.3)."
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    # Signed is the SET OF as it came, under its universal tag (RFC 5652, 5.4).
    data = b"\x31" + info["signed_attrs"].dump()[1:]
    if algorithms.holds(
        certificate=certificate, signature=info["signature"].native, data=data, algorithm=name, pss_salt=salt
    ):
        return None
    return Finding(sub=SubIndication.SIG_CRYPTO_FAILURE, why="The signature value does not fit the signer's key.")


def _reference_fault(attributes: Any, certificate: bytes) -> Finding | None:
    """EN 319 122-1, 5.2.2: the signed reference to the certificate; without it another one could be put in its place."""
    sub = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
    for kind in ("signing_certificate_v2", "signing_certificate"):
        for value in attribute(attributes, kind):
            first = value["certs"][0]
            name = first["hash_algorithm"]["algorithm"].native if kind.endswith("v2") else "sha1"
            hashed = hashlib.new(name, certificate, usedforsecurity=False).digest()
            if first["cert_hash"].native == hashed:
                return None
            return Finding(sub=sub, why="The signed reference names another certificate than the one that came along.")
    return Finding(sub=sub, why="The signature does not say which certificate it was made with.")


def with_unsigned(info: cms.SignerInfo, *, kind: str, value: bytes) -> bytes:
    """The signer (DER) with one more unsigned attribute. Put together from bytes: asn1crypto takes exponential time to
    encode anew what is nested as deeply as timestamps in signatures.
    """
    before = [] if isinstance(info["unsigned_attrs"], core.Void) else [one.dump() for one in info["unsigned_attrs"]]
    fresh = tlv(0x30, cms.CMSAttributeType(kind).dump(), tlv(0x31, value))
    names = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")
    return tlv(0x30, *(info[name].dump() for name in names), tlv(0xA1, *before, fresh))


def with_value(info: cms.SignerInfo, *, value: bytes) -> bytes:
    """The signer (DER) with this signature value and nothing unsigned."""
    names = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm")
    return tlv(0x30, *(info[name].dump() for name in names), tlv(0x04, value))


def assembled(
    signed: cms.SignedData, *, infos: Iterable[bytes], more: Iterable[bytes] = (), status: Iterable[bytes] = ()
) -> bytes:
    """The ContentInfo (DER) with these signers, more certificates and more revocation choices."""
    certificates = dict.fromkeys([one.dump() for one in signed["certificates"] or ()] + list(more))
    choices = dict.fromkeys([one.dump() for one in signed["crls"] or ()] + list(status))
    parts = [signed["version"].dump(), signed["digest_algorithms"].dump(), signed["encap_content_info"].dump()]
    parts += [tlv(0xA0, *certificates)] if certificates else []
    parts += [tlv(0xA1, *choices)] if choices else []
    body = tlv(0x30, *parts, tlv(0x31, *infos))
    return tlv(0x30, cms.ContentType("signed_data").dump(), tlv(0xA0, body))
