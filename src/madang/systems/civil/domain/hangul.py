"""Hangul taken apart into the letters a keyboard types, so that slips of one key stay slips of one letter.

Source: The Unicode Standard, chapter 3.12 (conjoining jamo behaviour); KS X 5002 (the two-set keyboard).
"""

import unicodedata

_BASE = 0xAC00
_LAST = 0xD7A3
_MEDIALS = 21
_FINALS = 28
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# Compound vowels and finals are written as the keys that type them: ㅘ is ㅗ then ㅏ, ㄺ is ㄹ then ㄱ.
_VOWELS = (
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ",
    "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
)  # fmt: skip
_TAILS = (
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ",
    "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
)  # fmt: skip
_COMPOUND = dict(zip("ㅘㅙㅚㅝㅞㅟㅢ", "ㅗㅏ ㅗㅐ ㅗㅣ ㅜㅓ ㅜㅔ ㅜㅣ ㅡㅣ".split(), strict=True)) | dict(  # noqa: SIM905
    zip("ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ", "ㄱㅅ ㄴㅈ ㄴㅎ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅂㅅ".split(), strict=True)  # noqa: SIM905
)
_LATIN = "qwertyuiopasdfghjklzxcvbnmQWERTOP"
_KEYS = dict(zip(_LATIN, "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ", strict=True))


def tidy(*, text: str) -> str:
    """Text as search compares it: compatibility forms folded, lower case, punctuation as spaces, single spaces."""
    folded = "".join(_folded(each) for each in unicodedata.normalize("NFC", text))
    return " ".join("".join(each if each.isalnum() else " " for each in folded.casefold()).split())


def _folded(symbol: str) -> str:
    # NFKC would turn a typed ㄷ into a conjoining jamo that nothing matches.
    return symbol if "ㄱ" <= symbol <= "ㆎ" else unicodedata.normalize("NFKC", symbol)


def letters(*, text: str) -> str:
    """Every syllable as its letters, in typing order; everything else as it is."""
    return "".join(_letters(each) for each in text)


def initials(*, text: str) -> str:
    """The first consonant of every syllable (등본 gives ㄷㅂ); everything else as it is."""
    return "".join(
        _LEADS[(ord(each) - _BASE) // (_MEDIALS * _FINALS)] if _BASE <= ord(each) <= _LAST else each for each in text
    )


def are_initials(*, text: str) -> bool:
    """Whether the text is nothing but consonants, as people type to search quickly."""
    return bool(text) and all("ㄱ" <= each <= "ㅎ" for each in text)


def typed_on_latin_keys(*, text: str) -> str:
    """The Hangul letters that the same keys give on a Korean keyboard: emdqhs gives the letters of 등본."""
    return "".join(_KEYS.get(each, _KEYS.get(each.lower(), each)) for each in text)


def _letters(symbol: str) -> str:
    point = ord(symbol)
    if not _BASE <= point <= _LAST:
        return _COMPOUND.get(symbol, symbol)
    lead, rest = divmod(point - _BASE, _MEDIALS * _FINALS)
    vowel, tail = divmod(rest, _FINALS)
    return _LEADS[lead] + _VOWELS[vowel] + _TAILS[tail]
