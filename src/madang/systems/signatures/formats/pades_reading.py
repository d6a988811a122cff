"""PAdES (ETSI EN 319 142-1) read with pyHanko: what each signature covers, and what was changed after it."""

import io
from collections.abc import Iterable
from typing import Any

from asn1crypto import cms as asn1_cms  # type: ignore[import-untyped]
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel

from madang.systems.signatures.domain.validation.evidence import (
    Covered,
    CoveredKind,
    Material,
    SignatureEvidence,
    Stamp,
)
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import cms, hex_strings, tokens
from madang.systems.signatures.formats.cades import signature_stamps
from madang.systems.signatures.formats.cms import NotReadable

hex_strings.install()
MOST_SIGNATURES = 50
# What pyHanko and what lies below it raise on files that are not as they should be.
_BROKEN = (
    PdfError,
    SignatureValidationError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RuntimeError,
    OverflowError,
    AssertionError,
)


def embedded(signed: bytes) -> list[Any]:
    """pyHanko's view of every signature and document timestamp, in the order of signing."""
    try:
        reader = PdfFileReader(io.BytesIO(signed))
        if reader.encrypted:
            raise NotReadable("An encrypted PDF is not read here.")
        found = list(reader.embedded_signatures)
    except NotReadable:
        raise
    except _BROKEN as fault:
        raise NotReadable(f"This is no whole PDF with signatures: {fault}") from None
    if not 0 < len(found) <= MOST_SIGNATURES:
        raise NotReadable("The PDF holds no signature, or too many.")
    return found


def read(*, signed: bytes) -> list[SignatureEvidence]:
    """Every signature of a PDF; document timestamps are steps of the signatures before them."""
    found = embedded(signed)
    try:
        stamps = [one for one in found if one.sig_object_type == "/DocTimeStamp"]
        plain = [one for one in found if one.sig_object_type != "/DocTimeStamp"]
        if not plain:
            raise NotReadable("The PDF holds timestamps, but nobody's signature.")
        return [_evidence(one, stamps) for one in plain]
    except NotReadable:
        raise
    except _BROKEN as fault:
        raise NotReadable(f"The PDF's signatures cannot be read: {fault}") from None


def _evidence(one: Any, stamps: list[Any]) -> SignatureEvidence:
    # The room that the signature left free is filled with zeros.
    structure = cms.load(bytes(asn1_cms.ContentInfo.load(bytes(one.pkcs7_content)).dump()))
    if len(structure["signer_infos"]) != 1:
        raise NotReadable("A signature of a PDF must have exactly one signer (EN 319 142-1, 6.3).")
    info = structure["signer_infos"][0]
    signer = cms.read_signer(structure, info, digest_of=lambda name: bytes(one.compute_digest(name)))
    return SignatureEvidence(
        form="PAdES",
        signer=signer.certificate,
        claimed_at=one.self_reported_timestamp,
        algorithms=signer.algorithms,
        steps=tuple(_steps(one, structure, info, stamps)),
        fault=signer.fault or _change(one),
        covers=(_covered(one),),
        name=str(one.field_name),
    )


def _covered(one: Any) -> Covered:
    whole = one.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return Covered(kind=CoveredKind.DOCUMENT if whole else CoveredKind.REVISION)


def _change(one: Any) -> Finding | None:
    """What was done to the file after this signature (ISO 32000-1, 12.8.2.2; shadow attacks)."""
    try:
        one.compute_integrity_info()
        permitted = one.summarise_integrity_info()["docmdp_ok"]
    except _BROKEN as fault:
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=f"What the signature covers cannot be told: {fault}")
    if one.coverage is None or one.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        why = "The signature leaves out parts of the file as it was when signed."
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    if one.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return None
    outcome = one.diff_result
    if outcome is None or isinstance(outcome, SuspiciousModification):
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=f"The file was changed after signing: {outcome}")
    if outcome.modification_level > ModificationLevel.FORM_FILLING or not permitted:
        why = "The file was changed after signing in a way that the signature does not permit."
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    return None


def _steps(one: Any, structure: Any, info: Any, stamps: list[Any]) -> Iterable[Material | Stamp]:
    yield cms.material(structure)
    yield from signature_stamps(info)
    seen = cms.material(structure)
    for stamp in stamps:
        if stamp.signed_revision <= one.signed_revision:
            continue
        handler = one.reader.get_historical_resolver(stamp.signed_revision)
        fresh = _store(handler) - seen
        seen = seen + fresh
        yield fresh
        yield _stamp(stamp)
    yield _store(one.reader) - seen


def _stamp(one: Any) -> Stamp:
    token = asn1_cms.ContentInfo({"content_type": "signed_data", "content": one.signed_data})
    stamp = tokens.read(
        bytes(token.dump()), data_of=lambda name: bytes(one.compute_digest(name)), archive=True, digested=True
    )
    fault = stamp.fault or _change(one)
    return Stamp(
        archive=True,
        at=stamp.at,
        signer=stamp.signer,
        certificates=stamp.certificates,
        algorithms=stamp.algorithms,
        fault=fault,
        token=stamp.token,
    )


def _store(handler: Any) -> Material:
    """The document security store as it was in a revision."""
    try:
        store = DocumentSecurityStore.read_dss(handler)
    except _BROKEN:
        return Material()
    return Material(
        certificates=tuple(one.get_object().data for one in store.certs.values()),
        crls=tuple(one.get_object().data for one in store.crls),
        ocsps=tuple(one.get_object().data for one in store.ocsps),
    )
