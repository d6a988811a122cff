"""What of the spending everybody sees of whom.

Korea: National Finance Act art. 9 (publication); Personal Information Protection Act art. 3 (no more than the purpose needs).
"""

from collections.abc import Iterable


def is_organisation(*, name: str, words: Iterable[str]) -> bool:
    """Whether the name says itself that it is no person's: one of the country's words for companies and bodies stands in it."""
    lowered = name.casefold()
    return any(word.casefold() in lowered for word in words)
