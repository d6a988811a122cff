"""Bonded areas of the demonstration: a licence that soon runs out, an area that ended with goods inside, one that waits for a
second officer."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.values.months import add_months
from madang.systems.customs.domain.areas import ActKind, AreaAct, Ground
from madang.systems.customs.domain.cargo_terms import StoreKind
from madang.systems.customs.models import AreaDecision, BondedStore, CargoPort
from madang.systems.customs.usecases.areas.keep_areas import AreaFacts, Entered, decide, facts_of, propose
from madang.systems.customs.usecases.areas.law import area_law
from madang.systems.customs.usecases.permissions import CARGO

NAMES = ("염나래", "위보람")
NEW = AreaFacts(store_kind=StoreKind.WAREHOUSE, name="노을 보세창고", name_en="Sunset Warehouse", port="", x=76, y=70)


@transaction.atomic
def load_areas_demo(*, now: datetime) -> int:
    """Load it once, for the office of the first port; how many decisions there are then."""
    port = CargoPort.objects.order_by("pk").first()
    kept = BondedStore.objects.filter(kind=StoreKind.WAREHOUSE.value).exclude(keeper="").order_by("code")
    stores = list(kept.filter(office=port.office)) if port else []
    if port is None or not stores or AreaDecision.objects.exists():
        return AreaDecision.objects.count()
    duty = Duty(port.office, port.office, CARGO)
    first, second = (Actor(kind=ActorKind.OFFICIAL, name=name, duties=(duty,)) for name in NAMES)
    ago = now - timedelta(days=2)
    for store, left in zip(stores, (45, 900), strict=False):
        _approved(_licence(store.code, facts_of(area=store.code), left, ago), first, second, ago)
    for store in stores[1:2]:
        _approved(_end(store.code, ago), first, second, ago)
    facts = replace(NEW, port=port.code, keeper=stores[0].keeper)
    propose(entered=_licence(f"{stores[0].code[:-2]}21", facts, 1_800, now), actor=first, now=now)
    return AreaDecision.objects.count()


def _licence(code: str, facts: AreaFacts, left: int, now: datetime) -> Entered:
    """The longest that the law allows, of which so many days are left."""
    last_on = timezone.localdate(now) + timedelta(days=left)
    months = 12 * area_law(on=timezone.localdate(now)).licence_years
    begins_on = add_months(day=last_on, months=-months) + timedelta(days=1)
    act = AreaAct(kind=ActKind.LICENCE, begins_on=begins_on, last_on=last_on)
    return Entered(area=code, act=act, text=f"특허장 / licence DEMO-{code}", facts=facts)


def _end(code: str, now: datetime) -> Entered:
    today = timezone.localdate(now)
    act = AreaAct(kind=ActKind.END, begins_on=today, last_on=today + timedelta(days=60))
    return Entered(area=code, act=act, text="운영 종료 신고 / given up by its keeper", ground=Ground.GIVEN_UP.value)


def _approved(entered: Entered, first: Actor, second: Actor, now: datetime) -> None:
    made = propose(entered=entered, actor=first, now=now)
    decide(number=made.number, approve=True, actor=second, now=now)
