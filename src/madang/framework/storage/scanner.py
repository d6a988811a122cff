"""The malware scanner: `settings.MADANG_SCANNER` names a callable `(data, name) -> finding or ""`."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

Scanner = Callable[[bytes, str], str]

# The EICAR test string (eicar.org), in two halves so that no scanner takes this file for the test file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def sandbox_scanner(data: bytes, name: str) -> str:
    """Knows the EICAR test file and nothing else: shows that the hook works. Production names a real scanner."""
    return "EICAR-Test-File" if EICAR in data else ""


@lru_cache(maxsize=1)
def scanner() -> Scanner:
    """The scanner that settings name."""
    named = getattr(settings, "MADANG_SCANNER", "madang.framework.storage.scanner.sandbox_scanner")
    found: Scanner = import_string(named) if isinstance(named, str) else named
    return found


def _forget(*, setting: str, **_: object) -> None:
    if setting == "MADANG_SCANNER":
        scanner.cache_clear()


setting_changed.connect(_forget, dispatch_uid="madang.storage.scanner")
