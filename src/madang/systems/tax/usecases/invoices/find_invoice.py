"""An invoice as one of its two parties may see it; to all others it does not exist."""

from django.db.models import Q, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.einvoicing import BuyerKind
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.invoices.find_party import business_of
from madang.systems.tax.usecases.invoices.refusals import NoSuchInvoice


def find_invoice(*, number: str, actor: Actor) -> TaxInvoice:
    """The invoice, with what amended it and its transmission. Raises NoBusiness, Forbidden, NoSuchInvoice."""
    mine = _received(actor) if _person(actor) else Q(seller=readable_for(actor=actor)) | _received(actor)
    found = TaxInvoice.objects.select_related("original", "transmission").filter(mine, number=number[:24]).first()
    if found is None:
        raise NoSuchInvoice(number=number[:24])
    return found


def _person(actor: Actor) -> Party | None:
    party = actor.party
    return party if party is not None and party.kind is PartyKind.PERSON else None


def _received(actor: Actor) -> Q:
    """What a business received, or a person under their resident number."""
    person = _person(actor)
    if person is None:
        return Q(buyer=readable_for(actor=actor), buyer_kind=BuyerKind.BUSINESS.value)
    require(actor, "tax.invoice", permissions.of(person))
    return Q(buyer=person.key, buyer_kind=BuyerKind.PERSON.value)


def readable_for(*, actor: Actor) -> str:
    """The number of the business whose invoices the actor may see. Raises NoBusiness, Forbidden."""
    own = business_of(actor=actor)
    require(actor, "tax.invoice", permissions.of(Party.business(own)))
    return own


def invoices_of(*, actor: Actor, side: str) -> QuerySet[TaxInvoice]:
    """What it issued (`seller`) or received (`buyer`), newest first. Raises NoBusiness, Forbidden."""
    mine = _received(actor) if side == "buyer" else Q(seller=readable_for(actor=actor))
    return (
        TaxInvoice.objects.filter(mine)
        .select_related("transmission", "original")
        .defer("facts")
        .order_by("-written_on", "-pk")
    )
