"""Publish a tender: from then on it is everybody's, and changes only by a correction that all see."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault
from madang.systems.procurement.domain.deadlines import Announced, date_faults
from madang.systems.procurement.domain.drafts import TenderDraft, completeness_faults
from madang.systems.procurement.domain.methods import ground_faults
from madang.systems.procurement.domain.words import Method, Step, TenderState
from madang.systems.procurement.models import Tender
from madang.systems.procurement.usecases.award.commit_reserve_price import promise_seed
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.frameworks.announce import framework_faults
from madang.systems.procurement.usecases.market.draft_tender import draft_of, refuse_unfit
from madang.systems.procurement.usecases.market.law import counted_by, grounds, notice_law, urgencies, working
from madang.systems.procurement.usecases.market.standing import locked
from madang.systems.procurement.usecases.market.tell import tell
from madang.systems.procurement.usecases.market.wording import date_fault, fault, shape_faults
from madang.systems.procurement.usecases.stages.price_stage import PriceDates, begin_price_stage


def publish_tender(*, tender: Tender, actor: Actor, now: datetime) -> Tender:
    """Publish a draft. Raises TenderUnfit with every fault of content, method and dates; NotInThisState, Forbidden."""
    require(actor, "procurement.buy", tender.buyer)
    with transaction.atomic():
        held = locked(tender=tender, state=TenderState.DRAFT)
        refuse_unfit(faults=faults_of(tender=held, now=now))
        held.published_at = now
        ground = grounds(on=timezone.localdate(now))[held.ground]
        # Technical bids say no price, so that there is nothing to draw: the stage of prices promises its own seeds.
        if held.method != Method.TWO_STAGE:
            for lot in held.lots.filter(reserve_price=None).order_by("position"):
                promise_seed(lot=lot, actor=actor, now=now)
        held.state, held.basis = TenderState.PUBLISHED.value, ground.cite
        held.save(update_fields=["state", "published_at", "basis"])
        detail = {"closes_at": held.closes_at, "method": held.method, "ground": held.ground}
        audit.record(
            actor=actor, action="procurement.publish_tender", target=f"tender:{held.number}", detail=detail, now=now
        )
        tell(tender=held, template="procurement/invited", now=now)
        publish_release(ocid=held.ocid, step=Step.TENDER, now=now)
        if ground.together and held.closes_at and held.opens_at:
            dates = PriceDates(closes_at=held.closes_at, opens_at=held.opens_at)
            begin_price_stage(technical=held, dates=dates, together=True, actor=actor, now=now)
    return held


def faults_of(*, tender: Tender, now: datetime) -> list[Fault]:
    """Everything that stands against publishing the draft now."""
    draft, today = draft_of(tender=tender), timezone.localdate(now)
    faults = shape_faults(found=completeness_faults(draft=draft))
    ground = grounds(on=today).get(draft.ground)
    wrong = ground_faults(
        ground=ground,
        method=draft.method,
        kind=draft.kind,
        estimated=draft.estimated,
        invited=tender.invitations.count(),
        category=draft.category,
    )
    places = {"invited_too_few": "numbers", "category_missing": "category", "ground_other_method": "method"}
    faults += [fault(place=places.get(what, "ground"), what=what) for what in wrong]
    faults += framework_faults(tender=tender, ground=ground, now=now)
    if draft.urgency and draft.urgency not in urgencies(on=today):
        faults.append(fault(place="urgency", what="urgency_unknown"))
    if draft.questions_until is not None and draft.questions_until <= now:
        faults.append(fault(place="questions_until", what="questions_too_late"))
    return [*faults, *_date_faults(draft, today)]


def announced(*, draft: TenderDraft, published_on: date) -> Announced | None:
    """What counts for the periods; None while it does not say when it closes."""
    if draft.closes_at is None:
        return None
    return Announced(
        kind=draft.kind,
        method=draft.method,
        award_by=draft.award_by,
        estimated=draft.estimated,
        urgent=bool(draft.urgency),
        published_on=published_on,
        closes_on=timezone.localdate(draft.closes_at),
        briefing_on=timezone.localdate(draft.briefing_at) if draft.briefing_at else None,
    )


def _date_faults(draft: TenderDraft, today: date) -> list[Fault]:
    counted = announced(draft=draft, published_on=today)
    if counted is None:
        return []
    law = notice_law(on=today)
    found = date_faults(tender=counted, law=law, counted=counted_by(law=law), working=working)
    return [date_fault(one) for one in found]
