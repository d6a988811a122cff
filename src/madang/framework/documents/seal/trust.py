"""The slot for a trust service, which certifies the agencies' seals and says when something existed.

The framework knows none: what stands above it fills the slot at start-up (`use`). Without one, the member seals with keys of
its own making, and no document carries a timestamp.
"""

from datetime import datetime
from typing import Protocol


class Untrusted(RuntimeError):
    """The trust service gives nothing now: it cannot be reached, or it refuses. What was to be done goes on without it."""


class TrustService(Protocol):
    """What seals need of a trust service. Both raise Untrusted."""

    def certify(self, *, office: str, request: bytes, now: datetime) -> tuple[bytes, ...]:
        """The certificates (DER) for the key in a PKCS #10 request of this office: its own first, the root's last."""

    def stamp(self, *, imprint: bytes, now: datetime) -> bytes:
        """A timestamp token (RFC 3161, CMS in DER) over a SHA-256."""


_filled: list[TrustService] = []


def use(*, service: TrustService) -> None:
    """Fill the slot; the last to do so is asked."""
    _filled[:] = [service]


def trust_service() -> TrustService | None:
    """Whoever fills the slot; None in a country without trust services."""
    return _filled[0] if _filled else None


def forget() -> None:
    """Empty the slot."""
    _filled.clear()
