"""Is this signed file sound? A report over every signature in it; anyone may ask, nothing is kept."""

from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from madang.framework.protect import limit
from madang.framework.values import Refusal
from madang.systems.signatures.domain.validation.algorithms import STANDARD, AlgorithmPolicy
from madang.systems.signatures.domain.validation.process import Trust, judge
from madang.systems.signatures.domain.validation.report import Report, compose, unreadable
from madang.systems.signatures.formats.cms import NotReadable, guarded
from madang.systems.signatures.formats.detect import LARGEST, read_any
from madang.systems.signatures.formats.sources import RevocationSource
from madang.systems.signatures.usecases.collect_material import collect_material
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors

TIMES, PER_SECONDS = 20, 60


class Upload(Protocol):
    """A file that a stranger sent."""

    @property
    def size(self) -> int | None:
        """Its length."""

    def read(self) -> bytes:
        """All of it."""


class FileTooLarge(Refusal):
    """Larger than any signed document that we read."""

    code = "signatures.file_too_large"
    says = _("This file is larger than {megabytes} MB. Send the signed file alone.")
    status = 413


def read_upload(*, file: Upload) -> bytes:
    """The bytes of an upload; FileTooLarge past the limit, before they are read."""
    if (file.size or 0) > LARGEST:
        raise FileTooLarge(megabytes=LARGEST // 1024 // 1024)
    return file.read()


def validate_upload(*, data: bytes, content: bytes | None, source: str, now: datetime) -> Report:
    """The report on a stranger's file by the country's anchors and services; TooManyRequests past twenty a minute a source."""
    limit(f"signatures.validate:{source}", times=TIMES, per_seconds=PER_SECONDS)
    return validate_signatures(data=data, content=content, anchors=own_anchors(), sources=OwnServices(now=now), now=now)


def validate_signatures(
    *,
    data: bytes,
    content: bytes | None = None,
    anchors: tuple[bytes, ...],
    sources: RevocationSource,
    now: datetime,
    policy: AlgorithmPolicy = STANDARD,
) -> Report:
    """The report; a status service that is silent makes a signature INDETERMINATE (TRY_LATER), never a pass."""
    try:
        # What lies deep in a stranger's file is parsed only when it is looked at, also after it was read.
        with guarded():
            evidences = read_any(data=data, content=content)
            found, _all_answered = collect_material(evidences=evidences, anchors=anchors, sources=sources)
            trust = Trust(anchors=anchors, found=found, policy=policy)
            judged = [(evidence, judge(evidence=evidence, trust=trust, now=now)) for evidence in evidences]
            return compose(data=data, judged=judged, now=now)
    except NotReadable as fault:
        return unreadable(data=data, why=str(fault), now=now)
