"""The roll of an election: what is asked of a voter, and the digest that freezes it. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

HEAVIEST = 1_000_000
"""As how many votes one ballot may count: the sums are opened by trying, which takes longer the larger they may be."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a roll."""

    number: int
    person: str
    name: str
    birth_on: date
    weight: int = 1


def born_until(*, voting_on: date, age: int) -> date:
    """The last day of birth of who has the voting age on the day of the vote (in Korea: Public Official Election Act arts. 15,
    17). Whoever comes of age between the roll's reference day and that day stands on the roll.
    """
    if (voting_on.month, voting_on.day) == (2, 29):
        # The year of birth may have no 29th of February: then it is the 28th.
        return date(voting_on.year - age, 3, 1) - timedelta(days=1)
    return voting_on.replace(year=voting_on.year - age)


def digest_of(*, entries: Iterable[Entry]) -> str:
    """SHA-256 over the roll: one line an entry, by number, fields between tabs, each line ended by a line feed."""
    found = hashlib.sha256()
    for one in sorted(entries, key=lambda entry: entry.number):
        found.update(f"{one.number}\t{one.person}\t{one.name}\t{one.birth_on.isoformat()}\t{one.weight}\n".encode())
    return found.hexdigest()
