"""OCSP requests and answers (RFC 6960, with the nonce of RFC 9654)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import lru_cache

from asn1crypto import ocsp, x509  # type: ignore[import-untyped]

from madang.systems.signatures.domain.status import NUMBERS, Reason, Status
from madang.systems.signatures.formats.signing import ECDSA_SHA256_DER, Signs, tlv

LARGEST_REQUEST = 16 * 1024
MOST_QUESTIONS = 20
LONGEST_NONCE = 128
HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_BASIC = tlv(0x06, bytes.fromhex("2b0601050507300101"))
_NONCE = tlv(0x06, bytes.fromhex("2b0601050507300102"))


class Trouble(IntEnum):
    """OCSPResponseStatus where there is no answer (RFC 6960, 2.3)."""

    MALFORMED_REQUEST = 1
    INTERNAL_ERROR = 2
    TRY_LATER = 3
    UNAUTHORIZED = 6


class MalformedRequest(ValueError):
    """What came is no OCSP request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One certificate asked about. `raw` is the CertID as it came: the answer repeats it byte by byte."""

    algorithm: str
    name_hash: bytes
    key_hash: bytes
    serial: int
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a relying party wants to know."""

    questions: tuple[Question, ...]
    nonce: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the register says of one certificate; `status` None where the authority never issued it."""

    question: Question
    status: Status | None
    revoked_at: datetime | None = None
    reason: Reason = Reason.UNSPECIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When an answer was made, and until when it may be used."""

    produced_at: datetime
    next_update: datetime | None = None


def read_request(*, data: bytes) -> Request:
    """The request in `data`. Raises MalformedRequest."""
    if len(data) > LARGEST_REQUEST:
        raise MalformedRequest("The request is too large.")
    try:
        body = ocsp.OCSPRequest.load(data, strict=True)["tbs_request"]
        extensions = {one["extn_id"].dotted: one for one in body["request_extensions"]}
        questions = tuple(_question(one) for one in body["request_list"])
        nonce = _nonce(extensions.pop("1.3.6.1.5.5.7.48.1.2", None))
        hard = any(one["critical"].native for one in extensions.values())
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError) as fault:
        raise MalformedRequest("These bytes are no OCSP request.") from fault
    if hard or not 0 < len(questions) <= MOST_QUESTIONS:
        raise MalformedRequest("The request asks for more than this responder answers.")
    return Request(questions=questions, nonce=nonce)


def read_quickly(*, data: bytes) -> tuple[bytes, bytes | None] | None:
    """CertID and nonce of the request that nearly everybody sends: one question, and no extension but perhaps a nonce.

    None for any other, which `read_request` reads; a library's whole parser takes ten times as long as signing does.
    """
    if not 8 < len(data) < 0x400:
        return None
    try:
        outer = _inside(data, 0x30)
        body = _inside(outer, 0x30)
        questions, rest = _first(body, 0x30)
        single = _inside(questions, 0x30)
        _inside(single, 0x30)
        nonce = _only_nonce(rest) if rest else None
    except (IndexError, ValueError):
        return None
    return single, nonce


def _only_nonce(rest: bytes) -> bytes:
    extension = _inside(_inside(_inside(rest, 0xA2), 0x30), 0x30)
    if not extension.startswith(_NONCE):
        raise ValueError("Another extension.")
    nonce = _inside(_inside(extension[len(_NONCE) :], 0x04), 0x04)
    if not 1 <= len(nonce) <= LONGEST_NONCE:
        raise ValueError("RFC 9654, 2.1: a nonce has 1 to 128 octets.")
    return nonce


def _inside(data: bytes, tag: int) -> bytes:
    """The content of the one value in `data`."""
    content, rest = _first(data, tag)
    if rest:
        raise ValueError("More than one value.")
    return content


