"""What a framework's notice says beside its lots, and what stands against publishing it or an order under it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault
from madang.systems.procurement.domain.frameworks import Way, terms_faults
from madang.systems.procurement.domain.methods import Ground
from madang.systems.procurement.domain.words import Method, TenderState
from madang.systems.procurement.models import Competition, FrameworkTerms, Item, Tender
from madang.systems.procurement.usecases.frameworks.room import limits_of, terms_of
from madang.systems.procurement.usecases.market.standing import locked
from madang.systems.procurement.usecases.market.wording import fault


def set_terms(
    *, tender: Tender, members_most: int, starts_on: date, ends_on: date, way: Way, actor: Actor, now: datetime
) -> FrameworkTerms:
    """Write the terms of a draft; publishing says what the law has against them. Raises Forbidden, NotInThisState."""
    require(actor, "procurement.buy", tender.buyer)
    with transaction.atomic():
        held = locked(tender=tender, state=TenderState.DRAFT)
        given = {"members_most": members_most, "starts_on": starts_on, "ends_on": ends_on, "way": way.value}
        made, _new = FrameworkTerms.objects.update_or_create(tender=held, defaults=given)
        target = f"tender:{held.number}"
        audit.record(actor=actor, action="procurement.set_framework_terms", target=target, detail={}, now=now)
    return made


def framework_faults(*, tender: Tender, ground: Ground | None, now: datetime) -> list[Fault]:
    """Everything of frameworks that stands against publishing the draft."""
    if ground is not None and ground.call_off:
        return _call_off_faults(tender, now)
    if tender.method != Method.FRAMEWORK.value:
        return []
    terms = terms_of(tender=tender)
    if terms is None:
        return [fault(place="framework", what="framework_terms_missing")]
    found = terms_faults(
        members_most=terms.members_most,
        members_least=ground.members_least if ground else 1,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        within_year=ground is not None and ground.within_year,
    )
    if tender.closes_at is not None and terms.starts_on < timezone.localdate(tender.closes_at):
        found.append("framework_period")
    return [fault(place="framework", what=what) for what in dict.fromkeys(found)]


def _call_off_faults(tender: Tender, now: datetime) -> list[Fault]:
    held = Competition.objects.filter(tender=tender).select_related("lot__tender__framework_terms").first()
    if held is None:
        return [fault(place="ground", what="call_off_alone")]
    members = set(held.lot.agreements.values_list("supplier", flat=True))
    found = []
    if members != set(tender.invitations.values_list("supplier", flat=True)):
        found.append("call_off_members")
    things = list(Item.objects.filter(lot__tender=tender).values_list("unspsc", "unit", "quantity"))
    if things != [(*held.lot.items.values_list("unspsc", "unit").get(), held.quantity)]:
        found.append("call_off_changed")
    if limits_of(lot=held.lot, minor=tender.estimated, now=now):
        found.append("call_off_beyond")
    return [fault(place="framework", what=what) for what in found]
