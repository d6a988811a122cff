"""The validation process of ETSI EN 319 102-1: timestamps from the last to the first, then the signature at its proven time.

Each valid timestamp proves that what it covers existed at its time (a proof of existence, clause 5.6.2.3). A timestamp is
itself judged at the time that a later one proves for it, or now. What an authority said of status counts only where a proof
of existence shows that it was there before the authority's certificate ended (5.6.2.1).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import crl, ocsp, x509  # type: ignore[import-untyped]

from madang.systems.signatures.domain.path import PathInputs, PathResult, PathStatus, check_path
from madang.systems.signatures.domain.validation.algorithms import STANDARD, AlgorithmPolicy
from madang.systems.signatures.domain.validation.evidence import Algorithm, Material, SignatureEvidence, Stamp
from madang.systems.signatures.domain.validation.indications import PASSED, Finding, Indication, SubIndication

_TIMESTAMPING = "1.3.6.1.5.5.7.3.8"
_SUBS = {
    PathStatus.NO_PATH: SubIndication.NO_CERTIFICATE_CHAIN_FOUND,
    PathStatus.EXPIRED: SubIndication.OUT_OF_BOUNDS_NO_POE,
    PathStatus.NOT_YET_VALID: SubIndication.OUT_OF_BOUNDS_NO_POE,
    PathStatus.REVOKED: SubIndication.REVOKED_NO_POE,
    PathStatus.AUTHORITY_REVOKED: SubIndication.REVOKED_CA_NO_POE,
    PathStatus.STATUS_UNKNOWN: SubIndication.TRY_LATER,
    PathStatus.WEAK: SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    PathStatus.CONSTRAINTS: SubIndication.CHAIN_CONSTRAINTS_FAILURE,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Trust:
    """What the validator believes: anchors (DER) of signers and of timestamps; `found` is status got from services just now."""

    anchors: tuple[bytes, ...]
    stamp_anchors: tuple[bytes, ...] = ()
    found: Material = field(default_factory=Material)
    policy: AlgorithmPolicy = STANDARD

    @property
    def for_stamps(self) -> tuple[bytes, ...]:
        """The anchors of timestamp authorities."""
        return self.stamp_anchors or self.anchors


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedStamp:
    """A timestamp and what came of it."""

    at: datetime
    archive: bool
    finding: Finding
    path: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """The verdict on a signature; `proven_at` is the best signature time (5.5.4)."""

    finding: Finding
    proven_at: datetime
    stamps: tuple[JudgedStamp, ...] = ()
    path: tuple[bytes, ...] = ()


def judge(*, evidence: SignatureEvidence, trust: Trust, now: datetime) -> Judgement:
    """The verdict on one signature at `now`."""
    stamps, proofs, proven_at = _walk(evidence, trust, now)
    finding, path = _signature(evidence, trust, proofs, proven_at, now)
    if finding.sub is None:
        finding = _order_fault(stamps) or _partly(evidence) or finding
    return Judgement(finding=finding, proven_at=proven_at, stamps=tuple(stamps), path=path)


def _partly(evidence: SignatureEvidence) -> Finding | None:
    """Our constraint on signatures (5.2.8): they are over all of the document that they come with."""
    if not evidence.left_out:
        return None
    return Finding(sub=SubIndication.SIG_CONSTRAINTS_FAILURE, why=evidence.left_out)


class _Proofs:
    """Since when each piece of validation data is known to have existed."""

    def __init__(self) -> None:
        self._since: dict[bytes, datetime] = {}

    def note(self, material: Material, since: datetime) -> None:
        for one in (*material.certificates, *material.crls, *material.ocsps):
            self._since[one] = min(since, self._since.get(one, since))

    def usable(self, certificates: Iterable[bytes], material: Material, at: datetime) -> Material:
        """Status information that existed before its issuer's certificate ended; `at` for what was not walked yet."""
        ends: dict[bytes, datetime] = {}
        for data in certificates:
            one = x509.Certificate.load(data)
            subject = one.subject.hashable.encode()
            ends[subject] = max(one.not_valid_after, ends.get(subject, one.not_valid_after))
        return Material(
            certificates=material.certificates,
            crls=tuple(one for one in material.crls if self._in_time(one, _crl_issuer(one), ends, at)),
            ocsps=tuple(one for one in material.ocsps if self._in_time(one, _responder(one), ends, at)),
        )

    def _in_time(self, data: bytes, issuer: bytes | None, ends: dict[bytes, datetime], at: datetime) -> bool:
        end = ends.get(issuer or b"")
        return issuer is not None and (end is None or self._since.get(data, at) <= end)


def _crl_issuer(data: bytes) -> bytes | None:
    try:
        return bytes(crl.CertificateList.load(data).issuer.hashable.encode())
    except (ValueError, TypeError, KeyError):
        return None


def _responder(data: bytes) -> bytes | None:
    """The subject of the certificate that answers: the first that travels with a response, else what names it."""
    try:
        basic = ocsp.OCSPResponse.load(data).basic_ocsp_response
        certificates = basic["certs"]
        if certificates:
            return bytes(certificates[0].subject.hashable.encode())
        named = basic["tbs_response_data"]["responder_id"]
        return bytes(named.chosen.hashable.encode()) if named.name == "by_name" else b""
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _walk(evidence: SignatureEvidence, trust: Trust, now: datetime) -> tuple[list[JudgedStamp], _Proofs, datetime]:
    """From the last step to the first: timestamps judged, proofs of existence gathered, the signature's time found."""
    proofs, judged, archived_at, signed_at = _Proofs(), [], now, now
    proofs.note(trust.found, now)
    everything = sum((step for step in evidence.steps if isinstance(step, Material)), trust.found)
    for step in reversed(evidence.steps):
        if isinstance(step, Material):
            proofs.note(step, archived_at)
            continue
        outcome = _judge_stamp(step, trust, proofs, everything, archived_at)
        judged.append(outcome)
        if outcome.finding.sub is None:
            signed_at = min(signed_at, step.at)
            if step.archive:
                archived_at = min(archived_at, step.at)
    judged.reverse()
    return judged, proofs, signed_at


