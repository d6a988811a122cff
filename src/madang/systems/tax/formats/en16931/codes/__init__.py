"""The code lists of EN 16931: facts of UN/CEFACT, ISO and the Connecting Europe Facility, one list a file."""

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=64)
def listed(name: str) -> frozenset[str]:
    """The codes of a list; its first line says what it is."""
    text = resources.files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(code for line in text.splitlines() if not line.startswith("#") for code in line.split())
