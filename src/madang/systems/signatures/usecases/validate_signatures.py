"""Is this signed file sound? A report over every signature in it; anyone may ask, nothing is kept."""

from collections.abc import Sequence
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
from madang.systems.signatures.formats.signed_files import MOST_FILES, SignedFile
from madang.systems.signatures.formats.sources import RevocationSource
from madang.systems.signatures.usecases.collect_material import collect_material
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors

TIMES, PER_SECONDS = 20, 60


class Upload(Protocol):
    """A file that a stranger sent."""

    @property
    def size(self) -> int | None:
        """Its length."""

    @property
    def name(self) -> str | None:
        """What it is called."""

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


def read_beside(*, files: Sequence[Upload]) -> tuple[SignedFile, ...]:
    """The files that were signed. FileTooLarge past the limit of all together, or where there are too many."""
    if len(files) > MOST_FILES or sum(one.size or 0 for one in files) > LARGEST:
        raise FileTooLarge(megabytes=LARGEST // 1024 // 1024)
    return tuple(SignedFile(name=one.name or "", data=one.read()) for one in files)


def validate_upload(*, data: bytes, files: Sequence[SignedFile], source: str, now: datetime) -> Report:
    """The report on a stranger's file by the country's anchors and services; TooManyRequests past twenty a minute a source."""
    limit(f"signatures.validate:{source}", times=TIMES, per_seconds=PER_SECONDS)
    return validate_signatures(data=data, files=files, anchors=own_anchors(), sources=OwnServices(now=now), now=now)


def validate_signatures(
    *,
    data: bytes,
    files: Sequence[SignedFile] = (),
    anchors: tuple[bytes, ...],
    sources: RevocationSource,
    now: datetime,
    policy: AlgorithmPolicy = STANDARD,
) -> Report:
    """The report; a status service that is silent makes a signature INDETERMINATE (TRY_LATER), never a pass."""
    try:
        # What lies deep in a stranger's file is parsed only when it is looked at, also after it was read.
        with guarded():
            evidences = read_any(data=data, files=files)
            found, _all_answered = collect_material(evidences=evidences, anchors=anchors, sources=sources)
            trust = Trust(anchors=anchors, found=found, policy=policy)
            judged = [(evidence, judge(evidence=evidence, trust=trust, now=now)) for evidence in evidences]
            return compose(data=data, files=[one.name for one in files], judged=judged, now=now)
    except NotReadable as fault:
        return unreadable(data=data, why=str(fault), now=now)
