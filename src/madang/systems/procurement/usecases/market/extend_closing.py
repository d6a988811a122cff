"""A closing moves later: by the buyer for a reason, or by the machinery because the service was down."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import is_working_day
from madang.systems.procurement.domain.deadlines import day_off
from madang.systems.procurement.domain.outages import Gap, OutageLaw, counts, extended, gaps
from madang.systems.procurement.domain.words import Step, TenderState
from madang.systems.procurement.models import ClosingExtension, Tender, UpTime
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.draft_tender import refuse_unfit
from madang.systems.procurement.usecases.market.law import notice_law, outage_law, working
from madang.systems.procurement.usecases.market.standing import locked_open
from madang.systems.procurement.usecases.market.tell import tell
from madang.systems.procurement.usecases.market.wording import date_fault, fault

MACHINERY = "procurement.market"
# Stretches between outages that each minute looks at, the newest first.
MOST_STRETCHES = 200


def extend_closing(
    *, tender: Tender, closes_at: datetime, reason: str, actor: Actor, now: datetime
) -> ClosingExtension:
    """Give more time before the closing, for a reason that all read. Raises TenderUnfit, ClosingPassed, NotInThisState,
    Forbidden.
    """
    require(actor, "procurement.buy", tender.buyer)
    with transaction.atomic():
        held, was = locked_open(tender=tender, now=now)
        faults = []
        if not reason.strip():
            faults.append(fault(place="reason", what="reason_missing"))
        if closes_at <= was:
            faults.append(fault(place="closes_at", what="not_later"))
        law = notice_law(on=timezone.localdate(now))
        closed_day = day_off(closes_on=timezone.localdate(closes_at), law=law, working=working)
        refuse_unfit(faults=[*faults, *map(date_fault, closed_day)])
        return _extend(held, closes_at, actor=actor, now=now, reason=reason.strip())


def extend_for_outages(*, now: datetime) -> int:
    """Extend every open tender into whose closing hours an outage reached, once an outage; how many extensions. Also those
    whose closing has passed meanwhile, so it runs before `close_tenders`. Idempotent.
    """
    law = outage_law(on=timezone.localdate(now))
    stretches = UpTime.objects.order_by("-until").values_list("since", "until")[:MOST_STRETCHES]
    found = list(gaps(stretches=stretches, least=timedelta(minutes=law.least_minutes)))
    return sum(_extend_for(gap, law, now) for gap in found)


def _extend_for(gap: Gap, law: OutageLaw, now: datetime) -> int:
    touched = Tender.objects.filter(
        state=TenderState.PUBLISHED.value,
        published_at__lt=gap.down_until,
        closes_at__gt=gap.down_from,
        closes_at__lt=gap.down_until + timedelta(hours=law.window_hours),
    ).exclude(extensions__down_from=gap.down_from)
    count = 0
    for one in touched.order_by("pk"):
        with transaction.atomic():
            held = Tender.objects.select_for_update().get(pk=one.pk)
            done = held.extensions.filter(down_from=gap.down_from).exists()
            if held.state != TenderState.PUBLISHED or held.closes_at is None or done:
                continue
            closes_at = timezone.localtime(held.closes_at)
            if not counts(gap=gap, closes_at=closes_at, law=law):
                continue
            moved = extended(closes_at=closes_at, gap=gap, law=law, is_working_day=is_working_day)
            _extend(held, moved, actor=system_actor(MACHINERY), now=now, gap=gap)
            count += 1
    return count


def _extend(
    held: Tender, closes_at: datetime, *, actor: Actor, now: datetime, reason: str = "", gap: Gap | None = None
) -> ClosingExtension:
    was = held.closes_at or now
    made = ClosingExtension.objects.create(
        tender=held,
        at=now,
        by=MACHINERY if gap else officer(actor),
        reason=reason,
        closes_from=was,
        closes_to=closes_at,
        down_from=gap.down_from if gap else None,
        down_until=gap.down_until if gap else None,
    )
    held.opens_at = held.opens_at + (closes_at - was) if held.opens_at else closes_at
    held.closes_at = closes_at
    held.save(update_fields=["closes_at", "opens_at"])
    detail = {"closes_at": closes_at, "outage": gap is not None}
    audit.record(
        actor=actor, action="procurement.extend_closing", target=f"tender:{held.number}", detail=detail, now=now
    )
    tell(tender=held, template="procurement/extended", now=now)
    publish_release(ocid=held.ocid, step=Step.TENDER_AMENDMENT, now=now)
    return made
