"""A buyer writes a tender; nobody else sees it before it is published."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.framework.values import Fault, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.drafts import (
    CriterionDraft,
    ItemDraft,
    LotDraft,
    TenderDraft,
    draft_faults,
)
from madang.systems.procurement.domain.words import AwardBy, Kind, Method, TenderState
from madang.systems.procurement.models import Criterion, Invitation, Item, Lot, PlannedPurchase, Supplier, Tender
from madang.systems.procurement.usecases.market.law import grounds, ocid_of
from madang.systems.procurement.usecases.market.standing import locked
from madang.systems.procurement.usecases.market.wording import fault, shape_faults


class TenderUnfit(Refusal):
    """Something that the tender says, or does not say, stands against it."""

    code = "procurement.tender_unfit"
    says = _("Nothing was recorded: {says}")
    status = 422


class PlanTaken(Refusal):
    """The plan's row is not published, of another office, or has its tender already."""

    code = "procurement.plan_taken"
    says = _("This row of the plan cannot become a tender: it must be published, and have no tender yet.")


# What a draft says that its row keeps under the same name.
PLAIN = ("title", "description", "ground", "urgency", "category", "budget_line")
DATES = ("briefing_at", "questions_until", "closes_at", "opens_at")


def draft_tender(
    *, draft: TenderDraft, office: str, actor: Actor, now: datetime, plan: PlannedPurchase | None = None
) -> Tender:
    """A new draft of the actor's office; from a row of its plan it takes the ocid. Raises TenderUnfit with every fault,
    PlanTaken, Forbidden.
    """
    require(actor, "procurement.buy", office)
    refuse_unfit(faults=shape_faults(found=draft_faults(draft=draft)))
    today = timezone.localdate(now)
    number = f"{today:%Y%m%d}-{random_symbols(count=6)}"
    with transaction.atomic():
        row = _free_row(plan, office) if plan else None
        made = Tender.objects.create(
            number=number,
            ocid=row.ocid if row else ocid_of(number=number, on=today),
            buyer=office,
            currency=pack().currency,
            made_at=now,
            made_by=officer(actor),
            **_columns(draft, now),
        )
        _write_parts(made, draft)
        if row:
            row.tender = made
            row.save(update_fields=["tender"])
        detail = {"kind": draft.kind.value, "method": draft.method.value}
        audit.record(actor=actor, action="procurement.draft_tender", target=f"tender:{number}", detail=detail, now=now)
    return made


def change_draft(*, tender: Tender, draft: TenderDraft, actor: Actor, now: datetime) -> Tender:
    """Write a draft anew, with its lots, items and criteria. Raises TenderUnfit, NotInThisState, Forbidden."""
    require(actor, "procurement.buy", tender.buyer)
    refuse_unfit(faults=shape_faults(found=draft_faults(draft=draft)))
    with transaction.atomic():
        held = locked(tender=tender, state=TenderState.DRAFT)
        for name, value in _columns(draft, now).items():
            setattr(held, name, value)
        held.save()
        Item.objects.filter(lot__tender=held).delete()
        held.lots.all().delete()
        held.criteria.all().delete()
        _write_parts(held, draft)
        audit.record(actor=actor, action="procurement.change_draft", target=f"tender:{held.number}", detail={}, now=now)
    return held


def discard_draft(*, tender: Tender, actor: Actor, now: datetime) -> None:
    """Throw a draft away; a row of the plan is free again. Raises NotInThisState, Forbidden."""
    require(actor, "procurement.buy", tender.buyer)
    with transaction.atomic():
        held = locked(tender=tender, state=TenderState.DRAFT)
        PlannedPurchase.objects.filter(tender=held).update(tender=None)
        Item.objects.filter(lot__tender=held).delete()
        for parts in (held.lots, held.criteria, held.invitations):
            parts.all().delete()
        audit.record(
            actor=actor, action="procurement.discard_draft", target=f"tender:{held.number}", detail={}, now=now
        )
        held.delete()


