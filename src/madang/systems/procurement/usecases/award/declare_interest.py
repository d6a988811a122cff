"""An evaluator declares that nothing ties them to a bidder, and the business register is asked whether that holds."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.contracts.businesses_v1 import Business, GetBusiness
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit import record
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party, Refusal
from madang.systems.procurement.domain.words import BidState
from madang.systems.procurement.models import Bid, PanelMember, Tender
from madang.systems.procurement.usecases.award.reveal_reserve_price import NotOpenedYet
from madang.systems.procurement.usecases.name import SYSTEM

PURPOSE = declare(gettext_noop("Checking evaluators for conflicts of interest"))


class NotOnPanel(Refusal):
    """The actor does not evaluate this tender, or no longer does."""

    code = "procurement.not_on_panel"
    says = _("You are not on the panel of tender {tender}, or left it for a conflict of interest.")
    status = 403


class AlreadyDeclared(Refusal):
    """A declaration is made once."""

    code = "procurement.already_declared"
    says = _(
        "You declared before; a declaration stands. If something changed, tell the buyer, who appoints another evaluator."
    )


def declare_interest(*, tender: Tender, interest: str, actor: Actor, now: datetime) -> PanelMember:
    """Declare an interest (its description), or none (empty), once the bidders are known. Who has one, or represents a bidder
    in the business register, leaves the panel. Asks outside a transaction; without the register's answer nothing is recorded.

    Raises Forbidden, NotOnPanel, NotOpenedYet, AlreadyDeclared, and what the exchange refuses.
    """
    require(actor, "procurement.evaluate", tender.number)
    member = seat_of(tender=tender, actor=actor)
    numbers = _bidders(tender)
    found = next((number for number in numbers if _represents(actor, _registered(number, actor, tender))), "")

    with transaction.atomic():
        member = PanelMember.objects.select_for_update().get(pk=member.pk)
        if member.state != "appointed":
            raise AlreadyDeclared
        member.state = "conflicted" if interest.strip() or found else "declared"
        member.interest, member.found, member.declared_at = interest.strip(), found, now
        member.save(update_fields=["state", "interest", "found", "declared_at"])
        detail = {"evaluator": member.label, "state": member.state}
        record(
            actor=actor, action="procurement.declare_interest", target=f"tender:{tender.number}", detail=detail, now=now
        )
    return member


def seat_of(*, tender: Tender, actor: Actor) -> PanelMember:
    """The actor's seat on the tender's panel. Raises NotOnPanel."""
    found = PanelMember.objects.filter(panel__tender=tender, account=actor.account_id or 0).first()
    if found is None or found.state == "conflicted":
        raise NotOnPanel(tender=tender.number)
    return found


def _bidders(tender: Tender) -> list[str]:
    bids = Bid.objects.filter(tender=tender, state=BidState.OPENED.value)
    numbers = sorted(set(bids.values_list("supplier__number", flat=True)))
    if not numbers:
        raise NotOpenedYet(tender=tender.number)
    return numbers


def _registered(number: str, actor: Actor, tender: Tender) -> Business:
    asking = Asking(
        system=SYSTEM,
        actor=actor,
        purpose=PURPOSE,
        basis=legal_basis(asker=SYSTEM, question=GetBusiness, purpose=PURPOSE),
        subject=Party.business(number),
        case=tender.number,
    )
    return ask(GetBusiness(number=number), asking)


def _represents(actor: Actor, business: Business) -> bool:
    """By key, or by name where the account is no resident's: a namesake is replaced rather than trusted."""
    if actor.person is not None:
        return actor.person in business.representatives
    return actor.name in business.representative_names
