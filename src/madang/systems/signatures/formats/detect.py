"""Which of the four formats a file is in, and all of its signatures."""

from collections.abc import Sequence

from asn1crypto import pem  # type: ignore[import-untyped]

from madang.systems.signatures.domain.validation.evidence import SignatureEvidence
from madang.systems.signatures.formats import cades, jades_reading, xades_reading
from madang.systems.signatures.formats.cms import NotReadable, guarded
from madang.systems.signatures.formats.jws import COMPACT
from madang.systems.signatures.formats.signed_files import SignedFile

LARGEST = 20 * 1024 * 1024


def read_any(*, data: bytes, files: Sequence[SignedFile] = ()) -> list[SignatureEvidence]:
    """Every signature in `data`; `files` are those beside it that it may be over. NotReadable for anything else."""
    if len(data) > LARGEST:
        raise NotReadable(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    with guarded():
        return _read(data, files)


def _read(data: bytes, files: Sequence[SignedFile]) -> list[SignatureEvidence]:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        # pyHanko takes half a second to read in, which every start would wait for.
        from madang.systems.signatures.formats import pades_reading

        return pades_reading.read(signed=data)
    if start.startswith(b"<"):
        return xades_reading.read(signed=data, files=files)
    if start.startswith(b"{") or COMPACT.fullmatch(data):
        return jades_reading.read(signed=data, files=files)
    if start.startswith(b"-----BEGIN"):
        _kind, _headers, data = pem.unarmor(data)
    if data[:1] == b"\x30":
        return cades.read(signed=data, files=files)
    raise NotReadable("The file holds no signature of the formats PAdES, XAdES, CAdES or JAdES.")
