"""Whether a member's certificate is of an authority that we trust, and whether it was revoked since.

`authority.pem` holds one certificate or several: the exchange's first authority, the root of the trust services. A directory
entry is a member's certificate, or that with the chain above it. `standing.json` beside them keeps what the trust services
said last: while they are silent it goes on to count, and no member stands still because of them.
"""

import json
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import structlog
from cryptography import x509
from cryptography.exceptions import InvalidSignature

from madang.contracts.signatures_v1 import GetStandings
from madang.exchange import members
from madang.exchange.asking import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.identity.actor import system_actor
from madang.framework.values import Refusal

ASKER = "exchange"
PURPOSE = "Checking the members' certificates"
FILE = "standing.json"
REFUSED = frozenset({"revoked", "suspended"})
LONGEST_CHAIN = 4
_logger = structlog.get_logger(__name__)


def vouched_for(*, entry: Sequence[x509.Certificate], authorities: Sequence[x509.Certificate]) -> bool:
    """Whether the entry's first certificate leads, by those that follow it, to one of the authorities."""
    for place, one in enumerate(entry[:LONGEST_CHAIN]):
        if any(_issued(one, authority) for authority in authorities):
            return True
        if place + 1 >= len(entry) or not _issued(one, entry[place + 1]) or not _is_authority(entry[place + 1]):
            return False
    return False


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def is_refused(*, at: Path, key_id: str) -> bool:
    """Whether the trust services said last that the certificate with this SHA-256 was revoked or is on hold."""
    try:
        changed = os.stat(at / FILE).st_mtime_ns  # noqa: PTH116 (asked with every message)
    except FileNotFoundError:
        return False
    return key_id in _refused(at / FILE, changed)


@lru_cache(maxsize=8)
def _refused(path: Path, changed: int) -> frozenset[str]:
    told: dict[str, str] = json.loads(path.read_text("utf-8"))
    return frozenset(key for key, status in told.items() if status in REFUSED)


def refresh_standings(*, at: Path, key_ids: Sequence[str]) -> bool:
    """Ask the trust services about these certificates and keep what they say; False where they are silent or absent."""
    if "signatures" not in members.systems() or not key_ids:
        return False
    asking = Asking(
        system=ASKER,
        actor=system_actor(ASKER),
        purpose=PURPOSE,
        basis=legal_basis(asker=ASKER, question=GetStandings),
    )
    try:
        told = ask(GetStandings(fingerprints=tuple(key_ids)), asking).standings
    except Refusal as refusal:
        _logger.warning("exchange.standings_unknown", why=str(refusal))
        return False
    temporary = at / f"{FILE}.new"
    temporary.write_text(json.dumps({one.fingerprint: one.status for one in told}), "utf-8")
    temporary.replace(at / FILE)
    return True
