"""The report on a file (after ETSI TS 119 102-2): one entry a signature, plain values that JSON and pages can show."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509  # type: ignore[import-untyped]

from madang.systems.signatures.domain.validation.evidence import Covered, CoveredKind, SignatureEvidence
from madang.systems.signatures.domain.validation.indications import Finding, Indication, SubIndication
from madang.systems.signatures.domain.validation.process import Judgement

_WORST = (Indication.FAILED, Indication.INDETERMINATE, Indication.PASSED)


@dataclass(frozen=True, kw_only=True, slots=True)
class StampReport:
    """A timestamp: over the signature alone, or over all before it (`archive`)."""

    archive: bool
    at: datetime
    authority: str
    indication: Indication
    sub_indication: SubIndication | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureReport:
    """A signature; `proven_at` is the time at which it is proved to have existed, `claimed_at` what the signer says."""

    form: str
    level: str
    indication: Indication
    sub_indication: SubIndication | None
    why: str
    signer: str
    path: tuple[str, ...]
    claimed_at: datetime | None
    proven_at: datetime
    covers: tuple[Covered, ...]
    algorithms: tuple[str, ...]
    timestamps: tuple[StampReport, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The report; the main indication is that of the worst signature. `not_signed` names the files that came along and that no
    signature is over."""

    indication: Indication
    sub_indication: SubIndication | None
    why: str
    validated_at: datetime
    sha256: str
    standard: str
    signatures: tuple[SignatureReport, ...]
    not_signed: tuple[str, ...] = ()


STANDARD_OF_REPORT = "ETSI EN 319 102-1"


def compose(
    *, data: bytes, files: Sequence[str], judged: Sequence[tuple[SignatureEvidence, Judgement]], now: datetime
) -> Report:
    """The report over all signatures of a file; `files` are the names of those that came beside it."""
    covered = {one.name for evidence, _judgement in judged for one in evidence.covers if one.kind is CoveredKind.FILE}
    signatures = tuple(_signature(evidence, judgement) for evidence, judgement in judged)
    worst = min(signatures, key=lambda one: _WORST.index(one.indication))
    return Report(
        indication=worst.indication,
        sub_indication=worst.sub_indication,
        why=worst.why,
        validated_at=now,
        sha256=hashlib.sha256(data).hexdigest(),
        standard=STANDARD_OF_REPORT,
        signatures=signatures,
        not_signed=tuple(one for one in files if one not in covered),
    )


def unreadable(*, data: bytes, why: str, now: datetime) -> Report:
    """The report on a file in which no signature could be read."""
    finding = Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    return Report(
        indication=finding.indication,
        sub_indication=finding.sub,
        why=why,
        validated_at=now,
        sha256=hashlib.sha256(data).hexdigest(),
        standard=STANDARD_OF_REPORT,
        signatures=(),
    )


def _signature(evidence: SignatureEvidence, judgement: Judgement) -> SignatureReport:
    path = tuple(subject(certificate=one) for one in judgement.path)
    signer = path[0] if path else subject(certificate=evidence.signer) if evidence.signer else ""
    return SignatureReport(
        form=evidence.form,
        level=evidence.level,
        indication=judgement.finding.indication,
        sub_indication=judgement.finding.sub,
        why=judgement.finding.why,
        signer=signer,
        path=path,
        claimed_at=evidence.claimed_at,
        proven_at=judgement.proven_at,
        covers=evidence.covers,
        algorithms=tuple(f"{one.name} {one.bits}" if one.bits else one.name for one in evidence.algorithms),
        timestamps=tuple(
            StampReport(
                archive=one.archive,
                at=one.at,
                authority=subject(certificate=one.path[0]) if one.path else "",
                indication=one.finding.indication,
                sub_indication=one.finding.sub,
                why=one.finding.why,
            )
            for one in judgement.stamps
        ),
    )


def subject(*, certificate: bytes) -> str:
    """Whom a certificate names, for people."""
    try:
        name = x509.Certificate.load(certificate).subject
        told = name.native.get("common_name") or name.human_friendly
        return told if isinstance(told, str) else ", ".join(told)
    except (ValueError, TypeError, KeyError):
        return ""
