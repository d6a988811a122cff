"""For which businesses somebody may act in matters of cargo, as the business register says."""

from django.utils.translation import gettext_noop

from madang.contracts.businesses_v1 import Business, BusinessStatus, FindBusinessesOf
from madang.contracts.envelope import own_request
from madang.exchange import Asking, ask
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.values import Party, PartyKind, Refusal

PURPOSE = declare(gettext_noop("Lodging a manifest"))


def own_businesses(*, actor: Actor, party: Party | None) -> tuple[Business, ...]:
    """The active businesses that a person represents; none where the register is silent."""
    if party is None or party.kind is not PartyKind.PERSON:
        return ()
    asking = Asking(system="customs", actor=actor, purpose=PURPOSE, basis=own_request(), subject=party)
    try:
        found = ask(FindBusinessesOf(person=party.key), asking).businesses
    except Refusal:
        return ()
    return tuple(one for one in found if one.status is BusinessStatus.ACTIVE)
