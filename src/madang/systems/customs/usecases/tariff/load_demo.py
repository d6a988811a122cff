"""Measures of the demonstration, generated: an anti-dumping duty with a rate for a supplier, a quota, and one that waits."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.systems.customs.models import TradeMeasure
from madang.systems.customs.usecases.permissions import TARIFF
from madang.systems.customs.usecases.tariff.keep_measures import Entered, decide_measure, propose_measure

OFFICE, OFFICE_NAME = "KCS-020", "Customs"
GENERATED = "시연용으로 생성된 자료 / generated for the demonstration"


def load_tariff_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many measures there are then. A country whose tariff lacks the goods has none."""
    if pack().code != "kr" or TradeMeasure.objects.exists():
        return TradeMeasure.objects.count()
    first, second = _official("관세율 담당 1"), _official("관세율 담당 2")
    makers, bellies, glasses = _generated(timezone.localdate(now))
    for entered in (makers, bellies):
        made = propose_measure(entered=entered, actor=first, now=now - timedelta(days=121))
        decide_measure(number=made.number, approve=True, actor=second, now=now - timedelta(days=120))
    propose_measure(entered=glasses, actor=first, now=now - timedelta(days=1))
    return TradeMeasure.objects.count()


def _generated(today: date) -> tuple[Entered, Entered, Entered]:
    shared: dict[str, Any] = {
        "valid_from": today - timedelta(days=120),
        "last_on": today + timedelta(days=240),
        "source": GENERATED,
    }
    makers = Entered(
        regime="I",
        title="중국산 커피메이커 (생성된 조치)",
        prefixes=("8516710000",),
        origins=("CN",),
        suppliers=(("Northmill Trading", "4.5%"),),
        others="12.3%",
        cite="Customs Act art. 51",
        **shared,
    )
    bellies = Entered(
        regime="P1",
        title="냉동 삼겹살 (생성된 할당관세)",
        prefixes=("0203291000",),
        others="free",
        order="PORK-DEMO",
        quota_total=Decimal(50_000),
        quota_unit="KGM",
        cite="Customs Act art. 71 (1)",
        **shared,
    )
    glasses = Entered(
        regime="SE",
        title="선글라스 (생성된 계절관세)",
        prefixes=("9004100000",),
        others="3%",
        cite="Customs Act art. 72",
        **shared,
    )
    return makers, bellies, glasses


def _official(name: str) -> Actor:
    held = Duty(office_code=OFFICE, office_name=OFFICE_NAME, code=TARIFF)
    return Actor(kind=ActorKind.OFFICIAL, account_id=0, name=name, duties=(held,))
