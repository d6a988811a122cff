"""Whether a supplier may bid for a tender, asked by the room that takes bids."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Supplier, Tender


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a supplier may not bid: a permanent code and a sentence."""

    code: str
    says: object


Examine = Callable[[Tender, Supplier, datetime], Iterable[Obstacle]]
_examinations: list[Examine] = []

NOT_OPEN = Obstacle("procurement.not_open", _("This tender takes no bids: it is not open, or has closed."))
NOT_REGISTERED = Obstacle("procurement.not_registered", _("Your registration as a supplier does not stand at present."))
NOT_INVITED = Obstacle("procurement.not_invited", _("Only the suppliers that the buyer named may bid for this tender."))


def add_examination(examine: Examine) -> Examine:
    """Let another room examine too: `examine(tender, supplier, now)` yields obstacles (a sanction, a category that the tender's
    `category` asks for and the supplier lacks).
    """
    if examine not in _examinations:
        _examinations.append(examine)
    return examine


def may_bid(*, tender: Tender, supplier: Supplier, now: datetime) -> list[Obstacle]:
    """Every reason why the supplier may not bid now; empty when it may. `closes_at` itself is too late."""
    found = []
    if tender.state != TenderState.PUBLISHED or tender.closes_at is None or now >= tender.closes_at:
        found.append(NOT_OPEN)
    if supplier.state != "registered":
        found.append(NOT_REGISTERED)
    if tender.method == Method.RESTRICTED and not _named(tender, supplier):
        found.append(NOT_INVITED)
    return found + [one for examine in _examinations for one in examine(tender, supplier, now)]


def _named(tender: Tender, supplier: Supplier) -> bool:
    """A restricted tender names suppliers or a category; where it names suppliers, they alone may bid."""
    named = set(tender.invitations.values_list("supplier", flat=True))
    return supplier.pk in named if named else bool(tender.category)
