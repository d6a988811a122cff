"""Keys of the demonstration's custodians: made of their sign-in names, so that everybody can play each of them."""

import hashlib

from madang.systems.procurement.domain.group import ORDER


def demo_secret(*, login: str) -> int:
    """The secret half. It protects nothing, and a key made of it is marked as the demonstration's wherever it is shown."""
    digest = hashlib.sha512(f"madang demonstration custodian {login}".encode()).digest()
    return int.from_bytes(digest, "little") % ORDER
