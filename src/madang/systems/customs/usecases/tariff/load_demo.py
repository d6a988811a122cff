"""The tariff's demonstration, generated: an anti-dumping duty with a rate for a supplier, a quota, a measure that waits, an
edition that holds in time to come, and one that waits for its second officer."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.law import pack
from madang.systems.customs.domain.duty import AdValorem
from madang.systems.customs.domain.regimes import tariff
from madang.systems.customs.models import TariffEdition, TradeMeasure
from madang.systems.customs.usecases.permissions import TARIFF
from madang.systems.customs.usecases.tariff.keep_editions import decide_edition, propose_edition
from madang.systems.customs.usecases.tariff.keep_measures import Entered, decide_measure, propose_measure

OFFICE, OFFICE_NAME = "KCS-020", "Customs"
GENERATED = "시연용으로 생성된 자료 / generated for the demonstration"


COLUMNS = ("품목번호", "관세율구분", "관세율", "용도세율구분", "적용개시일", "적용만료일")
"""Of the Customs Service's table (`formats/tariff_table.py`)."""
Rows = Iterable[tuple[str, str, str, str]]


def load_tariff_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many measures and editions there are then. A country whose tariff lacks the goods has
    none."""
    if pack().code == "kr":
        first, second = _official("관세율 담당 1"), _official("관세율 담당 2")
        if not TradeMeasure.objects.exists():
            _measures(first, second, now)
        if not TariffEdition.objects.exists():
            _editions(first, second, now)
    return TradeMeasure.objects.count() + TariffEdition.objects.count()


def _measures(first: Actor, second: Actor, now: datetime) -> None:
    makers, bellies, glasses = _generated(timezone.localdate(now))
    for entered in (makers, bellies):
        made = propose_measure(entered=entered, actor=first, now=now - timedelta(days=121))
        decide_measure(number=made.number, approve=True, actor=second, now=now - timedelta(days=120))
    propose_measure(entered=glasses, actor=first, now=now - timedelta(days=1))


def _editions(first: Actor, second: Actor, now: datetime) -> None:
    """Rates under an agreement of which the pack holds none, and the basic rates with some that change."""
    coming, waiting = timezone.localdate(now) + timedelta(days=60), timezone.localdate(now) + timedelta(days=90)
    shared: dict[str, Any] = {"layout": "kcs", "source": GENERATED, "actor": first}
    made = propose_edition(
        data=_table(AGREED, coming),
        name="한-튀르키예 협정세율 (생성).csv",
        takes_effect_on=coming,
        now=now - timedelta(days=2),
        **shared,
    )
    decide_edition(number=made.number, approve=True, actor=second, now=now - timedelta(days=1))
    basic = _table(_basic(waiting), waiting)
    propose_edition(data=basic, name="기본세율 (생성).csv", takes_effect_on=waiting, now=now, **shared)


AGREED: Rows = (
    ("4202221090", "FTR1", "2", ""),
    ("6109101000", "FTR1", "0", ""),
    ("6203421000", "FTR1", "0", ""),
    ("8516710000", "FTR1", "1.5", ""),
    ("8516720000", "FTR1", "0", ""),
)
CHANGED = {"6109101000": "10", "6306220000": "13", "8516310000": "5", "8516710000": "6.5"}
"""What the edition that waits has otherwise; one of them is a line that the pack does not hold."""
ENDED = "9506310000"


def _basic(on: date) -> Iterator[tuple[str, str, str, str]]:
    """The basic rates of that day in percent, but for those that change; and one for an end use, which is left out."""
    held = {
        line.code: f"{rate.duty.percent.normalize():f}"
        for line in tariff().lines.values()
        for rate in line.on(day=on)
        if rate.regime == "A" and isinstance(rate.duty, AdValorem)
    }
    for code, percent in sorted((held | CHANGED).items()):
        if code != ENDED:
            yield (code, "A", percent, "")
    yield ("8471300000", "A", "0", "1")


def _table(rows: Rows, since: date) -> bytes:
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerow(COLUMNS)
    writer.writerows((*row, f"{since:%Y%m%d}", "99991231") for row in rows)
    return told.getvalue().encode()


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
