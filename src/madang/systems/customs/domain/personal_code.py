"""The code by which a person's parcels are cleared without the resident number (in Korea 개인통관고유부호): P and twelve
digits, the last a check digit (ISO 7064, MOD 11,10). Korea's code has this form; what its digits say is not published, ours are
drawn."""

import re

from stdnum.iso7064 import mod_11_10

FORM = re.compile(r"P\d{12}")
DRAWN = 11


def make_code(*, drawn: str) -> str:
    """The code of eleven drawn digits."""
    return f"P{drawn}{mod_11_10.calc_check_digit(drawn)}"


def read_code(*, text: str) -> str:
    """The code as it is kept; empty where it is none."""
    told = "".join(text.split()).upper()
    return told if FORM.fullmatch(told) and mod_11_10.is_valid(told[1:]) else ""


def same_name(*, given: str, known: tuple[str, ...]) -> bool:
    """Whether a name on a parcel is the holder's, in native or Latin letters, whatever the spaces and capitals."""
    return _plain(given) in {_plain(one) for one in known} - {""}


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
