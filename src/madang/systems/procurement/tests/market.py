"""Buyers, suppliers and tenders for the market's tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty
from madang.framework.identity.models import Mandate
from madang.framework.values import Party
from madang.systems.procurement.domain.drafts import CriterionDraft, ItemDraft, LotDraft, TenderDraft
from madang.systems.procurement.domain.words import AwardBy, Kind, Method
from madang.systems.procurement.models import Bid, Clearance, Supplier, Tender
from madang.systems.procurement.usecases.market.draft_tender import draft_tender
from madang.systems.procurement.usecases.market.publish_tender import publish_tender
from madang.systems.procurement.usecases.permissions import BUYER

# A Monday, noon in Seoul.
NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
OFFICE = "1741000"


def official(name: str, office: str = OFFICE) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(office, office, BUYER),))


def business(number: str) -> Actor:
    """Its representative, under a mandate that stands."""
    mandate = Mandate.objects.create(
        grantor_kind="business",
        grantor_key=number,
        grantor_name=number,
        holder_kind="person",
        holder_key="p",
        holder_name="owner",
        scope=["*"],
        valid_from=NOW.date(),
        valid_until=NOW.date() + timedelta(days=90),
        granted_at=NOW,
        accepted_at=NOW,
    )
    acting = ActingFor(party=Party.business(number), mandate_id=mandate.key, scope=("*",), name=number)
    return Actor(kind=ActorKind.RESIDENT, name="owner", person="p", acting_for=acting)


BUYER_HERE, BUYER_ELSEWHERE = official("buyer"), official("other", "6110000")
PAPER = ItemDraft(title="복사용지 A4", unspsc="14111500", quantity=Decimal(2000), unit="RM")
DRAFT = TenderDraft(
    title="복사용지 구매",
    description="80 g/m², delivered monthly.",
    kind=Kind.GOODS,
    method=Method.OPEN,
    ground="open_competition",
    award_by=AwardBy.LOWEST_PRICE,
    lots=(LotDraft(title="복사용지", estimated=90_000_000, items=(PAPER,)),),
    questions_until=NOW + timedelta(days=5),
    closes_at=NOW + timedelta(days=8),
    opens_at=NOW + timedelta(days=8, hours=1),
)
BEST_VALUE = replace(
    DRAFT,
    award_by=AwardBy.BEST_VALUE,
    criteria=(
        CriterionDraft(code="price", title="Price", points=20, by_formula=True),
        CriterionDraft(code="plan", title="Plan", points=80),
    ),
)


def drafted(draft: TenderDraft = DRAFT, **changes: Any) -> Tender:
    return draft_tender(draft=replace(draft, **changes), office=OFFICE, actor=BUYER_HERE, now=NOW)


def published(draft: TenderDraft = DRAFT, **changes: Any) -> Tender:
    return publish_tender(tender=drafted(draft, **changes), actor=BUYER_HERE, now=NOW)


def supplier(number: str) -> Supplier:
    """Registered, and cleared of debts today."""
    made = Supplier.objects.create(number=number, name=number, form="sole_trader", registered_at=NOW)
    source = {"source": "charges", "clear": True, "currency": "KRW"}
    valid = {"asked_on": NOW.date(), "valid_until": NOW.date() + timedelta(days=30)}
    Clearance.objects.create(supplier=made, asked_at=NOW, **source, **valid)
    return made


def bid(tender: Tender, by: Supplier) -> Bid:
    return Bid.objects.create(
        number=f"B{tender.pk}-{by.number}",
        tender=tender,
        lot=tender.lots.get(position=1),
        supplier=by,
        sealed=b"sealed",
        sha256=f"{tender.pk}{by.number}".ljust(64, "0"),
        received_at=NOW,
    )
