"""How the sandbox bank signs what it tells: HMAC-SHA256 over the time and the body."""

import hashlib
import hmac

from django.conf import settings

TIME_HEADER = "X-Sandbox-Bank-Time"
SIGNATURE_HEADER = "X-Sandbox-Bank-Signature"


def sign(*, body: bytes, seconds: int) -> str:
    """The signature of `body` told at `seconds` (Unix time)."""
    return hmac.new(_key(), str(seconds).encode() + b"." + body, hashlib.sha256).hexdigest()


def holds(*, body: bytes, seconds: int, signature: str) -> bool:
    """Whether it is the bank's, compared in constant time."""
    return hmac.compare_digest(sign(body=body, seconds=seconds).encode(), signature.encode())


def _key() -> bytes:
    # The demo's secret key is the one secret that every deployment has; a label keeps this use apart from others.
    return hashlib.sha256(b"madang sandbox bank\0" + settings.SECRET_KEY.encode()).digest()
