"""Purposes of looks, as their subject reads them: in the reader's language, whatever language they were given in.

A purpose is kept as the sentence that was said. Who asks declares its sentences, so that one is known again in any language of
the catalogues; what was put into its places stays, save where the country's pack says it in the reader's language too.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from madang.framework.audit.spoken import spoken, spoken_of
from madang.framework.law.active import pack

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_declared: dict[str, None] = {}


def declare(sentence: str) -> str:
    """Make a purpose known (mark it with `gettext_noop`; places in braces) and give it back."""
    _declared.setdefault(sentence)
    return sentence


def declared() -> tuple[str, ...]:
    """Every declared purpose."""
    return tuple(_declared)


def in_words(purpose: str) -> str:
    """The purpose in the reader's language; as it was said where nobody declared it."""
    known = spoken(purpose)
    if known != purpose:
        return known
    found = _recognised(purpose, len(_declared))
    if found is None:
        return purpose
    sentence, values = found
    # A reason is what somebody typed: it stays word for word.
    written = {name: value if name == "reason" else spoken(value) for name, value in values.items()}
    return translation.gettext(sentence).format(**written)


def in_every_language(purpose: str) -> Mapping[str, str]:
    """A known purpose by language; nothing where it is not known. What is asked over a road carries these: the member
    that is asked knows other catalogues."""
    return _in_every_language(purpose, pack().code, len(_declared))


@lru_cache(maxsize=4096)
def _in_every_language(purpose: str, _country: str, _declarations: int) -> Mapping[str, str]:
    if spoken_of(purpose) is None and _recognised(purpose, len(_declared)) is None:
        return {}
    texts = {}
    for code, _title in settings.LANGUAGES:
        with translation.override(code):
            texts[code] = in_words(purpose)
    return texts


@lru_cache(maxsize=4096)
def _recognised(purpose: str, _declarations: int) -> tuple[str, Mapping[str, str]] | None:
    """The declared sentence that this is, with its values; of several the one with the longest words of its own."""
    found = [
        (len(_PLACE.sub("", pattern.pattern)), sentence, match.groupdict())
        for sentence in _declared
        for pattern in _patterns(sentence)
        if (match := pattern.fullmatch(purpose))
    ]
    return max(found, key=lambda each: each[0])[1:] if found else None


@lru_cache(maxsize=1024)
def _patterns(sentence: str) -> tuple[re.Pattern[str], ...]:
    """The sentence in every language, its places as groups."""
    written = []
    for code, _title in settings.LANGUAGES:
        with translation.override(code):
            written.append(translation.gettext(sentence))
    return tuple(re.compile(_PLACE.sub(r"(?P<\1>.*)", re.escape(one)), re.DOTALL) for one in dict.fromkeys(written))
