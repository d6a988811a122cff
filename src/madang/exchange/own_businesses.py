"""Which businesses does a person represent? Asked of the register, so that a page can lead to acting for one."""

from madang.contracts.businesses_v1 import Business, BusinessStatus, FindBusinessesOf
from madang.contracts.envelope import own_request
from madang.exchange.asking import Asking, ask
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, PartyKind, Refusal


def own_businesses(*, system: str, purpose: str, actor: Actor) -> tuple[Business, ...]:
    """The signed-in person's active ones; none where nobody signed in as a person."""
    party = actor.party
    if party is None or party.kind is not PartyKind.PERSON:
        return ()
    return businesses_of(person=party.key, system=system, purpose=purpose, actor=actor)


def businesses_of(*, person: str, system: str, purpose: str, actor: Actor) -> tuple[Business, ...]:
    """The active businesses that a person represents, on the person's own request; none where the register does not answer."""
    asking = Asking(system=system, actor=actor, purpose=purpose, basis=own_request(), subject=Party.person(person))
    try:
        found = ask(FindBusinessesOf(person=person), asking).businesses
    except Refusal:
        return ()
    return tuple(one for one in found if one.status is BusinessStatus.ACTIVE)
