"""An invoice as one of its two parties may see it; to all others it does not exist."""

from django.db.models import Q, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.systems.tax.models import TaxInvoice
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.invoices.find_party import business_of
from madang.systems.tax.usecases.invoices.refusals import NoSuchInvoice


def find_invoice(*, number: str, actor: Actor) -> TaxInvoice:
    """The invoice, with what amended it and its transmission. Raises NoBusiness, Forbidden, NoSuchInvoice."""
    own = readable_for(actor=actor)
    mine = Q(seller=own) | Q(buyer=own)
    found = TaxInvoice.objects.select_related("original", "transmission").filter(mine, number=number[:24]).first()
    if found is None:
        raise NoSuchInvoice(number=number[:24])
    return found


def readable_for(*, actor: Actor) -> str:
    """The number of the business whose invoices the actor may see. Raises NoBusiness, Forbidden."""
    own = business_of(actor=actor)
    require(actor, "tax.invoice", permissions.of(Party.business(own)))
    return own


def invoices_of(*, actor: Actor, side: str) -> QuerySet[TaxInvoice]:
    """What it issued (`seller`) or received (`buyer`), newest first. Raises NoBusiness, Forbidden."""
    own = readable_for(actor=actor)
    return (
        TaxInvoice.objects.filter(**{side: own})
        .select_related("transmission", "original")
        .defer("facts")
        .order_by("-written_on", "-pk")
    )
