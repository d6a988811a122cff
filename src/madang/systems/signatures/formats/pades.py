"""PAdES (ETSI EN 319 142-1), baseline B-B to B-LTA, written with pyHanko: every step is an incremental update of the PDF.

The CMS inside is ours (no signing-time, clause 6.3); room is kept in it for the signature timestamp.
"""

import io
import secrets
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from asn1crypto import cms, crl, ocsp, x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from madang.systems.signatures.domain.validation.evidence import Material, SignatureEvidence
from madang.systems.signatures.formats import algorithms, pades_reading, tokens
from madang.systems.signatures.formats import cms as own_cms
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.sources import SigningKey, TimestampSource

# Hex digits: a chain of four with a timestamp takes about 16,000.
_ROOM = 32_768


class _OwnSigner(Signer):
    """Hands pyHanko our CMS."""

    def __init__(self, key: SigningKey) -> None:
        super().__init__(signing_cert=x509.Certificate.load(key.certificate), prefer_pss=False)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Never asked: `async_sign` makes the whole structure."""
        return self._key.sign(data=data)

    async def async_sign(self, data_digest: bytes, digest_algorithm: str, *_more: Any, **_rest: Any) -> cms.ContentInfo:
        """The CMS over the file's digest."""
        return own_cms.build(key=self._key, digest=data_digest, content=None, claimed_at=None)


class _OwnTimeStamper(TimeStamper):
    """Hands pyHanko our source's tokens."""

    def __init__(self, source: TimestampSource) -> None:
        super().__init__(include_nonce=False)  # type: ignore[no-untyped-call]
        self._source = source

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token over a digest."""
        return cms.ContentInfo.load(self._source.stamp(imprint=message_digest, algorithm=md_algorithm))


class Pades:
    """Signs PDF files; `reason` and `name` stand in the signature's dictionary."""

    def __init__(self, *, name: str = "", reason: str = "") -> None:
        self._name, self._reason = name, reason

    def sign(self, *, data: bytes, key: SigningKey, at: datetime) -> bytes:
        """One more signature; the earlier ones keep holding."""
        metadata = PdfSignatureMetadata(
            field_name=f"Signature-{secrets.token_hex(6)}",
            md_algorithm=algorithms.digest_for(certificate=key.certificate),
            subfilter=SigSeedSubFilter.PADES,
            name=self._name or None,
            reason=self._reason or None,
        )
        out = io.BytesIO()
        signer = PdfSigner(metadata, signer=_OwnSigner(key))
        try:
            _run(signer.async_sign_pdf(_writer(data), bytes_reserved=_ROOM, output=out))
        except (PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
            raise NotReadable(f"This PDF cannot be signed: {fault}") from None
        return out.getvalue()

    def put_value(self, *, signed: bytes, blank: bytes, value: bytes, certificate: bytes) -> bytes:
        """`value` in the place of `blank`, in the last CMS."""
        one = pades_reading.embedded(signed)[-1]
        info = own_cms.with_value(one.signed_data["signer_infos"][0], value=value)
        return _refilled(signed, one, own_cms.assembled(one.signed_data, infos=[info]))

    def timestamp_signature(self, *, signed: bytes, source: TimestampSource) -> bytes:
        """A signature timestamp inside the last CMS, in the room that its own signature leaves out."""
        one = pades_reading.embedded(signed)[-1]
        structure = one.signed_data
        info = structure["signer_infos"][0]
        done = own_cms.attribute(info["unsigned_attrs"], own_cms.SIGNATURE_TIMESTAMP)
        if one.sig_object_type != "/Sig" or done:
            return signed
        token = tokens.request(source=source, data=info["signature"].native)
        stamped = own_cms.with_unsigned(info, kind=own_cms.SIGNATURE_TIMESTAMP, value=token)
        return _refilled(signed, one, own_cms.assembled(structure, infos=[stamped]))

    def add_material(self, *, signed: bytes, material: Material) -> bytes:
        """The document security store (5.4.2)."""
        out = io.BytesIO(signed)
        DocumentSecurityStore.add_dss(
            out,
            None,
            certs=[x509.Certificate.load(one) for one in material.certificates],
            crls=[crl.CertificateList.load(one) for one in material.crls],
            ocsps=[ocsp.OCSPResponse.load(one) for one in material.ocsps],
            embed_roots=True,
        )
        return out.getvalue()

    def timestamp_archive(self, *, signed: bytes, source: TimestampSource, algorithm: str = "sha256") -> bytes:
        """A document timestamp (5.4.3) over all bytes."""
        out = io.BytesIO()
        stamper = PdfTimeStamper(_OwnTimeStamper(source))
        _run(stamper.async_timestamp_pdf(_writer(signed), algorithm, bytes_reserved=_ROOM, output=out))
        return out.getvalue()

    def read(self, *, signed: bytes) -> list[SignatureEvidence]:
        """Every signature."""
        return pades_reading.read(signed=signed)


def _run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives that never waits; without an event loop, in which Django would refuse its database."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    coroutine.close()
    raise RuntimeError("pyHanko waits for something, though all it needs is at hand.")


def _writer(data: bytes) -> IncrementalPdfFileWriter:
    # typst ends without a line end; an object that follows directly would break PDF/A (ISO 19005-2, 6.1.9).
    whole = data if data.endswith(b"\n") else data + b"\n"
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(whole))
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise NotReadable(f"This is no whole PDF: {fault}") from None
    if writer.prev.encrypted:
        raise NotReadable("An encrypted PDF is not signed here: take the protection off first.")
    return writer


def _refilled(signed: bytes, one: Any, structure: bytes) -> bytes:
    """The same file with another CMS in the place that the signature's byte range leaves out."""
    _start, before, after, _rest = (int(number) for number in one.byte_range)
    room = after - before - 2
    digits = structure.hex().encode()
    if len(digits) > room:
        raise NotReadable("The PDF keeps no room for a timestamp in its signature.")
    return signed[:before] + b"<" + digits.ljust(room, b"0") + b">" + signed[after:]
