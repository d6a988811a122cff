"""Units in which items are counted: the codes of UN/ECE Recommendation 20 that the market knows, an excerpt."""

# Code -> the recommendation's own name in English, and the Korean one.
UNITS: dict[str, tuple[str, str]] = {
    "C62": ("one", "개"),
    "EA": ("each", "낱개"),
    "SET": ("set", "세트"),
    "PR": ("pair", "켤레"),
    "DZN": ("dozen", "다스"),
    "BX": ("box", "상자"),
    "NMP": ("number of packs", "팩"),
    "RM": ("ream", "연"),
    "KGM": ("kilogram", "킬로그램"),
    "TNE": ("tonne (metric ton)", "톤"),
    "GRM": ("gram", "그램"),
    "MTR": ("metre", "미터"),
    "KMT": ("kilometre", "킬로미터"),
    "MTK": ("square metre", "제곱미터"),
    "MTQ": ("cubic metre", "세제곱미터"),
    "LTR": ("litre", "리터"),
    "HUR": ("hour", "시간"),
    "DAY": ("day", "일"),
    "MON": ("month", "월"),
    "ANN": ("year", "년"),
    "E48": ("service unit", "식(용역)"),
    "LS": ("lump sum", "식"),
    "KWH": ("kilowatt hour", "킬로와트시"),
}

# Sold in whole numbers only.
_WHOLE = {"C62", "EA", "SET", "PR", "DZN", "BX", "NMP", "RM", "LS"}


def is_unit(*, code: str) -> bool:
    """Whether the market knows the code."""
    return code in UNITS


def unit_title(*, code: str, language: str) -> str:
    """What a reader sees; the code itself where the market does not know it."""
    english, korean = UNITS.get(code, (code, code))
    return korean if language.startswith("ko") else english


def only_whole(*, code: str) -> bool:
    """Whether fractions of it are not sold."""
    return code in _WHOLE
