"""Who may sign for a business: whoever the business register showed as its representative, and still stands."""

from madang.framework.identity.models import Mandate
from madang.framework.identity.who import local_day, valid_on
from madang.framework.values import Party, PartyKind, clock
from madang.systems.mandates.domain.kinds import Kind


def signs_for_business(person: str, party: Party) -> bool:
    """Whether the person stands as the business's representative today."""
    if party.kind is not PartyKind.BUSINESS:
        return False
    return Mandate.objects.filter(
        valid_on(local_day(clock.now())),
        kind=Kind.COMPANY,
        grantor_kind=party.kind,
        grantor_key=party.key,
        holder_kind=PartyKind.PERSON,
        holder_key=person,
    ).exists()
