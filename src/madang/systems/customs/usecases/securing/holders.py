"""Whose a guarantee is, by what its paper says."""

from django.utils.translation import gettext as _

from madang.framework.values import Fault, Party
from madang.systems.customs.domain.personal_code import read_code
from madang.systems.customs.usecases.express.personal_code import holders_of, person_named
from madang.systems.customs.usecases.securing.refusals import GuaranteeRefused


def business(*, number: str) -> Party:
    """The business of a number as it was typed."""
    return Party.business("".join(sign for sign in number if sign.isalnum()))


def holder(*, number: str, name: str) -> Party:
    """A business by its number, or a person by the personal code for parcels and the name that belongs to it.

    Raises GuaranteeRefused.
    """
    code = read_code(text=number)
    if not code:
        return business(number=number)
    person = person_named(code=code, name=name, holders=holders_of(codes=[code]))
    if not person:
        says = _("This is nobody's code, or not the code of a person of this name.")
        raise GuaranteeRefused(faults=(Fault("party", says, GuaranteeRefused.code),))
    return Party.person(person)
