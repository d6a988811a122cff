"""Whom the tax office knows: found, or entered with what the registers say."""

from datetime import datetime

from django.utils.translation import gettext_noop

from madang.contracts.businesses_v1 import GetBusiness
from madang.contracts.envelope import own_request
from madang.contracts.population_v1 import GetPerson
from madang.exchange import Asking, ask
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.permissions import of
from madang.systems.tax.usecases.registration.register_taxpayer import register_taxpayer

PURPOSE = declare(gettext_noop("Filling in a tax return"))


def taxpayer_of(*, party: Party | None, actor: Actor, now: datetime) -> Taxpayer:
    """The party's entry; whoever comes for the first time is entered with the name that the registers have.

    Raises Forbidden, and what the exchange refuses.
    """
    if party is None:
        raise Forbidden
    require(actor, "tax.file", of(party))
    known = Taxpayer.objects.filter(party_kind=party.kind.value, party_key=party.key).first()
    if known is not None:
        return known
    asking = Asking(system=SYSTEM, actor=actor, purpose=PURPOSE, basis=own_request(), subject=party)
    latin = ""
    if party.kind is PartyKind.BUSINESS:
        name, role = ask(GetBusiness(number=party.key), asking).name or party.key, Role.VAT_GENERAL
    else:
        person = ask(GetPerson(person=party.key), asking)
        name, latin, role = person.name or party.key, person.latin_name or "", Role.INCOME
    return register_taxpayer(
        party=party, name=name, name_latin=latin, roles=(role,), actor=system_actor(SYSTEM), now=now
    )
