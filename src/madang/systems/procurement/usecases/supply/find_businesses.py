"""Which businesses does a resident represent? Asked of the register, so that the page can lead to acting for one."""

from madang.contracts.businesses_v1 import Business, BusinessStatus, FindBusinessesOf
from madang.contracts.envelope import own_request
from madang.exchange import Asking, ask
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, PartyKind, Refusal
from madang.systems.procurement.usecases.name import SYSTEM
from madang.systems.procurement.usecases.supply.register_supplier import PURPOSE


def find_businesses(*, actor: Actor) -> tuple[Business, ...]:
    """The resident's own active ones; none where the register does not answer, or nobody signed in as a person."""
    party = actor.party
    if party is None or party.kind is not PartyKind.PERSON:
        return ()
    try:
        return businesses_of(party=party, actor=actor)
    except Refusal:
        return ()


def businesses_of(*, party: Party, actor: Actor) -> tuple[Business, ...]:
    """The active businesses that a person represents, on the person's own request."""
    asking = Asking(system=SYSTEM, actor=actor, purpose=PURPOSE, basis=own_request(), subject=party)
    found = ask(FindBusinessesOf(person=party.key), asking).businesses
    return tuple(one for one in found if one.status is BusinessStatus.ACTIVE)
