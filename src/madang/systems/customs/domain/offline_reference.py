"""The reference that a declarant's device gives a declaration while there is no network: when it was written, six drawn signs,
and a check sign (ISO 7064, MOD 37,36), so that a slip of the pen on paper names no other one. `static/customs/offline.js` draws
it by the same rule.

P-2611230912-7K3QX9-C was written on 23 November 2026 at 09:12 by Universal Time.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from stdnum.iso7064 import mod_37_36

FORM = re.compile(r"P-?(\d{10})-?([0-9A-Z]{6})-?([0-9A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisional:
    """A provisional reference as it is written everywhere, and the minute that its device had on its clock."""

    text: str
    written_at: datetime


def read_reference(*, text: str) -> Provisional | None:
    """The reference in a text, however the dashes are set; None where there is none or its check sign is wrong."""
    found = FORM.fullmatch(text.strip().upper())
    if found is None or not mod_37_36.is_valid("P" + "".join(found.groups())):
        return None
    try:
        written = datetime.strptime(found[1], "%y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Provisional(text=f"P-{found[1]}-{found[2]}-{found[3]}", written_at=written)


def make_reference(*, at: datetime, drawn: str) -> str:
    """The reference of a declaration written at that moment, with six drawn signs."""
    bare = f"P{at.astimezone(UTC):%y%m%d%H%M}{drawn}"
    return f"P-{bare[1:11]}-{drawn}-{mod_37_36.calc_check_digit(bare)}"
