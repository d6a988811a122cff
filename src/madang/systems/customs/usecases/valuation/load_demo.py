"""Values of the demonstration: a statement by resale in the country, and a doubt that waits for proof."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.customs.domain.find_value import ValueFacts
from madang.systems.customs.domain.progress import OPEN
from madang.systems.customs.domain.value_found import Goods
from madang.systems.customs.domain.value_of_resale import Resale, Resold
from madang.systems.customs.domain.value_of_sale import Sale
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import ValueStatement
from madang.systems.customs.usecases.declarations.load_demo import demo_declared, demo_owner
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.doubt_value import doubt_value
from madang.systems.customs.usecases.valuation.state_value import state_value

WHY = "같은 물품의 다른 신고보다 현저히 낮음 / far below other declarations of such goods"


def load_valuation_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many statements there are then."""
    owner = demo_owner()
    if owner is None or pack().code != "kr" or ValueStatement.objects.exists():
        return ValueStatement.objects.count()
    facts = _consigned(now)
    state_value(facts=facts, commodity="8516310000", description="헤어드라이어 / hair dryers", actor=owner, now=now)
    one = demo_declared("VALUE-1", owner, Direction.IMPORT, now)
    if DeclarationState(one.state) in OPEN:
        held = Duty(office_code=one.office_code, office_name="Customs", code=OFFICER)
        clerk = Actor(kind=ActorKind.OFFICIAL, account_id=0, name="심사 담당", duties=(held,))
        doubt_value(number=one.number, item=1, reason=WHY, actor=clerk, now=now)
    return ValueStatement.objects.count()


def _consigned(now: datetime) -> ValueFacts:
    """On consignment, so no sale; led back from what was sold here."""
    today = timezone.localdate(now)
    sold = ((40, 39_000), (65, 36_000), (25, 42_000))
    sales = tuple(
        Resold(quantity=Decimal(count), unit_price=Money(price, "KRW"), sold_on=today - timedelta(days=place))
        for place, (count, price) in enumerate(sold)
    )
    goods = Goods(
        quantity=Decimal(400), unit="H87", shipped_on=today - timedelta(days=20), origin="CN", producer="Harbour Works"
    )
    resale = Resale(sales=sales, margin_percent=Decimal(25), transport=Money(600, "KRW"), duty_percent=Decimal(8))
    return ValueFacts(goods=goods, sale=Sale(price=Money(0, "USD"), sold=False), resale=resale)
