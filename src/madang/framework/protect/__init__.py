"""Protection of data and doors: field encryption, blind indexes, masks, rate limits, upload limits."""

from madang.framework.protect.addresses import client_address
from madang.framework.protect.encryption import (
    Undecipherable,
    blind_index,
    blind_index_many,
    blind_indexes,
    decrypt,
    decrypt_many,
    encrypt,
    encrypt_many,
    former_blind_index_many,
    mask,
    mask_name,
)
from madang.framework.protect.passphrase import keys_passphrase
from madang.framework.protect.rates import TooManyRequests, limit
from madang.framework.protect.uploads import UploadTooLarge, read_upload

__all__ = [
    "TooManyRequests",
    "Undecipherable",
    "UploadTooLarge",
    "blind_index",
    "blind_index_many",
    "blind_indexes",
    "client_address",
    "decrypt",
    "decrypt_many",
    "encrypt",
    "encrypt_many",
    "former_blind_index_many",
    "keys_passphrase",
    "limit",
    "mask",
    "mask_name",
    "read_upload",
]
