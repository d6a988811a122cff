"""What opens the folders of private keys."""

from django.conf import settings


def keys_passphrase() -> str:
    """MADANG_KEYS_PASSPHRASE; empty where none is set, and then no keystore opens."""
    return str(getattr(settings, "MADANG_KEYS_PASSPHRASE", "") or "")
