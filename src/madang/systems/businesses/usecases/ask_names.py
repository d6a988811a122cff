"""Ask the resident register who represents a business."""

from datetime import datetime

from django.utils.translation import gettext_noop

from madang.contracts.population_v1 import GetPerson, Person
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party
from madang.systems.businesses.models import Representative
from madang.systems.businesses.usecases.name import SYSTEM

PURPOSE = declare(gettext_noop("Entering a representative in the business register"))


def person_of(*, person: str, purpose: str, case: str = "", language: str = "") -> Person:
    """The representative as the resident register knows them now. Raises what the exchange refuses."""
    asking = Asking(
        system=SYSTEM,
        actor=system_actor(SYSTEM),
        purpose=purpose,
        basis=legal_basis(asker=SYSTEM, question=GetPerson),
        subject=Party.person(person),
        case=case,
        language=language,
    )
    return ask(GetPerson(person=person), asking)


def ask_names(*, number: str, now: datetime) -> int:
    """Note the names of the business's representatives as they are now; how many. Asks outside a transaction."""
    found = Representative.objects.filter(business__number=number, until_on=None)
    for representative in found:
        answer = person_of(person=representative.person, purpose=PURPOSE)
        representative.name, representative.name_asked_at = (answer.name or "")[:120], now
        representative.save(update_fields=["name", "name_asked_at"])
    return len(found)


def forget_name(*, person: str) -> list[str]:
    """A name was corrected: the numbers of the businesses whose representative's name must be asked again."""
    held = Representative.objects.filter(person=person, until_on=None)
    return list(held.values_list("business__number", flat=True))
