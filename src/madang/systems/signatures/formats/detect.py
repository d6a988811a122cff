"""Which of the four formats a file is in, and all of its signatures."""

import re

from asn1crypto import pem  # type: ignore[import-untyped]

from madang.systems.signatures.domain.validation.evidence import SignatureEvidence
from madang.systems.signatures.formats import cades, jades, xades_reading
from madang.systems.signatures.formats.cms import NotReadable, guarded

LARGEST = 20 * 1024 * 1024
_COMPACT = re.compile(rb"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\s*")


def read_any(*, data: bytes, content: bytes | None = None) -> list[SignatureEvidence]:
    """Every signature in `data`; `content` is the signed file where it stands apart. NotReadable for anything else."""
    if len(data) > LARGEST:
        raise NotReadable(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    with guarded():
        return _read(data, content)


def _read(data: bytes, content: bytes | None) -> list[SignatureEvidence]:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        # pyHanko takes half a second to read in, which every start would wait for.
        from madang.systems.signatures.formats import pades_reading

        return pades_reading.read(signed=data)
    if start.startswith(b"<"):
        return xades_reading.read(signed=data)
    if start.startswith(b"{") or _COMPACT.fullmatch(data):
        return jades.read(signed=data)
    if start.startswith(b"-----BEGIN"):
        _kind, _headers, data = pem.unarmor(data)
    if data[:1] == b"\x30":
        return cades.read(signed=data, content=content)
    raise NotReadable("The file holds no signature of the formats PAdES, XAdES, CAdES or JAdES.")
