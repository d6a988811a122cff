"""Rows of other rooms for the tests of disclosure, made by the models."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from madang.systems.procurement.models import (
    Award,
    Bid,
    Contract,
    Criterion,
    Item,
    Lot,
    Offer,
    PlannedPurchase,
    Supplier,
    Tender,
)

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def supplier(number: str, name: str = "") -> Supplier:
    """A supplier; the same for the same number."""
    made, _new = Supplier.objects.get_or_create(
        number=number,
        defaults={
            "name": name or f"Supplier {number}",
            "form": "corporation",
            "address": "SECRET-ADDRESS",
            "registered_at": NOW,
        },
    )
    return made


def tender(number: str, *, at: datetime = NOW, state: str = "published", lots: int = 1, **fields: object) -> Tender:
    """A tender of office 1741000 with lots of two items each."""
    given: dict[str, object] = {
        "ocid": f"ocds-madang-{number}",
        "buyer": "1741000",
        "title": f"Chairs {number}",
        "description": "Chairs for the reading rooms",
        "kind": "goods",
        "method": "open",
        "award_by": "lowest_price",
        "currency": "KRW",
        "estimated": 10_000_000 * lots,
        "basis": "Article 7",
        "budget_line": "2026-1100-22",
        "made_at": at,
        "made_by": "SECRET-OFFICER",
        "published_at": at,
        "questions_until": at + timedelta(days=5),
        "closes_at": at + timedelta(days=10),
        "opens_at": at + timedelta(days=10, hours=1),
    }
    made = Tender.objects.create(number=number, state=state, **(given | fields))
    Criterion.objects.create(tender=made, code="price", title="Price", points=100, by_formula=True)
    for position in range(1, lots + 1):
        lot = Lot.objects.create(
            tender=made, position=position, title=f"Lot {position}", estimated=10_000_000, base_price=987_654_321
        )
        for place, (code, unit) in enumerate((("56112102", "C62"), ("56101519", "C62")), start=1):
            Item.objects.create(
                lot=lot, position=place, title=f"Thing {place}", unspsc=code, quantity=Decimal("12.5"), unit=unit
            )
    return made


def planned(number: str, *, month: int) -> PlannedPurchase:
    """A row of the plan of office 1741000, not yet published."""
    return PlannedPurchase.objects.create(
        ocid=f"ocds-madang-{number}",
        office="1741000",
        year=2026,
        month=month,
        title="Chairs planned",
        unspsc="56112100",
        kind="goods",
        method="open",
        estimated=12_000_000,
        currency="KRW",
        made_at=NOW,
        made_by="SECRET-OFFICER",
    )


def bid(lot: Lot, who: str, minor: int, *, state: str = "opened", device: str = "") -> Bid:
    """A bid of a lot, opened with its offer unless its state says otherwise."""
    number = f"B-{lot.tender.number}-{lot.position}-{who}"
    made = Bid.objects.create(
        number=number,
        tender=lot.tender,
        lot=lot,
        supplier=supplier(who),
        sealed=b"SECRET-SEALED",
        sha256=hashlib.sha256(number.encode()).hexdigest(),
        received_at=NOW,
        state=state,
        opened_at=NOW if state == "opened" else None,
    )
    if state == "opened":
        Offer.objects.create(bid=made, minor=minor, currency="KRW", answers={"plan": "SECRET-ANSWER"}, device=device)
    return made


def award(won: Bid, *, at: datetime, state: str = "active") -> Award:
    """The award of a bid's lot."""
    return Award.objects.create(
        number=f"A-{won.number}",
        tender=won.tender,
        lot=won.lot,
        bid=won,
        supplier=won.supplier,
        minor=won.offer.minor,
        currency="KRW",
        state=state,
        reasons="SECRET-REASONS",
        decided_at=at,
        decided_by="SECRET-OFFICER",
        standstill_until=at + timedelta(days=10),
        final_at=at if state == "active" else None,
    )


def contract(given: Award, *, at: datetime, state: str = "active") -> Contract:
    """The contract on an award."""
    return Contract.objects.create(
        number=f"C-{given.number}",
        award=given,
        ocid=given.tender.ocid,
        buyer=given.tender.buyer,
        supplier=given.supplier,
        title=given.tender.title,
        minor=given.minor,
        currency=given.currency,
        state=state,
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 9, 30),
        made_at=at,
        signed_at=at,
        commitment="SECRET-COMMITMENT",
    )
