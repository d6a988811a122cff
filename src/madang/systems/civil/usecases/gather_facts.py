"""What the registers know for the benefit finder, so that nobody types it again."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.contracts.envelope import own_request
from madang.contracts.population_v1 import GetFamily, GetHousehold, GetPerson, Household, Person
from madang.exchange import Asking, ask
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.values import PartyKind, Refusal
from madang.systems.civil.domain.benefits import Facts, years_between

REGISTER = "population"
_GROWN_UP = 19

PURPOSE = declare(gettext_noop("Finding benefits for you"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Facts with their source (a system's name) by datum, and the sentences of those who did not answer."""

    facts: Facts
    sources: dict[str, str] = field(default_factory=dict)
    silences: tuple[str, ...] = ()


def gather_facts(*, actor: Actor, now: datetime) -> Gathered:
    """What the resident register says of this person; nothing for a visitor, who answers by hand."""
    on = timezone.localtime(now).date()
    party = actor.party
    if party is None or party.kind is not PartyKind.PERSON:
        return Gathered(facts=Facts(on=on))
    asking = Asking(
        system="civil",
        actor=actor,
        purpose=_(PURPOSE),
        basis=own_request(),
        subject=party,
        timeout=3.0,
    )
    try:
        person = ask(GetPerson(person=party.key), asking)
        household = ask(GetHousehold(person=party.key), asking)
        family = ask(GetFamily(person=party.key), asking)
    except Refusal as refusal:
        return Gathered(facts=Facts(on=on), silences=(str(refusal),))
    at_home = {member.person for member in household.members}
    children = tuple(
        member.birth_on
        for member in family.members
        if member.relation == "child" and member.birth_on and not member.died_on and member.person in at_home
    )
    facts = _facts(person, household, children, now)
    told = {name: REGISTER for name in _KNOWN if facts.knows(name)}
    return Gathered(facts=facts, sources=told)


_KNOWN = ("born_on", "citizen", "division", "household_size", "married", "children", "single_parent")


def _facts(person: Person, household: Household, children: tuple[object, ...], now: datetime) -> Facts:
    on = timezone.localtime(now).date()
    born = tuple(day for day in children if hasattr(day, "year"))
    small = [day for day in born if years_between(born_on=day, on=on) < _GROWN_UP]  # type: ignore[arg-type]
    return Facts(
        on=on,
        born_on=person.birth_on,
        citizen=None if person.nationality is None else person.nationality.upper() == pack().code.upper(),
        division=person.address.division if person.address else None,
        household_size=len(household.members) or None,
        married=person.married,
        children=born,  # type: ignore[arg-type]
        # Whoever is married is no single parent; of the others only they can say.
        single_parent=False if person.married or not small else None,
    )
