"""Building and validating a certification path (RFC 5280, clause 6) at an instant, with revocation status.

pyhanko-certvalidator does the work; what it misses of NIST's PKITS is named in tests/pkits/misses.yaml.
"""

import asyncio
import hashlib
import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from asn1crypto import crl, ocsp, x509  # type: ignore[import-untyped]
from pyhanko_certvalidator import errors
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.ltv.poe import POEManager
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import NonRevokedStatusAssertion, PKIXValidationParams
from pyhanko_certvalidator.registry import CertificateRegistry
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer
from pyhanko_certvalidator.revinfo.manager import RevinfoManager
from pyhanko_certvalidator.validate import async_validate_path

# It warns, with a trace, of each certificate of a stranger that it finds wanting.
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
# A certificate issued by this far too long a chain, or brought along by the hundred, is an attack on the reader.
LONGEST_PATH = 12
MOST_PATHS = 8
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError)


class _Certificates(threading.local):
    """Certificates as they were read last, each thread's own, for reading changes them: names are prepared for comparing (RFC
    4518) once, and not at each of the many paths to the same few authorities.
    """

    def __init__(self) -> None:
        self.load = lru_cache(maxsize=128)(x509.Certificate.load)


_certificates = _Certificates()


class PathStatus(StrEnum):
    """What became of a path."""

    VALID = "valid"
    NO_PATH = "no_path"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    AUTHORITY_REVOKED = "authority_revoked"
    STATUS_UNKNOWN = "status_unknown"
    WEAK = "weak"
    CONSTRAINTS = "constraints"


@dataclass(frozen=True, kw_only=True, slots=True)
class PathResult:
    """The outcome, the path found (leaf first, DER) and a sentence."""

    status: PathStatus
    path: tuple[bytes, ...] = ()
    why: str = ""
    revoked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PathInputs:
    """What a path is built from: anchors (DER) that are trusted, and loose certificates, lists and responses that are not."""

    anchors: tuple[bytes, ...]
    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()


def check_path(
    *,
    leaf: bytes,
    inputs: PathInputs,
    at: datetime,
    require_status: bool = True,
    parameters: PKIXValidationParams | None = None,
    late_status: bool = True,
) -> PathResult:
    """The best path from `leaf` to an anchor at the instant `at`; never raises for what strangers sent.

    `late_status` lets lists and responses count that were issued after `at` (EN 319 102-1, 5.6.2.1).
    """
    try:
        result = asyncio.run(_check(leaf, inputs, at, require_status, parameters, late_status))
        if result.status is PathStatus.STATUS_UNKNOWN and late_status and _revoked_later(leaf, inputs, at, parameters):
            good = NonRevokedStatusAssertion(cert_sha256=hashlib.sha256(leaf).digest(), at=at)
            return asyncio.run(_check(leaf, inputs, at, require_status, parameters, late_status, (good,)))
    except _UNREADABLE as fault:
        return PathResult(status=PathStatus.CONSTRAINTS, why=f"The certificate cannot be read: {fault}")
    return result


def _revoked_later(leaf: bytes, inputs: PathInputs, at: datetime, parameters: PKIXValidationParams | None) -> bool:
    """Whether a response that holds says that the certificate was revoked after `at`, hence was good until then.

    certvalidator understands that of lists; of responses it says only that they prove nothing.
    """
    told = [ocsp.OCSPResponse.load(one).response_data["responses"][0]["this_update"].native for one in inputs.ocsps]
    later = max(told, default=at)
    if later <= at:
        return False
    result = asyncio.run(_check(leaf, inputs, later, True, parameters, True))
    return result.status is PathStatus.REVOKED and result.revoked_at is not None and result.revoked_at > at


async def _check(
    leaf: bytes,
    inputs: PathInputs,
    at: datetime,
    require_status: bool,
    parameters: PKIXValidationParams | None,
    late_status: bool,
    good: tuple[NonRevokedStatusAssertion, ...] = (),
) -> PathResult:
    certificate = _certificates.load(leaf)
    context = _context(inputs, at, require_status, late_status, good)
    paths: list[ValidationPath] = []
    with suppress(errors.PathError):
        async for path in context.path_builder.async_build_paths_lazy(certificate):
            if path.pkix_len <= LONGEST_PATH:
                paths.append(path)
            if len(paths) >= MOST_PATHS:
                break
    outcomes: list[PathResult] = []
    for path in paths:
        outcome = await _validated(context, path, certificate, parameters)
        if outcome.status is PathStatus.VALID:
            return outcome
        outcomes.append(outcome)
    return _kindest(outcomes)


