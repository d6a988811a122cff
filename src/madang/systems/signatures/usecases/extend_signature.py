"""Keeping a signature alive: a new archive timestamp before an algorithm or authority ends (EN 319 142-1, 5.4.3)."""

from dataclasses import replace

from madang.systems.signatures.domain.validation.evidence import SignatureEvidence, Stamp
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.sources import Format, RevocationSource, SourceOutage, TimestampSource
from madang.systems.signatures.usecases.collect_material import collect_material
from madang.systems.signatures.usecases.sign_content import NotSignable, ServiceSilent


def extend_signature(
    *,
    form: Format,
    signed: bytes,
    stamps: TimestampSource,
    sources: RevocationSource,
    anchors: tuple[bytes, ...],
    algorithm: str = "sha256",
) -> bytes:
    """`signed` with today's status of its newest timestamp and a new archive timestamp over everything.

    What lies under an archive timestamp already is proven by it: authorities that have ended since are not asked again.
    """
    try:
        newest = [_uncovered(one) for one in form.read(signed=signed)]
        material, whole = collect_material(evidences=newest, anchors=anchors, sources=sources)
        if not whole:
            raise SourceOutage
        signed = form.add_material(signed=signed, material=material)
        return form.timestamp_archive(signed=signed, source=stamps, algorithm=algorithm)
    except NotReadable as fault:
        raise NotSignable(why=str(fault)) from None
    except SourceOutage:
        raise ServiceSilent from None


def _uncovered(evidence: SignatureEvidence) -> SignatureEvidence:
    """What no archive timestamp covers: the newest one itself, or all where there is none."""
    archives = [place for place, step in enumerate(evidence.steps) if isinstance(step, Stamp) and step.archive]
    if not archives:
        return evidence
    return replace(evidence, signer=None, steps=evidence.steps[archives[-1] :])
