"""Who signed a bid, as its receipt says it."""

import json
from typing import Any

from madang.systems.procurement.models import Bid


def signer_of(*, bid: Bid) -> dict[str, Any]:
    """`assurance`, and where a certificate carried the bid its SHA-256 and when its standing was told."""
    found: dict[str, Any] = json.loads(bid.receipt).get("signer", {}) if bid.receipt else {}
    return found


def chain_of(*, bid: Bid) -> list[str]:
    """The certificates that carried the bid, where they are still those of its device; else none."""
    key = bid.signed_with
    return list(key.chain) if key is not None and signer_of(bid=bid).get("certificate") == key.fingerprint else []