def _context(
    inputs: PathInputs,
    at: datetime,
    require_status: bool,
    late_status: bool,
    good: tuple[NonRevokedStatusAssertion, ...],
) -> ValidationContext:
    anchors = [_certificates.load(one) for one in inputs.anchors]
    registry = CertificateRegistry.build([_certificates.load(one) for one in inputs.certificates])
    status = RevinfoManager(
        certificate_registry=registry,
        poe_manager=POEManager(),
        crls=[CRLContainer(crl.CertificateList.load(one)) for one in inputs.crls],
        ocsps=[each for one in inputs.ocsps for each in OCSPContainer.load_multi(ocsp.OCSPResponse.load(one))],
        assertions=good,
    )
    return ValidationContext(
        trust_roots=anchors,
        certificate_registry=registry,
        revinfo_manager=status,
        moment=at,
        revocation_mode="require" if require_status else "soft-fail",
        retroactive_revinfo=late_status,
        # The algorithms of the whole evidence are judged apart, each at the time it is proved for.
        weak_hash_algos=(),
        time_tolerance=timedelta(seconds=1),
        allow_fetching=False,
    )


async def _validated(
    context: ValidationContext, path: ValidationPath, leaf: x509.Certificate, parameters: PKIXValidationParams | None
) -> PathResult:
    certificates = tuple(one.dump() for one in reversed(list(path.iter_certs(include_root=True))))
    try:
        await async_validate_path(context, path, parameters=parameters)
    except errors.RevokedError as fault:
        own = fault.is_ee_cert and not fault.is_side_validation
        status = PathStatus.REVOKED if own else PathStatus.AUTHORITY_REVOKED
        return PathResult(status=status, path=certificates, why=fault.failure_msg, revoked_at=fault.revocation_dt)
    except errors.ExpiredError as fault:
        return PathResult(status=PathStatus.EXPIRED, path=certificates, why=fault.failure_msg)
    except errors.NotYetValidError as fault:
        return PathResult(status=PathStatus.NOT_YET_VALID, path=certificates, why=fault.failure_msg)
    except errors.InsufficientRevinfoError as fault:
        return PathResult(status=PathStatus.STATUS_UNKNOWN, path=certificates, why=fault.failure_msg)
    except errors.DisallowedAlgorithmError as fault:
        return PathResult(status=PathStatus.WEAK, path=certificates, why=fault.failure_msg)
    except errors.ValidationError as fault:
        return PathResult(status=PathStatus.CONSTRAINTS, path=certificates, why=str(fault))
    return PathResult(status=PathStatus.VALID, path=certificates)


def _kindest(outcomes: Sequence[PathResult]) -> PathResult:
    """Of several paths that fail, the one that says most: revoked before expired before the rest."""
    order: Iterable[PathStatus] = (
        PathStatus.REVOKED,
        PathStatus.AUTHORITY_REVOKED,
        PathStatus.EXPIRED,
        PathStatus.NOT_YET_VALID,
        PathStatus.STATUS_UNKNOWN,
        PathStatus.WEAK,
        PathStatus.CONSTRAINTS,
    )
    for status in order:
        for outcome in outcomes:
            if outcome.status is status:
                return outcome
    return PathResult(status=PathStatus.NO_PATH, why="No path leads from the certificate to a trusted authority.")


def find_issuers(*, leaf: bytes, inputs: PathInputs) -> tuple[bytes, ...]:
    """The certificates from `leaf` to an anchor by names and key identifiers alone; only `leaf` when there is no such path."""
    try:
        return asyncio.run(_first_path(leaf, inputs))
    except (ValueError, TypeError, KeyError, RecursionError, errors.PathError):
        return (leaf,)


async def _first_path(leaf: bytes, inputs: PathInputs) -> tuple[bytes, ...]:
    context = ValidationContext(
        trust_roots=[_certificates.load(one) for one in inputs.anchors],
        other_certs=[_certificates.load(one) for one in inputs.certificates],
        allow_fetching=False,
    )
    async for path in context.path_builder.async_build_paths_lazy(_certificates.load(leaf)):
        if path.pkix_len <= LONGEST_PATH:
            return tuple(one.dump() for one in reversed(list(path.iter_certs(include_root=True))))
    return (leaf,)
