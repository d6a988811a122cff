"""Protection of data and doors: field encryption, blind indexes, masks, rate limits, upload limits."""

from madang.framework.protect.encryption import (
    Undecipherable,
    blind_index,
    blind_index_many,
    decrypt,
    decrypt_many,
    encrypt,
    encrypt_many,
    mask,
)
from madang.framework.protect.rates import TooManyRequests, limit

__all__ = [
    "TooManyRequests",
    "Undecipherable",
    "blind_index",
    "blind_index_many",
    "decrypt",
    "decrypt_many",
    "encrypt",
    "encrypt_many",
    "limit",
    "mask",
]