def _judge_stamp(stamp: Stamp, trust: Trust, proofs: _Proofs, everything: Material, at: datetime) -> JudgedStamp:
    finding = stamp.fault
    path: tuple[bytes, ...] = ()
    if finding is None and stamp.signer is not None:
        if _TIMESTAMPING not in _usages(stamp.signer):
            why = "The timestamp's certificate is not one for timestamps (RFC 3161, 2.3)."
            finding = Finding(sub=SubIndication.CHAIN_CONSTRAINTS_FAILURE, why=why)
        elif stamp.at > at:
            why = "The timestamp says a time after the one that is proven for it."
            finding = Finding(sub=SubIndication.TIMESTAMP_ORDER_FAILURE, why=why)
    if finding is None and stamp.signer is not None:
        material = everything + Material(certificates=stamp.certificates)
        finding, path = _path(stamp.signer, stamp.algorithms, trust, trust.for_stamps, proofs, material, at)
    known = (stamp.signer,) if stamp.signer is not None else ()
    return JudgedStamp(at=stamp.at, archive=stamp.archive, finding=finding or PASSED, path=path or known)


def _usages(certificate: bytes) -> Sequence[str]:
    try:
        usage = x509.Certificate.load(certificate).extended_key_usage_value
    except (ValueError, TypeError):
        return ()
    return [one.dotted for one in usage] if usage is not None else ()


def _path(
    leaf: bytes,
    algorithms: tuple[Algorithm, ...],
    trust: Trust,
    anchors: tuple[bytes, ...],
    proofs: _Proofs,
    material: Material,
    at: datetime,
) -> tuple[Finding, tuple[bytes, ...]]:
    """The certificate's path at `at`, with the algorithms that the object and its path rest on."""
    proofs.note(Material(certificates=material.certificates), at)
    usable = proofs.usable((*material.certificates, *anchors), material, at)
    inputs = PathInputs(anchors=anchors, certificates=usable.certificates, crls=usable.crls, ocsps=usable.ocsps)
    result = check_path(leaf=leaf, inputs=inputs, at=at)
    if result.status is PathStatus.VALID:
        weak = trust.policy.weakest(algorithms=(*algorithms, *_path_algorithms(result)), at=at)
        if weak is None:
            return PASSED, result.path
        return _weak(weak, trust.policy), result.path
    return Finding(sub=_SUBS[result.status], why=result.why), result.path


def _weak(algorithm: Algorithm, policy: AlgorithmPolicy) -> Finding:
    end = policy.ends(algorithm=algorithm)
    size = f" with {algorithm.bits} bits" if algorithm.bits else ""
    why = f"The algorithm {algorithm.name}{size} is not trusted at this time, and nothing proves an earlier one."
    known = end is not None and end.year > 1990
    sub = SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE if known else SubIndication.CRYPTO_CONSTRAINTS_FAILURE
    return Finding(sub=sub, why=why)


def _path_algorithms(result: PathResult) -> Iterable[Algorithm]:
    """How the certificates of a path are signed, the anchor apart: it is trusted as it is."""
    for data in result.path[:-1]:
        one = x509.Certificate.load(data)
        try:
            yield Algorithm(name=one.hash_algo)
        except ValueError:
            continue


def _signature(
    evidence: SignatureEvidence, trust: Trust, proofs: _Proofs, at: datetime, now: datetime
) -> tuple[Finding, tuple[bytes, ...]]:
    if evidence.fault is not None:
        return evidence.fault, ()
    if evidence.signer is None:
        return Finding(sub=SubIndication.NO_SIGNING_CERTIFICATE_FOUND, why="Nobody's certificate came along."), ()
    material = sum((step for step in evidence.steps if isinstance(step, Material)), trust.found)
    finding, path = _path(evidence.signer, evidence.algorithms, trust, trust.anchors, proofs, material, at)
    if finding.sub is SubIndication.OUT_OF_BOUNDS_NO_POE:
        finding = _out_of_bounds(evidence.signer, finding, at, now)
    return finding, path


def _out_of_bounds(signer: bytes, finding: Finding, at: datetime, now: datetime) -> Finding:
    """5.5.4: a timestamp older than the certificate shows that the signature cannot be the certificate's."""
    start = x509.Certificate.load(signer).not_valid_before
    if at < now and at < start:
        why = "A timestamp shows that the signature existed before the certificate did."
        return Finding(sub=SubIndication.NOT_YET_VALID, why=why)
    return finding


def _order_fault(stamps: Sequence[JudgedStamp]) -> Finding | None:
    """5.5.5: timestamps that hold must not stand in the wrong order."""
    times = [one.at for one in stamps if one.finding.indication is Indication.PASSED]
    signature = [one.at for one in stamps if one.finding.sub is None and not one.archive]
    archive = [one.at for one in stamps if one.finding.sub is None and one.archive]
    if times and ((signature and archive and max(signature) > max(archive)) or archive != sorted(archive)):
        return Finding(sub=SubIndication.TIMESTAMP_ORDER_FAILURE, why="The timestamps contradict each other.")
    return None
