"""What each certificate shows: pure functions from register facts to a page's content and the key facts of its
statement."""

from madang.systems.population.domain.certificates.family import (
    Form,
    basic_certificate,
    family_relations_certificate,
    marriage_certificate,
)
from madang.systems.population.domain.certificates.page import Page, Section, Writing
from madang.systems.population.domain.certificates.register import (
    AbstractOptions,
    CopyOptions,
    FormerAddresses,
    abstract,
    address_history,
    household_copy,
)

__all__ = [
    "AbstractOptions",
    "CopyOptions",
    "Form",
    "FormerAddresses",
    "Page",
    "Section",
    "Writing",
    "abstract",
    "address_history",
    "basic_certificate",
    "family_relations_certificate",
    "household_copy",
    "marriage_certificate",
]
