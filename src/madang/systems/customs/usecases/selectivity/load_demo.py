"""The demonstration of this room: rules of three kinds, a season of inspected declarations, and the model learned from them."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Declaration, Item, Trader
from madang.systems.customs.domain.words import Direction, Lane
from madang.systems.customs.models import RiskRule, Selected
from madang.systems.customs.usecases.permissions import ANALYST
from madang.systems.customs.usecases.selectivity.outcomes import record_outcome, train_model
from madang.systems.customs.usecases.selectivity.rules import decide_rule, propose_rule
from madang.systems.customs.usecases.selectivity.select_declaration import select_declaration

OFFICE, OFFICE_NAME = "KCS-020", "Customs"
DECLARATIONS = 80
GOODS = (
    ("8471300000", "Portable computers", 900),
    ("0902100000", "Green tea", 40),
    ("6109100000", "T-shirts of cotton", 12),
    ("8510100000", "Electric shavers", 60),
)
ORIGINS = ("CN", "VN", "JP", "US", "DE")
RULES = (
    (
        "시계 저가 신고",
        "commodity starts 91\nprice_per_kg below 300",
        Lane.RED,
        "봄에 저가로 신고된 시계가 적발되었습니다.",
    ),
    (
        "면 티셔츠 원산지",
        "commodity starts 6109\norigin is VN\nnot document given",
        Lane.YELLOW,
        "원산지를 증명하는 서류가 없습니다.",
    ),
    (
        "신규 수입자 고가 전자",
        "commodity starts 8471\nimporter_declarations below 3",
        Lane.BLUE,
        "처음 수입하는 업체의 고가 전자제품입니다.",
    ),
)
DRAFT = (
    "녹차 저가",
    "commodity starts 0902\nprice_per_kg below 10",
    Lane.YELLOW,
    "차를 지나치게 낮은 가격으로 신고한다는 정보가 있습니다.",
)


def load_selectivity_demo(*, now: datetime) -> int:
    """Rules, selections with their outcomes, and a model; none twice."""
    if RiskRule.objects.exists():
        return 0
    first, second = _analyst("감시총괄과 1"), _analyst("감시총괄과 2")
    today = timezone.localdate(now)
    for title, condition, lane, reason in RULES:
        made = propose_rule(
            title=title,
            condition=condition,
            lane=lane,
            reason=reason,
            valid_from=today - timedelta(days=300),
            valid_until=None,
            actor=first,
            now=now - timedelta(days=300),
        )
        decide_rule(code=made.code, approve=True, actor=second, now=now - timedelta(days=299))
    title, condition, lane, reason = DRAFT
    propose_rule(
        title=title,
        condition=condition,
        lane=lane,
        reason=reason,
        valid_from=today,
        valid_until=None,
        actor=first,
        now=now - timedelta(days=1),
    )
    _season(first, now)
    train_model(actor=first, now=now - timedelta(days=1))
    return Selected.objects.count() + len(RULES) + 2


def _analyst(name: str) -> Actor:
    held = Duty(office_code=OFFICE, office_name=OFFICE_NAME, code=ANALYST)
    return Actor(kind=ActorKind.OFFICIAL, account_id=0, name=name, duties=(held,))


def _season(actor: Actor, now: datetime) -> None:
    """Declarations of a season, each inspected; cheap goods of new importers were found wanting more often."""
    chance = random.Random(20261122)
    for place in range(DECLARATIONS):
        at = now - timedelta(days=2 + (DECLARATIONS - place) // 2)
        declaration, cheap = _declared(chance, place)
        select_declaration(declaration=declaration, now=at)
        found = chance.random() < (0.55 if cheap else 0.06)
        finding = "저가 신고" if found else ""
        record_outcome(number=declaration.number, found=found, finding=finding, actor=actor, now=at)


def _declared(chance: random.Random, place: int) -> tuple[Declaration, bool]:
    commodity, description, price = chance.choice(GOODS)
    cheap = chance.random() < 0.25
    mass = chance.randint(20, 400)
    value = int(mass * price * (0.3 if cheap else 1.0) * chance.uniform(0.9, 1.1))
    item = Item(
        sequence=1,
        commodity=commodity,
        description=description,
        origin="CN" if cheap and chance.random() < 0.6 else chance.choice(ORIGINS),
        procedure="40",
        net_mass=Decimal(mass),
        price=Money(value * 100, "USD"),
    )
    trader = Trader(number=f"{9_990_000_000 + chance.randint(0, 30)}")
    base = Declaration(direction=Direction.IMPORT, reference=f"DEMO-{place:04}", items=(item,), importer=trader)
    return replace(base, number=f"DEMO26-{place:07}", exporter=Trader(name=f"Exporter {chance.randint(1, 12)}")), cheap
