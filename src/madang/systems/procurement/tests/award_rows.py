"""Rows of the other rooms as the award finds them: a tender whose bids are open, and people of every duty."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty
from madang.framework.identity.models import Account, DutyAssignment, Mandate, Office
from madang.framework.values import Party
from madang.systems.procurement.domain.words import AwardBy, BidState, Kind, Method, TenderState
from madang.systems.procurement.models import Bid, Criterion, Lot, Offer, Supplier, Tender
from madang.systems.procurement.usecases import permissions
from madang.systems.procurement.usecases.award.commit_reserve_price import commit_reserve_price

NOTICE = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
CLOSING = datetime(2026, 6, 22, 1, 0, tzinfo=UTC)
OPENED = CLOSING + timedelta(hours=1)
NOW = CLOSING + timedelta(hours=2)
BASE = 100_000_000


def official(name: str, duty: str, *, office: str = "1741000", account: int | None = None) -> Actor:
    return Actor(kind=ActorKind.OFFICIAL, name=name, account_id=account, duties=(Duty(office, "Office", duty),))


BUYER = official("buyer", permissions.BUYER)
STRANGER = official("stranger", permissions.BUYER, office="1210000")
REVIEWER = official("reviewer", permissions.REVIEWER, office="MOFE-TB")


def acting_for(supplier: Supplier) -> Actor:
    mandate, _made = Mandate.objects.get_or_create(
        grantor_kind="business",
        grantor_key=supplier.number,
        defaults={
            "grantor_name": supplier.name,
            "holder_kind": "person",
            "holder_key": "f" * 32,
            "holder_name": "owner",
            "scope": ["*"],
            "valid_from": NOTICE.date(),
            "valid_until": NOTICE.date() + timedelta(days=365),
            "granted_at": NOTICE,
            "accepted_at": NOTICE,
        },
    )
    behalf = ActingFor(Party.business(supplier.number), mandate.key, ("*",), name=supplier.name)
    return Actor(kind=ActorKind.RESIDENT, name="owner", person="f" * 32, acting_for=behalf)


def make_tender(*, award_by: AwardBy, base: int | None = BASE, kind: Kind = Kind.GOODS, lots: int = 1) -> Tender:
    """Published, with the seeds of its lots promised."""
    stamp = f"{Tender.objects.count() + 1:04d}"
    tender = Tender.objects.create(
        number=f"T2026-{stamp}",
        ocid=f"ocds-test-{stamp}",
        buyer="1741000",
        title="Chairs",
        description="Chairs for a reading room",
        kind=kind.value,
        method=Method.OPEN.value,
        award_by=award_by.value,
        state=TenderState.PUBLISHED.value,
        currency="KRW",
        estimated=BASE * lots,
        basis="State Contracts Act art. 7",
        made_at=NOTICE,
        made_by="account:1",
        published_at=NOTICE,
        closes_at=CLOSING,
        opens_at=CLOSING,
    )
    for position in range(1, lots + 1):
        lot = Lot.objects.create(
            tender=tender, position=position, title=f"Lot {position}", estimated=BASE, base_price=base
        )
        commit_reserve_price(lot=lot, actor=BUYER, now=NOTICE + timedelta(minutes=1))
    if award_by is AwardBy.BEST_VALUE:
        for code, points, by_formula in (("price", 20, True), ("quality", 50, False), ("plan", 30, False)):
            Criterion.objects.create(tender=tender, code=code, title=code, points=points, by_formula=by_formula)
    if award_by is AwardBy.LIFECYCLE_COST:
        Criterion.objects.create(tender=tender, code="costs", title="Yearly costs", points=100, by_formula=True)
    return tender


def make_bid(*, lot: Lot, place: int, minor: int, draws: list[Any] | None = None, answers: Any = None) -> Bid:
    """A bid of the supplier `place`, opened."""
    supplier, _made = Supplier.objects.get_or_create(
        number=f"10000000{place:02d}",
        defaults={"name": f"Supplier {place}", "form": "corporation", "registered_at": NOTICE},
    )
    sealed = f"{lot.pk}:{place}".encode()
    bid = Bid.objects.create(
        number=f"{lot.tender.number}-{lot.position}-B{place}",
        tender=lot.tender,
        lot=lot,
        supplier=supplier,
        sealed=sealed,
        sha256=hashlib.sha256(sealed).hexdigest(),
        received_at=CLOSING - timedelta(hours=1),
        state=BidState.OPENED.value,
        opened_at=OPENED,
    )
    Offer.objects.create(
        bid=bid, minor=minor, currency="KRW", draws=[1, 2] if draws is None else draws, answers=answers or {}
    )
    return bid


def opened(tender: Tender) -> Tender:
    """The tender after its ceremony."""
    tender.state = TenderState.OPENED.value
    tender.save(update_fields=["state"])
    return tender


def make_evaluator(name: str) -> Actor:
    """An official with the duty of an evaluator, and their account."""
    office, _made = Office.objects.get_or_create(code="PPS", defaults={"name": "Procurement Service"})
    account = Account.objects.create(login=name, name=name, created_at=NOTICE, language="en")
    DutyAssignment.objects.create(
        account=account, office=office, duty=permissions.EVALUATOR, assigned_from=NOTICE.date() - timedelta(days=30)
    )
    return official(name, permissions.EVALUATOR, office="PPS", account=account.pk)
