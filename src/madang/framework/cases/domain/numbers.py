"""Case numbers: `<member>-<year>-<serial><check>`."""

from madang.framework.values import identifiers

_DIGITS = 7


def case_number(*, member: str, year: int, serial: int) -> str:
    """The number of the `serial`-th case of a member's year; the check symbol covers all three parts."""
    body = f"{serial:0{_DIGITS}d}"
    return f"{member}-{year}-{body}{identifiers.check_symbol(text=_covered(member, year, body))}"


def is_case_number(text: str) -> bool:
    """Whether the check symbol of a typed number holds."""
    member, _, rest = text.strip().partition("-")
    year, _, serial = rest.rpartition("-")
    if "-" in year:
        lead, _, year = year.rpartition("-")
        member = f"{member}-{lead}"
    body, check = serial[:-1], serial[-1:].upper()
    if not (year.isascii() and year.isdigit() and body.isascii() and body.isdigit()):
        return False
    return check == identifiers.check_symbol(text=_covered(member, int(year), body))


def _covered(member: str, year: int, body: str) -> str:
    # A member's name is any text, the check symbol knows 32 signs: each character counts by its residue.
    named = "".join(identifiers.ALPHABET[ord(sign) % 32] for sign in member)
    return f"{named}{year}{body}"