def invite(*, tender: Tender, numbers: Iterable[str], actor: Actor, now: datetime) -> int:
    """Name the suppliers that may bid, by their registration numbers, in place of those named before; they are told with the
    notice. How many. Raises TenderUnfit, NotInThisState, Forbidden.
    """
    require(actor, "procurement.buy", tender.buyer)
    wanted = sorted({one.strip() for one in numbers if one.strip()})
    known = list(Supplier.objects.filter(number__in=wanted))
    if len(known) < len(wanted):
        found = fault(place="numbers", what="supplier_unknown")
        missing = sorted(set(wanted) - {one.number for one in known})
        raise TenderUnfit(faults=(found,), says=f"{found.says} ({', '.join(missing)[:200]})")
    with transaction.atomic():
        held = locked(tender=tender, state=TenderState.DRAFT)
        held.invitations.all().delete()
        Invitation.objects.bulk_create(
            Invitation(tender=held, supplier=one, invited_at=now, by=officer(actor)) for one in known
        )
        detail = {"count": len(known)}
        audit.record(actor=actor, action="procurement.invite", target=f"tender:{held.number}", detail=detail, now=now)
    return len(known)


def draft_of(*, tender: Tender) -> TenderDraft:
    """A tender as its buyer wrote it."""
    lots = tuple(
        LotDraft(
            title=lot.title,
            estimated=lot.estimated,
            base_price=lot.base_price,
            items=tuple(
                ItemDraft(title=one.title, unspsc=one.unspsc, quantity=one.quantity, unit=one.unit)
                for one in sorted(lot.items.all(), key=lambda one: one.position)
            ),
        )
        for lot in tender.lots.order_by("position").prefetch_related("items")
    )
    criteria = tuple(
        CriterionDraft(code=one.code, title=one.title, points=one.points, by_formula=one.by_formula)
        for one in tender.criteria.order_by("pk")
    )
    return TenderDraft(
        kind=Kind(tender.kind),
        method=Method(tender.method),
        award_by=AwardBy(tender.award_by),
        lots=lots,
        criteria=criteria,
        **{name: getattr(tender, name) for name in (*PLAIN, *DATES)},
    )


def refuse_unfit(*, faults: Sequence[Fault]) -> None:
    """Raises TenderUnfit with every fault, where there is one."""
    if faults:
        raise TenderUnfit(faults=tuple(faults), says=" ".join(one.says for one in faults))


def _free_row(plan: PlannedPurchase, office: str) -> PlannedPurchase:
    row = PlannedPurchase.objects.select_for_update().get(pk=plan.pk)
    if row.office != office or row.tender_id is not None or row.published_at is None:
        raise PlanTaken()
    return row


def _columns(draft: TenderDraft, now: datetime) -> dict[str, object]:
    ground = grounds(on=timezone.localdate(now)).get(draft.ground)
    return {
        "kind": draft.kind.value,
        "method": draft.method.value,
        "award_by": draft.award_by.value,
        "estimated": draft.estimated,
        "basis": ground.cite if ground else "",
        **{name: getattr(draft, name) for name in (*PLAIN, *DATES)},
    }


def _write_parts(tender: Tender, draft: TenderDraft) -> None:
    for position, lot in enumerate(draft.lots, 1):
        made = Lot.objects.create(
            tender=tender, position=position, title=lot.title, estimated=lot.estimated, base_price=lot.base_price
        )
        Item.objects.bulk_create(
            Item(lot=made, position=place, title=one.title, unspsc=one.unspsc, quantity=one.quantity, unit=one.unit)
            for place, one in enumerate(lot.items, 1)
        )
    Criterion.objects.bulk_create(
        Criterion(tender=tender, code=one.code, title=one.title, points=one.points, by_formula=one.by_formula)
        for one in draft.criteria
    )
