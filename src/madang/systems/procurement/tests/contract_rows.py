"""Rows and people for tests of contracts. Other systems are reached by name, as the site loads them: systems do not import each
other.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty
from madang.framework.identity.models import Account, Mandate, Office
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.contracting import GuaranteeKind
from madang.systems.procurement.domain.words import AwardBy, AwardState, Kind, Method, TenderState
from madang.systems.procurement.models import Award, Bid, Contract, Guarantee, Lot, Supplier, Tender
from madang.systems.procurement.usecases.contract.lodge_guarantee import Promise, lodge_guarantee
from madang.systems.procurement.usecases.contract.make_contract import Part, Plan, make_contract
from madang.systems.procurement.usecases.permissions import BUYER

NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
TODAY = date(2026, 6, 8)
OFFICE, NUMBER = "1741000", "1018100012"
VALUE = 60_000_000


def official(login: str, *, office: str = OFFICE, person: str | None = None) -> Actor:
    """A buyer of an office, with an account of their own."""
    account = Account.objects.create(login=login, name=login.title(), created_at=NOW, person=person)
    duty = Duty(office, "Office", BUYER)
    return Actor(kind=ActorKind.OFFICIAL, name=account.name, account_id=account.pk, person=person, duties=(duty,))


def supplier_actor(number: str = NUMBER, *, actor: Actor | None = None) -> Actor:
    """Somebody who acts for a business."""
    someone = actor or Actor(kind=ActorKind.RESIDENT, name="Park Dohyun", person="person-dohyun")
    mandate = Mandate.objects.create(
        grantor_kind="business",
        grantor_key=number,
        grantor_name="도현상회",
        holder_kind="person",
        holder_key=str(someone.person),
        holder_name=someone.name,
        scope=["*"],
        valid_from=TODAY - timedelta(days=30),
        valid_until=TODAY + timedelta(days=365),
        granted_at=NOW,
        accepted_at=NOW,
    )
    return replace(someone, acting_for=ActingFor(Party.business(number), mandate.key, ("*",)))


def lot_of(*, minor: int, kind: Kind) -> Lot:
    """The one lot of a tender that ended."""
    Office.objects.get_or_create(code=OFFICE, defaults={"name": "행정안전부", "name_en": "Ministry of the Interior"})
    key, published = random_symbols(count=6), NOW - timedelta(days=40)
    tender = Tender.objects.create(
        number=f"T-{key}",
        ocid=f"ocds-test-{key}",
        buyer=OFFICE,
        title="Chairs for offices",
        description="Chairs",
        kind=kind.value,
        method=Method.OPEN.value,
        award_by=AwardBy.LOWEST_PRICE.value,
        state=TenderState.AWARDED.value,
        currency="KRW",
        estimated=minor,
        basis="State Contracts Act art. 7",
        made_at=published,
        made_by="x",
        published_at=published,
        closes_at=NOW - timedelta(days=20),
        opens_at=NOW - timedelta(days=20),
    )
    return Lot.objects.create(tender=tender, position=1, title="Chairs", estimated=minor)


def award_of(*, minor: int = VALUE, kind: Kind = Kind.GOODS, number: str = NUMBER) -> Award:
    """A final award with everything below it."""
    lot, key = lot_of(minor=minor, kind=kind), random_symbols(count=6)
    named = {"name": "도현상회", "form": "sole", "registered_at": NOW}
    supplier, _made = Supplier.objects.get_or_create(number=number, defaults=named)
    rows = {"tender": lot.tender, "lot": lot, "supplier": supplier}
    at = NOW - timedelta(days=25)
    bid = Bid.objects.create(number=f"B-{key}", sealed=b"x", sha256=key, received_at=at, **rows)
    return Award.objects.create(
        number=f"A-{key}",
        bid=bid,
        minor=minor,
        currency="KRW",
        state=AwardState.ACTIVE.value,
        reasons="Lowest",
        decided_at=NOW - timedelta(days=15),
        decided_by="x",
        standstill_until=NOW - timedelta(days=5),
        final_at=NOW - timedelta(days=5),
        **rows,
    )


def plan_of(line: str = "2026/1100/22/1", **other: Any) -> Plan:
    """Two milestones: forty percent due today, the rest in two months."""
    made = Plan(
        line=line,
        account="004-12345678901",
        holder="도현상회",
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=60),
        defect_percent=Decimal(3),
        parts=(
            Part(title="First delivery", due_on=TODAY, percent=Decimal(40)),
            Part(title="Second delivery", due_on=TODAY + timedelta(days=60), percent=Decimal(60)),
        ),
    )
    return replace(made, **other)


def contract_of(actor: Actor, *, line: str = "2026/1100/22/1", minor: int = VALUE) -> Contract:
    """A draft."""
    made = make_contract(award=award_of(minor=minor), plan=plan_of(line), actor=actor, now=NOW)
    return Contract.objects.select_related("terms", "supplier").get(pk=made.pk)


def active_contract(actor: Actor, *, minor: int = VALUE) -> Contract:
    """As after commitment and signature, by the rows alone."""
    made = contract_of(actor, minor=minor)
    made.fundings.update(number=f"C2026-{random_symbols(count=8)}", committed_at=NOW)
    made.state, made.signed_at = "active", NOW
    made.save()
    return made


def secured(contract: Contract, actor: Actor, *, minor: int = 6_000_000) -> Guarantee:
    """Its performance guarantee."""
    promise = Promise(
        kind=GuaranteeKind.PERFORMANCE,
        minor=minor,
        issuer="서울보증보험",
        number=random_symbols(count=10),
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=90),
    )
    return lodge_guarantee(contract=contract, promise=promise, actor=actor, now=NOW)


def system(name: str) -> Any:
    """A module of another system."""
    return import_module(f"madang.systems.{name}")


def budget_line(*, minor: int = 100_000_000, **codes: str) -> Any:
    """A line of the office at the treasury, all of it allotted."""
    rows, opened = system("treasury.tests.conftest"), system("treasury.usecases.open_line")
    line = opened.open_line(
        year=2026,
        codes={**rows.CODES, **codes},
        titles={"en": "Buildings"},
        minor=minor,
        actor=rows.BUDGET,
        now=NOW,
    )
    opened.allot(line=line, minor=minor, actor=rows.BUDGET, now=NOW)
    line.refresh_from_db()
    return line
