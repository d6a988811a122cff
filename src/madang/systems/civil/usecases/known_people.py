"""Whom an applicant may name in a form of civil's own services: the people of their family and household."""

from collections.abc import Iterable

from madang.contracts.envelope import Envelope
from madang.contracts.population_v1 import GetFamily, GetHousehold, Member
from madang.contracts.services_v1 import Choice, FieldKind, FormField, KnownAnswer, Prefill
from madang.exchange import Asking, ask
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, PartyKind

SOURCE = {"en": "Resident register", "ko": "주민등록"}


def known_people(*, fields: tuple[FormField, ...], party: Party, envelope: Envelope) -> Prefill:
    """Choices for the form's questions after people. Asked on the applicant's own right or the counter's, as the form was."""
    asked = [field for field in fields if field.kind is FieldKind.PERSON]
    if not asked or party.kind is not PartyKind.PERSON:
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
    family = ask(GetFamily(person=party.key), asking)
    household = ask(GetHousehold(person=party.key), asking)
    choices = tuple(_choices((*family.members, *household.members), but=party.key))
    return Prefill(answers=tuple(KnownAnswer(field=field.name, source=SOURCE, choices=choices) for field in asked))


def _choices(members: Iterable[Member], *, but: str) -> Iterable[Choice]:
    seen = {but}
    for member in members:
        if member.person and member.name and member.person not in seen:
            seen.add(member.person)
            born = f" ({member.birth_on.isoformat()})" if member.birth_on else ""
            yield Choice(value=member.person, label={"en": f"{member.name}{born}"})
