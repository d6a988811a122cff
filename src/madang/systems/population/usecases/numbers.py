"""Resident numbers at rest: sealed for reading under a reason, indexed for finding."""

from madang.framework import protect
from madang.framework.law import pack
from madang.framework.protect.reindexing import indexed_column
from madang.systems.population.domain.numbers import bare
from madang.systems.population.models import Person

PURPOSE = "population.resident_number"

# So that the rotations of the sealing keys and of the index key find the numbers.
indexed_column(table="population_person", index="number_index", sealed="number_sealed", purpose=PURPOSE)


def seal_number(*, number: str) -> tuple[bytes, bytes]:
    """The sealed number and its blind index."""
    plain = bare(number=number)
    return protect.encrypt(plain, purpose=PURPOSE), protect.blind_index(plain, PURPOSE)


def indexes_of(*, number: str) -> list[bytes]:
    """The blind indexes by which a number is found: one, or two while the index key is being rotated."""
    return protect.blind_indexes(bare(number=number), PURPOSE)


def number_of(*, person: Person) -> str:
    """The bare number; empty where the person has none."""
    return protect.decrypt(person.number_sealed, purpose=PURPOSE) if person.number_sealed else ""


def written(*, number: str, full: bool) -> str:
    """The number as the country writes it, masked unless `full`."""
    return pack().identity_number.write(number=number, masked=not full) if number else ""
