"""Keeping a signature alive: a new archive timestamp before an algorithm or authority ends (EN 319 142-1, 5.4.3)."""

from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.sources import Format, RevocationSource, SourceOutage, TimestampSource
from madang.systems.signatures.usecases.sign_content import NotSignable, ServiceSilent, add_status


def extend_signature(
    *,
    form: Format,
    signed: bytes,
    stamps: TimestampSource,
    sources: RevocationSource,
    anchors: tuple[bytes, ...],
    algorithm: str = "sha256",
) -> bytes:
    """`signed` with today's status of its last timestamp and a new archive timestamp over everything."""
    try:
        whole = add_status(form=form, signed=signed, sources=sources, anchors=anchors)
        return form.timestamp_archive(signed=whole, source=stamps, algorithm=algorithm)
    except NotReadable as fault:
        raise NotSignable(why=str(fault)) from None
    except SourceOutage:
        raise ServiceSilent from None
