"""Identifiers that people copy by hand and machines guess at."""

import secrets
import uuid

# Crockford's base 32 alphabet: no I, L, O or U, so that a number read aloud or off paper is not mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")


def new_key() -> str:
    """A fresh opaque key (UUID 4, 32 hex digits)."""
    return uuid.uuid4().hex


def random_symbols(*, count: int) -> str:
    """`count` unguessable symbols of the alphabet, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def check_symbol(*, text: str) -> str:
    """The ISO 7064 MOD 37,36-style check symbol over the alphabet: catches every single slip and neighbour swap."""
    size = len(ALPHABET)
    product = size
    for symbol in text:
        total = (product + ALPHABET.index(symbol)) % size or size
        product = total * 2 % (size + 1)
    return ALPHABET[(size + 1 - product) % size]


def normalise(*, text: str) -> str:
    """What a person typed, as the alphabet writes it: upper case, no separators, look-alikes read as meant."""
    return "".join(text.upper().split()).replace("-", "").translate(_READ_AS)
