"""Begin a mini-competition among the members of a framework's lot: a restricted tender that invites them all."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.procurement.domain.drafts import CriterionDraft, ItemDraft, LotDraft, TenderDraft
from madang.systems.procurement.domain.frameworks import Way, may_compete
from madang.systems.procurement.domain.methods import Ground
from madang.systems.procurement.domain.words import AwardBy, Kind
from madang.systems.procurement.models import Agreement, Competition, Invitation, Lot, Tender
from madang.systems.procurement.usecases.award.rules_of import ground_of
from madang.systems.procurement.usecases.frameworks.call_off import cost_of
from madang.systems.procurement.usecases.frameworks.room import require_room
from madang.systems.procurement.usecases.market.draft_tender import draft_tender
from madang.systems.procurement.usecases.market.law import grounds


class NoCompetition(Refusal):
    """The framework has one member, or its notice says that orders are placed directly."""

    code = "procurement.framework.no_competition"
    says = _(
        "No mini-competition began: the framework has one member, or its notice says that orders of this size are placed "
        "directly."
    )


def begin_competition(*, lot: Lot, quantity: Decimal, actor: Actor, now: datetime) -> Tender:
    """A draft of the office, whose dates the buyer sets and which is published, bid for, opened and awarded as every tender. It
    is estimated at the dearest member's agreed price, and no member may ask more than its own.

    Raises Forbidden, CallOffUnfit, NoCompetition, BeyondFramework.
    """
    tender = lot.tender
    require(actor, "procurement.buy", tender.buyer)
    members = list(Agreement.objects.filter(lot=lot).select_related("supplier", "lot").order_by("place"))
    estimated = max((cost_of(agreement=one, quantity=quantity) for one in members), default=0)
    ground = _ground(lot, len(members), estimated, now)
    with transaction.atomic():
        require_room(lot=lot, minor=estimated, now=now)
        made = draft_tender(draft=_draft(lot, ground, quantity, estimated), office=tender.buyer, actor=actor, now=now)
        Invitation.objects.bulk_create(
            Invitation(tender=made, supplier=one.supplier, invited_at=now, by=officer(actor)) for one in members
        )
        Competition.objects.create(lot=lot, tender=made, quantity=quantity, made_at=now)
        detail = {"competition": made.number, "members": len(members)}
        target = f"tender:{tender.number}"
        audit.record(actor=actor, action="procurement.begin_competition", target=target, detail=detail, now=now)
    return made


def may_begin(*, lot: Lot, members: int, minor: int) -> bool:
    """Whether the notice and its law let so many members compete for an order of so much."""
    ground = ground_of(tender=lot.tender)
    return may_compete(
        way=Way(lot.tender.framework_terms.way),
        members=members,
        minor=minor,
        competition_from=ground.competition_from if ground else None,
    )


def _ground(lot: Lot, members: int, estimated: int, now: datetime) -> Ground:
    """The ground of today's law for orders under a framework. Raises NoCompetition."""
    found = next((one for one in grounds(on=timezone.localdate(now)).values() if one.call_off), None)
    if found is None or not may_begin(lot=lot, members=members, minor=estimated):
        raise NoCompetition
    return found


def _draft(lot: Lot, ground: Ground, quantity: Decimal, estimated: int) -> TenderDraft:
    tender, item = lot.tender, lot.items.get()
    limited = tender.award_by == AwardBy.LOWER_LIMIT.value
    thing = ItemDraft(title=item.title, unspsc=item.unspsc, quantity=quantity, unit=item.unit)
    return TenderDraft(
        title=tender.title,
        description=tender.description,
        kind=Kind(tender.kind),
        method=ground.method,
        ground=ground.code,
        # The members' qualification was reviewed when they were admitted.
        award_by=AwardBy.LOWEST_PRICE if limited else AwardBy(tender.award_by),
        lots=(LotDraft(title=lot.title, estimated=estimated, items=(thing,)),),
        criteria=() if limited else tuple(_criteria(tender)),
        budget_line=tender.budget_line,
    )


def _criteria(tender: Tender) -> list[CriterionDraft]:
    rows = tender.criteria.order_by("pk").values("code", "title", "points", "by_formula")
    return [CriterionDraft(**one) for one in rows]
