"""When a kept signature needs its next archive timestamp (ETSI EN 319 142-1, 5.4.3; EN 319 102-1, 5.6.2.3)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from asn1crypto import x509  # type: ignore[import-untyped]

from madang.systems.signatures.domain.validation.algorithms import AlgorithmPolicy
from madang.systems.signatures.domain.validation.evidence import Algorithm, SignatureEvidence, Stamp

# Time enough for a service that is down, or for a new authority's ceremony.
AHEAD = timedelta(days=90)
_LATEST = datetime(9999, 1, 1, tzinfo=UTC)


def next_renewal(*, evidences: Iterable[SignatureEvidence], policy: AlgorithmPolicy) -> datetime | None:
    """Three months before the first end among what the newest timestamps rest on; None where nothing carries one.

    Only the newest counts: it proves that all older ones were there while they held.
    """
    ends = [_end(stamps[-1], policy) for stamps in map(_archives, evidences) if stamps]
    return min(ends) - AHEAD if ends else None


def strongest_digest(*, policy: AlgorithmPolicy, now: datetime) -> str:
    """The digest for a new timestamp: the first whose end is more than ten years away, or the one that ends last."""
    names = ("sha256", "sha384", "sha512")
    ends = {name: policy.ends(algorithm=Algorithm(name=name)) or _LATEST for name in names}
    lasting = [name for name in names if ends[name] > now + timedelta(days=3653)]
    return lasting[0] if lasting else max(names, key=lambda name: ends[name])


def _archives(evidence: SignatureEvidence) -> list[Stamp]:
    return [step for step in evidence.steps if isinstance(step, Stamp) and step.archive]


def _end(stamp: Stamp, policy: AlgorithmPolicy) -> datetime:
    certificates = [x509.Certificate.load(one) for one in stamp.certificates]
    used = [*stamp.algorithms, *(Algorithm(name=one.hash_algo) for one in certificates)]
    limits = [policy.ends(algorithm=one) or _LATEST for one in used]
    ends: list[datetime] = [*(one.not_valid_after for one in certificates), *limits]
    return min(ends)
