"""How a format gets a signature: from something that signs, wherever its key lies."""

from typing import Protocol

from asn1crypto import algos  # type: ignore[import-untyped]

ECDSA_SHA256 = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
ECDSA_SHA256_DER: bytes = ECDSA_SHA256.dump()
SHA256_DER: bytes = algos.DigestAlgorithm({"algorithm": "sha256"}).dump()


class Signs(Protocol):
    """What holds a P-256 key: the signature is ECDSA with SHA-256, in DER (RFC 5758, 3.2)."""

    def sign(self, *, data: bytes) -> bytes:
        """The signature over `data`."""


def tlv(tag: int, *parts: bytes) -> bytes:
    """A DER value: tag, length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def signed(*, body: bytes, signer: Signs) -> bytes:
    """SIGNED{…} of X.509: the body, the algorithm, the signature as a bit string."""
    return tlv(0x30, body, ECDSA_SHA256_DER, tlv(0x03, b"\x00", signer.sign(data=body)))
