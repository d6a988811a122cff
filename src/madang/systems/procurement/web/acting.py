"""For which business somebody acts."""

from madang.framework.identity.requests import ActorRequest
from madang.framework.values import PartyKind
from madang.systems.procurement.models import Supplier


def business_of(request: ActorRequest) -> str:
    """The number of the business for which the actor acts; nothing where there is none."""
    party = request.actor.party
    return party.key if party is not None and party.kind is PartyKind.BUSINESS else ""


def supplier_of(request: ActorRequest) -> Supplier | None:
    """That business as a supplier, where it is registered."""
    return Supplier.objects.filter(number=business_of(request)).first()
