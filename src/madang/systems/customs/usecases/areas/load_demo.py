"""Bonded areas of the demonstration: a licence that soon runs out, one that ended with goods inside, and one that waits for a
second officer."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, Duty, system_actor
from madang.framework.values.months import add_months
from madang.systems.customs.domain.areas import ActKind, AreaAct, Ground
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.models import AreaDecision, BondedStore, CargoAt, CargoPort
from madang.systems.customs.usecases.areas.keep_areas import AreaFacts, Entered, decide, facts_of, propose
from madang.systems.customs.usecases.areas.law import area_law
from madang.systems.customs.usecases.cargo.handle_goods import carry_in
from madang.systems.customs.usecases.permissions import CARGO

MACHINE = system_actor("customs.demo")
NAMES = ("염나래", "위보람")
NEW = AreaFacts(store_kind=StoreKind.WAREHOUSE, name="노을 보세창고", name_en="Sunset Warehouse", port="", x=76, y=82)


def load_areas_demo(*, now: datetime) -> int:
    """Load it once, for the first port; how many decisions there are then."""
    port = CargoPort.objects.order_by("pk").first()
    codes = _warehouses(port.code) if port else []
    keeper = BondedStore.objects.filter(code__in=codes).exclude(keeper="").values_list("keeper", flat=True).first()
    if port is None or not keeper or AreaDecision.objects.exists():
        return AreaDecision.objects.count()
    duty = Duty(port.office, port.office, CARGO)
    first, second = (Actor(kind=ActorKind.OFFICIAL, name=name, duties=(duty,)) for name in NAMES)
    ago = now - timedelta(days=2)
    for code, left in zip(codes, (45, 900), strict=False):
        facts = replace(facts_of(area=code), keeper=keeper)
        _approved(_licence(code, facts, left, ago), first, second, ago)
    if len(codes) > 1:
        _ended(codes[1], port.code, first, second, ago)
    new = _licence(f"{codes[0][:-2]}21", replace(NEW, port=port.code, keeper=keeper), 1_800, now)
    propose(entered=new, actor=first, now=now)
    return AreaDecision.objects.count()


def _warehouses(port: str) -> list[str]:
    rows = BondedStore.objects.filter(port=port, kind=StoreKind.WAREHOUSE.value).order_by("code")
    return list(rows.values_list("code", flat=True))


def _licence(code: str, facts: AreaFacts, left: int, now: datetime) -> Entered:
    """The longest that the law allows, of which so many days are left."""
    last_on = timezone.localdate(now) + timedelta(days=left)
    months = 12 * area_law(on=timezone.localdate(now)).licence_years
    begins_on = add_months(day=last_on, months=-months) + timedelta(days=1)
    act = AreaAct(kind=ActKind.LICENCE, begins_on=begins_on, last_on=last_on)
    return Entered(area=code, act=act, text=f"특허장 / licence DEMO-{code}", facts=facts)


def _ended(code: str, port: str, first: Actor, second: Actor, now: datetime) -> None:
    """Goods came the day before its keeper gave it up."""
    landed = CargoAt.objects.filter(spot="landed", bill__discharge=port).select_related("bill").order_by("pk")
    there = landed.first()
    if there is not None:
        carry_in(bill=there.bill, store=code, actor=MACHINE, now=now - timedelta(hours=20))
    today = timezone.localdate(now)
    act = AreaAct(kind=ActKind.END, begins_on=today, last_on=today + timedelta(days=60))
    told = Entered(area=code, act=act, text="운영 종료 신고 / given up by its keeper", ground=Ground.GIVEN_UP.value)
    _approved(told, first, second, now)


def _approved(entered: Entered, first: Actor, second: Actor, now: datetime) -> None:
    made = propose(entered=entered, actor=first, now=now)
    decide(number=made.number, approve=True, actor=second, now=now)
