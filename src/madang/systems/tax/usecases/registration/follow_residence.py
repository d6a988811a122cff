"""A person's tax office is that of the place where they live; the resident register says where that is."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from madang.contracts.population_v1 import GetPerson
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.exchange.refusals import NotGranted
from madang.framework.audit import record
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, PartyKind
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.offices import office_for

RESIDENCE = declare(gettext_noop("Finding the tax office of a residence"))


def follow_residence(*, person: str, now: datetime) -> None:
    """Ask the register where a taxpayer lives and keep the office of the place (Korea: Income Tax Act arts. 6, 11). Outside a
    transaction.

    Who has no address (lives abroad, has died) keeps the office. In a country whose law lets the tax office ask nobody, so does
    everybody.
    """
    party = Party.person(person)
    if not _held(party).exists():
        return
    basis = legal_basis(asker=SYSTEM, question=GetPerson, purpose=RESIDENCE)
    asking = Asking(system=SYSTEM, actor=system_actor(SYSTEM), purpose=RESIDENCE, basis=basis, subject=party)
    try:
        address = ask(GetPerson(person=person), asking).address
    except NotGranted:
        return
    if address is None or not address.division:
        return
    office = office_for(division=address.division)
    with transaction.atomic():
        held = _held(party).select_for_update().exclude(office_code=office).first()
        if held is None:
            return
        before, held.office_code = held.office_code, office
        held.save(update_fields=["office_code"])
        detail = {"from": before, "to": office}
        record(
            actor=system_actor(SYSTEM),
            action="tax.follow_residence",
            target=f"taxpayer:{party}",
            detail=detail,
            now=now,
        )


def _held(party: Party) -> QuerySet[Taxpayer]:
    return Taxpayer.objects.filter(party_kind=PartyKind.PERSON.value, party_key=party.key)
