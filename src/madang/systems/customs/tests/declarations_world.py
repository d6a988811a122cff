"""Declarations for the tests: a coffee maker from China, biscuits that another agency must agree to."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Duty, system_actor
from madang.framework.identity.tests.browsers import standing_mandate
from madang.framework.values import Money, Party
from madang.systems.customs.domain.declaration import Charge, Declaration, Incoterm, Item, Quantity, Statement
from madang.systems.customs.domain.requirements import SAID
from madang.systems.customs.domain.words import Adjustment, Direction, Lane
from madang.systems.customs.usecases.permissions import ANALYST
from madang.systems.customs.usecases.selectivity.rules import decide_rule, propose_rule

# A Monday; 10:00 in Seoul.
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
MACHINE = system_actor("test")
OFFICE = "KCS-020"
SHOP = Party.business("1018100001")
CLOTHES, BISCUITS = "6109101000", "1905310000"
# What the act on imported food asks.
FOOD_SAID = (
    Statement(type=SAID, code="MFR", text="Nordhain Backwaren"),
    Statement(type=SAID, code="PKD", text="2026-02-02"),
)


def acting(party: Party = SHOP, *, scope: tuple[str, ...] = ("customs.declare:*",)) -> Actor:
    """A broker who acts for a business."""
    key = standing_mandate(party.key, person="person-sora", scope=scope, now=NOW)
    whose = ActingFor(party=party, mandate_id=key, scope=scope, name="도현상회")
    return Actor(kind=ActorKind.RESIDENT, person="person-sora", name="최소라", acting_for=whose)


def approved_rule(*, lane: Lane, condition: str) -> str:
    """A risk rule that one analyst proposed and another approved; its code."""
    first, second = (
        Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(OFFICE, OFFICE, ANALYST),)) for name in ("공", "금")
    )
    made = propose_rule(
        title="시험",
        condition=condition,
        lane=lane,
        reason="시험",
        valid_from=NOW.date(),
        valid_until=None,
        actor=first,
        now=NOW,
    )
    decide_rule(code=made.code, approve=True, actor=second, now=NOW)
    return made.code


def declaration(reference: str = "A-1", commodity: str = CLOTHES, **other: Any) -> Declaration:
    """300,000 won of goods, carriage and insurance paid (the value of the published example of 2025-04-06)."""
    item = Item(
        sequence=1,
        commodity=commodity,
        description="면 티셔츠" if commodity == CLOTHES else "비스킷",
        origin="CN",
        net_mass=Decimal("20"),
        quantities=(Quantity(value=Decimal("100"), unit="H87"),),
        price=Money(300_000, "KRW"),
        statements=FOOD_SAID if commodity == BISCUITS else (),
    )
    given: dict[str, Any] = {
        "direction": Direction.IMPORT,
        "reference": reference,
        "items": (item,),
        "incoterm": Incoterm(code="CIF", place="KRINC"),
        "charges": (Charge(kind=Adjustment.FREIGHT, amount=Money(0, "KRW")),),
        "export_country": "CN",
        "destination_country": "KR",
    }
    return Declaration(**(given | other))
