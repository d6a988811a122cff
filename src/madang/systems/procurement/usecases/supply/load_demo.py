"""Suppliers for the demonstration: the pack's named businesses as the register knows them, and sixty generated ones."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from madang.exchange.own_businesses import businesses_of
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack
from madang.framework.values.months import add_months
from madang.systems.procurement.domain.clearance import Source
from madang.systems.procurement.domain.sanctions import SanctionState
from madang.systems.procurement.models import (
    Clearance,
    Sanction,
    Supplier,
    SupplierCategory,
    SupplierCertificate,
)
from madang.systems.procurement.usecases.name import SYSTEM
from madang.systems.procurement.usecases.supply import law
from madang.systems.procurement.usecases.supply.declare import declare_categories
from madang.systems.procurement.usecases.supply.name_account import name_account
from madang.systems.procurement.usecases.supply.register_supplier import PURPOSE, register_supplier

GENERATED = 60
FIRST_NUMBER = 9_900_000_001
# Every so many days the generated suppliers were asked; those asked long ago have to ask again.
NAMES_KO = ("가람", "누리", "다온", "라온", "마루", "바른", "새솔", "아람", "자람", "차오름")
NAMES_EN = ("Garam", "Nuri", "Daon", "Raon", "Maru", "Bareun", "Saesol", "Aram", "Jaram", "Chaoreum")
TRADES_KO = ("문구", "사무기기", "정보통신", "가구", "환경", "조명")
TRADES_EN = ("Stationery", "Office Machines", "Networks", "Furniture", "Cleaning", "Lighting")
FAMILIES = (
    ("4412", "1411", "4411"),
    ("4410", "4321"),
    ("4321", "4322", "4323", "8111"),
    ("5611", "5612"),
    ("4713", "7611"),
    ("3911", "3910"),
)
NAMED = {1: ("4412", "1411"), 2: ("4410", "4321", "4412"), 3: ("4412", "4411", "1411")}
CERTIFICATES = (("small_business", "SMB"), ("green", "ENV"), ("quality", "EXC"), ("women_owned", "WOM"))
ISSUER = "생성 / generated"


def load_supply_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many suppliers there are then."""
    _named(now=now)
    if not Supplier.objects.filter(number=str(FIRST_NUMBER)).exists():
        with transaction.atomic():
            _generated(now=now)
    return Supplier.objects.count()


def _named(*, now: datetime) -> None:
    """The pack's businesses register as anybody does: the register is asked, and every member for what is owed."""
    people = {row["login"]: row["person"] for row in pack().data("demo")["residents"]}
    machine = system_actor(SYSTEM)
    for row in pack().data("demo")["businesses"]:
        owner = people[row["owner"]]
        for found in businesses_of(person=owner, system=SYSTEM, purpose=PURPOSE, actor=machine):
            if found.name != row["name"] or Supplier.objects.filter(number=found.number).exists():
                continue
            made = register_supplier(number=str(found.number), actor=machine, now=now)
            Supplier.objects.filter(pk=made.pk).update(name_latin=row["name_latin"])
            name_account(supplier=made, account=_account(), holder=made.name, actor=machine, now=now)
            declare_categories(
                supplier=made, families=NAMED.get(int(row["number_seed"]), ("4412",)), actor=machine, now=now
            )


def _generated(*, now: datetime) -> None:
    today = timezone.localdate(now)
    native = pack().languages[0] == "ko"
    made = Supplier.objects.bulk_create(_supplier(place, native, now) for place in range(GENERATED))
    SupplierCategory.objects.bulk_create(
        SupplierCategory(supplier=one, family=family, declared_at=one.registered_at)
        for place, one in enumerate(made)
        for family in FAMILIES[place % len(FAMILIES)]
    )
    SupplierCertificate.objects.bulk_create(
        _certificate(one, place, today, now) for place, one in enumerate(made) if place % 2
    )
    days = law.clearance_days(on=today)
    Clearance.objects.bulk_create(
        clearance for place, one in enumerate(made) for clearance in _clearances(one, place, today, days, now)
    )
    _sanctions(made, today, now)


def _account() -> str:
    return str(pack().data("procurement/contract_terms")["demo_account"])


def _supplier(place: int, native: bool, now: datetime) -> Supplier:
    index, trade = (place // len(TRADES_KO)) % len(NAMES_KO), place % len(TRADES_KO)
    korean, latin = f"{NAMES_KO[index]}{TRADES_KO[trade]}", f"{NAMES_EN[index]} {TRADES_EN[trade]}"
    return Supplier(
        number=str(FIRST_NUMBER + place),
        name=korean if native else latin,
        name_latin=latin,
        form="corporation",
        account=_account(),
        account_holder=korean if native else latin,
        registered_at=now - timedelta(days=30 + place * 11),
    )


def _certificate(supplier: Supplier, place: int, today: date, now: datetime) -> SupplierCertificate:
    kind, mark = CERTIFICATES[place % len(CERTIFICATES)]
    from_on = today - timedelta(days=400 + place)
    return SupplierCertificate(
        supplier=supplier,
        kind=kind,
        number=f"{mark}-{place:04d}",
        issuer=ISSUER,
        from_on=from_on,
        until_on=today + timedelta(days=10 + place * 9),
        noted_at=now,
    )


def _clearances(supplier: Supplier, place: int, today: date, days: int, now: datetime) -> list[Clearance]:
    """Asked some days ago: of every twenty one owes, and one has to ask again."""
    ago = days + 5 if place % 20 == 7 else place % days
    asked_on = today - timedelta(days=ago)
    owed = 380_000 if place % 20 == 13 else 0
    common = {
        "supplier": supplier,
        "currency": pack().currency,
        "asked_at": now - timedelta(days=ago),
        "asked_on": asked_on,
        "valid_until": asked_on + timedelta(days=days),
    }
    return [
        Clearance(source=Source.CHARGES.value, clear=not owed, owed=owed, **common),
        Clearance(source=Source.TAX.value, clear=True, **common),
    ]


def _sanctions(made: list[Supplier], today: date, now: datetime) -> None:
    """One supplier is barred, one is being heard."""
    office = str(pack().data("procurement/demo")["sanctioning_office"])
    began = today - timedelta(days=40)
    common = {"office": office, "proposed_by": "procurement.demo"}
    limits = law.sanction_law(on=today)
    Sanction.objects.create(
        number=f"S{began:%Y}-DEMO0001",
        supplier=made[5],
        ground="poor_performance",
        facts="조명 기구 300점을 계약한 날보다 48일 늦게 납품함. / Delivered 300 lamps 48 days late.",
        state=SanctionState.DECIDED.value,
        proposed_at=now - timedelta(days=60),
        opinion_due_on=today - timedelta(days=50),
        opinion="자재 수급이 늦었습니다. / Material came late.",
        opined_at=now - timedelta(days=52),
        decided_at=now - timedelta(days=41),
        decided_by="procurement.demo.reviewer",
        reasons="지연의 책임이 업체에 있고 두 번째임. / The delay was its own fault, and the second one.",
        from_on=began,
        until_on=add_months(day=began, months=max(6, limits.shortest_months)),
        **common,
    )
    Sanction.objects.create(
        number=f"S{today:%Y}-DEMO0002",
        supplier=made[9],
        ground="false_papers",
        facts="입찰에 낸 납품 실적 증명서가 발급된 적이 없음. / The certificate of past deliveries was never issued.",
        proposed_at=now - timedelta(days=3),
        opinion_due_on=today + timedelta(days=max(1, limits.opinion_days - 3)),
        **common,
    )
