"""Secrets that are told once and kept as keyed digests."""

import secrets

from madang.framework.protect import blind_index

PURPOSE = "mobile_id.secret"
TX_CODE_DIGITS = 6


def new_secret() -> str:
    """256 unguessable bits."""
    return secrets.token_urlsafe(32)


def new_tx_code() -> str:
    """Six digits that a person carries from the page, or the counter's paper, into the wallet."""
    return f"{secrets.randbelow(10**TX_CODE_DIGITS):0{TX_CODE_DIGITS}d}"


def digest_of(*, secret: str) -> bytes:
    """What is kept of a secret."""
    return blind_index(secret, PURPOSE)
