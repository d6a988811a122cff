"""Signing at a baseline level, and keeping a signature alive: the same steps for PAdES, XAdES, CAdES and JAdES."""

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.sources import (
    Format,
    RevocationSource,
    SigningKey,
    SourceOutage,
    TimestampSource,
)
from madang.systems.signatures.usecases.collect_material import collect_material


class Level(StrEnum):
    """The baseline levels (ETSI EN 319 142-1, 5.1): each holds longer than the one before."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"


class NotSignable(Refusal):
    """The file is not one that this format can sign."""

    code = "signatures.not_signable"
    says = _("This file cannot be signed: {why}")
    status = 422


class ServiceSilent(Refusal):
    """A timestamp or status service does not answer."""

    code = "signatures.service_silent"
    says = _("A timestamp or status service does not answer now. Nothing was signed; try again later.")
    status = 503


def sign_content(
    *,
    form: Format,
    data: bytes,
    key: SigningKey,
    level: Level,
    stamps: TimestampSource,
    sources: RevocationSource,
    anchors: tuple[bytes, ...],
    now: datetime,
) -> bytes:
    """`data` signed at `level`. ServiceSilent when a service that the level needs is down, NotSignable for a wrong file."""
    try:
        signed = form.sign(data=data, key=key, at=now)
    except NotReadable as fault:
        raise NotSignable(why=str(fault)) from None
    except SourceOutage:
        raise ServiceSilent from None
    return strengthen(form=form, signed=signed, level=level, stamps=stamps, sources=sources, anchors=anchors)


def strengthen(
    *,
    form: Format,
    signed: bytes,
    level: Level,
    stamps: TimestampSource,
    sources: RevocationSource,
    anchors: tuple[bytes, ...],
) -> bytes:
    """A file signed at B-B, at `level`. Raises ServiceSilent, NotSignable."""
    try:
        if level is Level.B:
            return signed
        signed = form.timestamp_signature(signed=signed, source=stamps)
        if level is Level.T:
            return signed
        signed = add_status(form=form, signed=signed, sources=sources, anchors=anchors)
        if level is Level.LT:
            return signed
        return form.timestamp_archive(signed=signed, source=stamps, algorithm="sha256")
    except NotReadable as fault:
        raise NotSignable(why=str(fault)) from None
    except SourceOutage:
        raise ServiceSilent from None


def add_status(*, form: Format, signed: bytes, sources: RevocationSource, anchors: tuple[bytes, ...]) -> bytes:
    """`signed` with the status of every certificate in it; SourceOutage when one cannot be had."""
    evidences = form.read(signed=signed)
    material, whole = collect_material(evidences=evidences, anchors=anchors, sources=sources)
    if not whole:
        raise SourceOutage
    return form.add_material(signed=signed, material=material)
