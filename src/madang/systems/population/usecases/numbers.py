"""Resident numbers at rest: sealed for reading under a reason, indexed for finding."""

from madang.framework import protect
from madang.framework.law import pack
from madang.systems.population.domain.numbers import bare
from madang.systems.population.models import Person

PURPOSE = "population.resident_number"


def seal_number(*, number: str) -> tuple[bytes, bytes]:
    """The sealed number and its blind index."""
    plain = bare(number=number)
    return protect.encrypt(plain, purpose=PURPOSE), protect.blind_index(plain, PURPOSE)


def index_of(*, number: str) -> bytes:
    """The blind index by which a number is found."""
    return protect.blind_index(bare(number=number), PURPOSE)


def number_of(*, person: Person) -> str:
    """The bare number; empty where the person has none."""
    return protect.decrypt(person.number_sealed, purpose=PURPOSE) if person.number_sealed else ""


def written(*, number: str, full: bool) -> str:
    """The number as the country writes it, masked unless `full`."""
    return pack().identity_number.write(number=number, masked=not full) if number else ""
