"""What the resident register knows for a form of civil's own services: family and household, and the address so far."""

from collections.abc import Iterable

from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import GetFamily, GetHousehold, GetPerson, Member, Person
from madang.contracts.services_v1 import Choice, FieldKind, FormField, KnownAnswer, Prefill
from madang.exchange import Asking, ask
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, PartyKind
from madang.systems.civil.domain.forms import DIVISION

OLD_ADDRESS = "old_address"
SOURCE = {"en": "Resident register", "ko": "주민등록"}


def known_people(*, fields: tuple[FormField, ...], party: Party, envelope: Envelope) -> Prefill:
    """Choices for questions after people, and the registered address for the old one. Asked on the right of the form itself:
    the applicant's own, or the counter's."""
    people = [field for field in fields if field.kind is FieldKind.PERSON]
    leaves = any(field.name == OLD_ADDRESS for field in fields)
    if party.kind is not PartyKind.PERSON or not (people or leaves):
        return Prefill()
    asking = Asking(
        system="civil",
        actor=system_actor("civil.prefill", language=envelope.language),
        purpose=envelope.purpose,
        basis=envelope.basis,
        subject=party,
        case=envelope.case,
        timeout=3.0,
    )
    answers: list[KnownAnswer] = []
    if people:
        family = ask(GetFamily(person=party.key), asking)
        household = ask(GetHousehold(person=party.key), asking)
        choices = tuple(_choices((*family.members, *household.members), but=party.key))
        answers += [KnownAnswer(field=field.name, source=SOURCE, choices=choices) for field in people]
    if leaves:
        answers += _old_address(ask(GetPerson(person=party.key), asking))
    return Prefill(answers=tuple(answers))


def _old_address(person: Person) -> list[KnownAnswer]:
    address = person.address
    if address is None or not address.text:
        return []
    return [
        KnownAnswer(field=OLD_ADDRESS, value=address.text, shown=address.text, source=SOURCE),
        KnownAnswer(field=f"{OLD_ADDRESS}{DIVISION}", value=address.division or "", source=SOURCE),
    ]


def _choices(members: Iterable[Member], *, but: str) -> Iterable[Choice]:
    seen = {but}
    for member in members:
        if member.person and member.name and member.person not in seen:
            seen.add(member.person)
            born = f" ({member.birth_on.isoformat()})" if member.birth_on else ""
            yield Choice(value=member.person, label={"en": f"{member.name}{born}"})
