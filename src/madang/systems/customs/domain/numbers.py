"""The number of a declaration, written as Korea prints it: five signs, two of the year, six of the serial and one more
(12345-26-0000017).

Korea's first five signs name the declarant, and its last one the kind of declaration; here the five are the office's three
digits and a section (a million serials each), and the last is a check digit (ISO 7064, MOD 11,10), so that a slip of the pen
names no other declaration.
"""

from stdnum.iso7064 import mod_11_10

FIRST_SECTION = 10
EACH = 1_000_000
MOST = 90 * EACH - 1


def declaration_number(*, office: str, year: int, serial: int) -> str:
    """The number of the declaration with this serial at an office (its code; the digits in it count)."""
    if not 1 <= serial <= MOST:
        raise ValueError(f"A serial is between 1 and {MOST:,}.")
    digits = "".join(sign for sign in office if sign.isdigit())[-3:].zfill(3)
    section, place = FIRST_SECTION + serial // EACH, serial % EACH
    bare = f"{digits}{section}{year % 100:02d}{place:06d}"
    return f"{digits}{section}-{year % 100:02d}-{place:06d}{mod_11_10.calc_check_digit(bare)}"
