"""What was published changes only so: visibly, with a reason, and by law with more time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault
from madang.systems.procurement.domain.corrections import CHANGEABLE, Change, changes_of
from madang.systems.procurement.domain.deadlines import DateFault, day_off, earliest_after_correction
from madang.systems.procurement.domain.drafts import TenderDraft, completeness_faults
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Correction, Item, Lot, Tender
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.market.draft_tender import draft_of, refuse_unfit
from madang.systems.procurement.usecases.market.law import counted_by, notice_law, working
from madang.systems.procurement.usecases.market.standing import locked_open
from madang.systems.procurement.usecases.market.tell import tell
from madang.systems.procurement.usecases.market.wording import date_fault, fault, shape_faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The notice as it shall be: only what is given changes. `places` are what `domain.corrections` names in lots and items."""

    reason: str
    closes_at: datetime
    title: str | None = None
    description: str | None = None
    questions_until: datetime | None = None
    places: Mapping[str, str] = field(default_factory=dict)


def correct_tender(*, tender: Tender, corrected: Corrected, actor: Actor, now: datetime) -> Correction:
    """Correct a published notice before its closing. The closing moves as the law says, or further. Raises TenderUnfit with
    every fault, ClosingPassed, NotInThisState, Forbidden.
    """
    require(actor, "procurement.buy", tender.buyer)
    with transaction.atomic():
        held, was = locked_open(tender=tender, now=now)
        before = draft_of(tender=held)
        after = _after(before, corrected)
        changes = changes_of(before=before, after=after)
        refuse_unfit(faults=_faults(held, after, corrected, changes, now))
        made = Correction.objects.create(
            tender=held,
            at=now,
            by=officer(actor),
            reason=corrected.reason.strip(),
            changes=[{"place": one.place, "was": one.was, "is": one.becomes} for one in changes],
            closes_from=was,
            closes_to=corrected.closes_at,
        )
        _write(held, after)
        detail = {"closes_at": held.closes_at, "changes": len(changes)}
        audit.record(
            actor=actor, action="procurement.correct_tender", target=f"tender:{held.number}", detail=detail, now=now
        )
        tell(tender=held, template="procurement/corrected", now=now)
        publish_release(ocid=held.ocid, step=Step.TENDER_AMENDMENT, now=now)
    return made


def earliest_closing_of(*, tender: Tender, now: datetime) -> date:
    """The first day on which the tender may close if it is corrected now."""
    today = timezone.localdate(now)
    law = notice_law(on=today)
    return earliest_after_correction(
        corrected_on=today,
        closes_on=timezone.localdate(tender.closes_at),
        law=law,
        counted=counted_by(law=law),
        working=working,
    )


def _after(before: TenderDraft, corrected: Corrected) -> TenderDraft:
    """The draft with what is given; the opening keeps its distance from the closing."""
    moved = corrected.closes_at - before.closes_at if before.closes_at else timedelta(0)
    given: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name in CHANGEABLE
        if (value := getattr(corrected, name)) is not None
    }
    lots = tuple(
        replace(
            lot,
            title=corrected.places.get(f"lot {number} title", lot.title),
            items=tuple(
                replace(item, title=corrected.places.get(f"lot {number} item {place} title", item.title))
                for place, item in enumerate(lot.items, 1)
            ),
        )
        for number, lot in enumerate(before.lots, 1)
    )
    opens_at = before.opens_at + moved if before.opens_at else None
    return replace(before, lots=lots, closes_at=corrected.closes_at, opens_at=opens_at, **given)


def _faults(
    held: Tender, after: TenderDraft, corrected: Corrected, changes: list[Change], now: datetime
) -> list[Fault]:
    faults = shape_faults(found=completeness_faults(draft=after))
    if not corrected.reason.strip():
        faults.append(fault(place="reason", what="reason_missing"))
    if not changes:
        faults.append(fault(place="title", what="nothing_changed"))
    law = notice_law(on=timezone.localdate(now))
    earliest = earliest_closing_of(tender=held, now=now)
    closes_on = timezone.localdate(corrected.closes_at)
    if closes_on < earliest or (held.closes_at and corrected.closes_at < held.closes_at):
        wrong = [DateFault(place="closes_at", what="closes_too_early", earliest=earliest)]
    else:
        wrong = day_off(closes_on=closes_on, law=law, working=working)
    return [*faults, *map(date_fault, wrong)]


def _write(held: Tender, after: TenderDraft) -> None:
    held.title, held.description, held.questions_until = after.title, after.description, after.questions_until
    held.closes_at, held.opens_at = after.closes_at, after.opens_at
    held.save(update_fields=["title", "description", "questions_until", "closes_at", "opens_at"])
    for number, lot in enumerate(after.lots, 1):
        Lot.objects.filter(tender=held, position=number).exclude(title=lot.title).update(title=lot.title)
        for place, item in enumerate(lot.items, 1):
            rows = Item.objects.filter(lot__tender=held, lot__position=number, position=place)
            rows.exclude(title=item.title).update(title=item.title)
