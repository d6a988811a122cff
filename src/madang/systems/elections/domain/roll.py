"""The roll of an election: what is asked of a voter, and the digest that freezes it. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a roll."""

    number: int
    person: str
    name: str
    birth_on: date
    weight: int = 1


def born_until(*, reference_on: date, age: int) -> date:
    """The last day of birth of who has the voting age on the reference day (in Korea counted to election day: Public Official
    Election Act arts. 15, 17).
    """
    if (reference_on.month, reference_on.day) == (2, 29):
        # Who was born the day before is of age for sure; the 29th exists in that year only if it is a leap year.
        return date(reference_on.year - age, 3, 1) - timedelta(days=1)
    return reference_on.replace(year=reference_on.year - age)


def digest_of(*, entries: Iterable[Entry]) -> str:
    """SHA-256 over the roll: one line an entry, by number, fields between tabs, each line ended by a line feed."""
    found = hashlib.sha256()
    for one in sorted(entries, key=lambda entry: entry.number):
        found.update(f"{one.number}\t{one.person}\t{one.name}\t{one.birth_on.isoformat()}\t{one.weight}\n".encode())
    return found.hexdigest()