def _first(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first value in `data`, and what comes after it; lengths in DER, of up to two bytes."""
    size, at = data[1], 2
    if size in (0x81, 0x82):
        at = 2 + size - 0x80
        size = int.from_bytes(data[2:at])
        if size < 0x80 or (at == 4 and size < 0x100):
            raise ValueError("Not the shortest length.")
    elif size >= 0x80:
        raise ValueError("A length that is not expected here.")
    if data[0] != tag or len(data) < at + size:
        raise ValueError("Another value.")
    return data[at : at + size], data[at + size :]


def _question(one: ocsp.Request) -> Question:
    named = one["req_cert"]
    if any(extension["critical"].native for extension in one["single_request_extensions"]):
        raise ValueError("An extension that is not known here.")
    return Question(
        algorithm=named["hash_algorithm"]["algorithm"].native,
        name_hash=named["issuer_name_hash"].native,
        key_hash=named["issuer_key_hash"].native,
        serial=named["serial_number"].native,
        raw=named.dump(),
    )


def _nonce(extension: ocsp.TBSRequestExtension | None) -> bytes | None:
    if extension is None:
        return None
    nonce: bytes = extension["extn_value"].parsed.native
    if not 1 <= len(nonce) <= LONGEST_NONCE:
        raise ValueError("RFC 9654, 2.1: a nonce has 1 to 128 octets.")
    return nonce


@lru_cache(maxsize=256)
def issuer_hashes(certificate: bytes, algorithm: str) -> tuple[bytes, bytes]:
    """The hashes by which a request names this issuer; empty ones for an algorithm that is not known."""
    if algorithm not in HASHES:
        return b"", b""
    issuer = x509.Certificate.load(certificate)
    digest = HASHES[algorithm]
    bits: bytes = issuer.public_key["public_key"].contents[1:]
    return digest(issuer.subject.dump()).digest(), digest(bits).digest()


def trouble(*, what: Trouble) -> bytes:
    """An answer without an answer."""
    return tlv(0x30, tlv(0x0A, bytes((what,))))


class Responder:
    """Writes answers under one responder's certificate; what never changes is prepared once."""

    def __init__(self, *, certificate: bytes, signer: Signs) -> None:
        parsed = x509.Certificate.load(certificate)
        bits: bytes = parsed.public_key["public_key"].contents[1:]
        self._id = tlv(0xA2, tlv(0x04, hashlib.sha1(bits, usedforsecurity=False).digest()))
        self._certificates = tlv(0xA0, tlv(0x30, certificate))
        self._signer = signer

    def answer(self, *, findings: Sequence[Finding], times: Times, nonce: bytes | None = None) -> bytes:
        """A successful response (RFC 6960, 4.2.1) over all findings."""
        at = _time(times.produced_at)
        until = tlv(0xA0, _time(times.next_update)) if times.next_update else b""
        singles = tlv(0x30, *(_single(finding, at, until) for finding in findings))
        body = tlv(0x30, self._id, at, singles, _extensions(nonce))
        signature = tlv(0x03, b"\x00", self._signer.sign(data=body))
        basic = tlv(0x30, body, ECDSA_SHA256_DER, signature, self._certificates)
        return tlv(0x30, b"\x0a\x01\x00", tlv(0xA0, tlv(0x30, _BASIC, tlv(0x04, basic))))


def _single(finding: Finding, at: bytes, until: bytes) -> bytes:
    return tlv(0x30, finding.question.raw, _status(finding), at, until)


def _status(finding: Finding) -> bytes:
    if finding.status is None:
        return b"\x82\x00"
    if finding.status is Status.GOOD or finding.revoked_at is None:
        return b"\x80\x00"
    reason = tlv(0xA0, tlv(0x0A, bytes((NUMBERS[finding.reason],))))
    return tlv(0xA1, _time(finding.revoked_at), b"" if finding.reason is Reason.UNSPECIFIED else reason)


def _extensions(nonce: bytes | None) -> bytes:
    return tlv(0xA1, tlv(0x30, tlv(0x30, _NONCE, tlv(0x04, tlv(0x04, nonce))))) if nonce else b""


def _time(at: datetime) -> bytes:
    return tlv(0x18, at.strftime("%Y%m%d%H%M%SZ").encode())
