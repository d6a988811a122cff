"""Whether a supplier may bid for a tender, asked by the room that takes bids."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.systems.procurement.domain.sanctions import SanctionState
from madang.systems.procurement.domain.standing import SupplierState
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Sanction, Supplier, Tender
from madang.systems.procurement.usecases.supply.standing import SAYS, why_not


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a supplier may not bid: a permanent code and a sentence."""

    code: str
    says: object


NOT_OPEN = Obstacle("procurement.not_open", _("This tender takes no bids: it is not open, or has closed."))
NOT_INVITED = Obstacle("procurement.not_invited", _("Only the suppliers that the buyer named may bid for this tender."))


NOT_IN_CATEGORY = Obstacle(
    "procurement.not_in_category",
    _("The tender is for suppliers of its category, which your company's page does not list."),
)


def may_bid(*, tender: Tender, supplier: Supplier, now: datetime) -> list[Obstacle]:
    """Every reason why the supplier may not bid now; empty when it may. `closes_at` itself is too late."""
    found = []
    if tender.state != TenderState.PUBLISHED or tender.closes_at is None or now >= tender.closes_at:
        found.append(NOT_OPEN)
    return found + fitness(tender=tender, supplier=supplier, now=now)


def fitness(*, tender: Tender, supplier: Supplier, now: datetime) -> list[Obstacle]:
    """What stands against the supplier itself, whatever the hour: registration, invitation, category, sanctions, debts."""
    found = []
    if _names_bidders(tender) and not _named(tender, supplier):
        found.append(NOT_INVITED)
    if tender.category and not _supplies(supplier, tender.category):
        found.append(NOT_IN_CATEGORY)
    codes = why_not(supplier=supplier, on=timezone.localdate(now))
    return found + [Obstacle(code, SAYS.get(code, code)) for code in codes]


def barred(*, suppliers: Collection[int], now: datetime) -> dict[int, str]:
    """Whose bids are void although they were sent in time, by the supplier's key, with the permanent code: of a business that
    is no more, or under a sanction. Papers that ended since do not void a bid.
    """
    on = timezone.localdate(now)
    closed = Supplier.objects.filter(pk__in=suppliers, state=SupplierState.CLOSED.value).values_list("pk", flat=True)
    sanctions = Sanction.objects.filter(supplier__in=suppliers, state=SanctionState.DECIDED.value)
    standing = sanctions.filter(from_on__lte=on, until_on__gt=on).values_list("supplier", flat=True)
    found = dict.fromkeys(closed, "procurement.supplier.closed")
    return found | dict.fromkeys(standing, "procurement.supplier.sanctioned")


def _names_bidders(tender: Tender) -> bool:
    """A restricted tender does, and the stage of prices to which the technically fit were invited."""
    invites = tender.method == Method.TWO_STAGE and tender.invitations.exists()
    return tender.method == Method.RESTRICTED or invites


def _supplies(supplier: Supplier, category: str) -> bool:
    """A supplier lists families, the first four digits of a class."""
    return supplier.categories.filter(ended_at=None, family=category[:4]).exists()


def _named(tender: Tender, supplier: Supplier) -> bool:
    """A restricted tender names suppliers or a category; where it names suppliers, they alone may bid."""
    named = set(tender.invitations.values_list("supplier", flat=True))
    return supplier.pk in named if named else bool(tender.category)
