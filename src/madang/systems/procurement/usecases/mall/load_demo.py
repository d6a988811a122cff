"""The e-mall of the demonstration: a catalogue a supplier, and some orders in every state."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.officers import officer
from madang.framework.law import pack
from madang.systems.procurement.domain.mall import CatalogueState, line_total
from madang.systems.procurement.models import (
    CartLine,
    Catalogue,
    CatalogueItem,
    Contract,
    MallOrder,
    Sanction,
    Supplier,
)
from madang.systems.procurement.usecases.contract.deliver import inspect_delivery, record_delivery
from madang.systems.procurement.usecases.contract.load_demo import buyers_of, line_for
from madang.systems.procurement.usecases.contract.pay_invoice import accept_invoice, submit_invoice
from madang.systems.procurement.usecases.contract.try_again import settle
from madang.systems.procurement.usecases.mall.answer_order import cancel_order, confirm_order, decline_order
from madang.systems.procurement.usecases.mall.ask_offers import ask_for_offers, open_rounds
from madang.systems.procurement.usecases.mall.make_offer import make_offer
from madang.systems.procurement.usecases.mall.place_order import Choice, Wanted, record_order

SELLERS = 30
COMPUTERS = "43211503"
EACH = 5
BY = "procurement.demo"
DEMO, SECOND = system_actor(BY), system_actor(f"{BY}.second")
# Code, title and class of UNSPSC with their Korean names, unit, price of one in thousands of won, and days to deliver.
THINGS = (
    ("14111507", "Copy paper A4, 80 g", "복사용지 A4 80g", "Printer or copier paper", "복사용지", "BX", 24, 3),
    ("44121701", "Ballpoint pens, black", "볼펜 검정", "Ball point pens", "볼펜", "DZN", 6, 3),
    ("44122011", "Ring binders A4", "바인더 A4", "Folders", "바인더", "EA", 3, 3),
    ("44121615", "Stapler, medium", "스테이플러 중형", "Staplers", "스테이플러", "EA", 7, 4),
    ("44103103", "Toner cartridge, black", "토너 카트리지 검정", "Printer or facsimile toner", "토너", "EA", 89, 5),
    (
        "43211503",
        "Notebook computer, 14 inch",
        "노트북 컴퓨터 14인치",
        "Notebook computers",
        "노트북 컴퓨터",
        "EA",
        1290,
        14,
    ),
    (
        "43211902",
        "Monitor, 27 inch",
        "모니터 27인치",
        "Liquid crystal display LCD panels or monitors",
        "모니터",
        "EA",
        245,
        10,
    ),
    ("56101504", "Office chair with arms", "팔걸이 사무용 의자", "Chairs", "의자", "EA", 118, 14),
    ("56101703", "Desk, 1400 mm", "책상 1400mm", "Desks", "책상", "EA", 176, 20),
    ("47131604", "Brooms", "빗자루", "Brooms", "빗자루", "EA", 5, 5),
    ("47131810", "Dish soap", "주방 세제", "Dishwashing products", "주방 세제", "LTR", 4, 5),
    ("39111501", "Fluorescent lamp fixture", "형광등 기구", "Fluorescent fixtures", "형광등 기구", "EA", 38, 12),
)
# Days ago, how many of the first item, and how far it went; with the days that the delivery took.
ORDERS = (
    (40, 10, "invoiced", 2),
    (33, 4, "invoiced", 20),
    (21, 25, "accepted", 3),
    (14, 3, "declined", 0),
    (9, 2, "cancelled", 0),
    (6, 12, "delivered", 3),
    (3, 8, "confirmed", 0),
    (1, 5, "placed", 0),
)
FAR = ("placed", "confirmed", "delivered", "accepted", "invoiced")


def load_mall_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many items there are then."""
    if not Catalogue.objects.exists():
        with transaction.atomic():
            items = _catalogues(now=now)
        _orders(items, now=now)
        _rounds(items, now=now)
    return CatalogueItem.objects.count()


def _catalogues(*, now: datetime) -> list[CatalogueItem]:
    today = timezone.localdate(now)
    barred = Sanction.objects.exclude(until_on=None).values("supplier")
    sellers = list(Supplier.objects.filter(state="registered").exclude(pk__in=barred).order_by("number")[:SELLERS])
    held = Catalogue.objects.bulk_create(_catalogue(one, place, today, now) for place, one in enumerate(sellers))
    waiting = sellers[:1] and _catalogue(sellers[0], SELLERS, today, now)
    if waiting:
        waiting.state, waiting.decided_at, waiting.decided_by = CatalogueState.SUBMITTED.value, None, ""
        waiting.save()
        held.append(waiting)
    return CatalogueItem.objects.bulk_create(
        _item(one, place, offset) for place, one in enumerate(held) for offset in range(EACH)
    )


def _catalogue(supplier: Supplier, place: int, today: date, now: datetime) -> Catalogue:
    begins = today - timedelta(days=60 + place)
    title = "단가계약 품목 (생성)" if _native() else "Framework prices (generated)"
    return Catalogue(
        number=f"K{begins:%Y}-DEMO{place:04d}",
        supplier=supplier,
        title=title,
        currency=pack().currency,
        from_on=begins,
        until_on=begins + timedelta(days=365),
        state=CatalogueState.PUBLISHED.value,
        submitted_at=now - timedelta(days=62 + place),
        decided_at=now - timedelta(days=60 + place),
        decided_by=BY,
    )


def _item(catalogue: Catalogue, place: int, offset: int) -> CatalogueItem:
    kind = (place * EACH + offset * 5) % len(THINGS)
    unspsc, title, native, class_title, class_native, unit, thousands, days = THINGS[kind]
    # Prices lie up to an eighth above and below; the same at every load. A won is worth about a thousandth of the other's unit.
    spread = 1000 + ((place * 37 + offset * 11) % 25 - 12) * 10
    whole = thousands * spread if pack().currency_digits == 0 else thousands * spread // 10
    return CatalogueItem(
        catalogue=catalogue,
        code=f"{unspsc}-{offset}",
        title=native if _native() else title,
        unspsc=unspsc,
        class_title=class_native if _native() else class_title,
        unit=unit,
        minor=whole,
        minimum=Decimal(1),
        maximum=Decimal(500),
        delivery_days=days,
    )


def _native() -> bool:
    return str(pack().languages[0]) == "ko"


def _orders(items: Sequence[CatalogueItem], *, now: datetime) -> None:
    """Orders of the office, as if on their days, each asked for at the treasury as in earnest."""
    office = str(pack().data("procurement/demo")["buying_office"])
    sold = [one for one in items if one.catalogue.state == CatalogueState.PUBLISHED]
    people = buyers_of(office=office, now=now)
    first, second = (*people, DEMO, SECOND)[:2] if len(people) > 1 else (DEMO, SECOND)
    for place, (ago, count, far, took) in enumerate(ORDERS):
        wanted = Wanted(item=sold[place * EACH], quantity=Decimal(count))
        line = line_for(office=office, minor=line_total(minor=wanted.item.minor, quantity=wanted.quantity), now=now)
        choice = Choice(
            place="정부서울청사 별관 2층 (생성)" if _native() else "Annex, second floor (generated)", line=line
        )
        seller, at = wanted.item.catalogue.supplier, now - timedelta(days=ago)
        with transaction.atomic():
            order = record_order(
                office=office, supplier=seller, wanted=[wanted], choice=choice, compared=[], actor=first, now=at
            )
        funded = settle(contract=_contract(order), now=at)
        if far == "declined":
            decline_order(order=order, reason="재고 없음 (생성) / out of stock", actor=DEMO, now=at)
        elif far == "cancelled":
            cancel_order(order=order, reason="수량 착오 (생성) / wrong number", actor=first, now=at)
        elif funded:
            _walk(order, FAR.index(far), at + timedelta(days=took), second)
        settle(contract=_contract(order), now=now)


def _rounds(items: Sequence[CatalogueItem], *, now: datetime) -> None:
    """Two second rounds of the office for sixty computers: one that is opened, and one in which offers come."""
    office = str(pack().data("procurement/demo")["buying_office"])
    asker = next(iter(buyers_of(office=office, now=now)), DEMO)
    wanted = next(
        (one for one in items if one.unspsc == COMPUTERS and one.catalogue.state == CatalogueState.PUBLISHED), None
    )
    if wanted is None:
        return
    for at in (now - timedelta(days=20), now - timedelta(hours=3)):
        given = {"quantity": Decimal(60), "put_at": at}
        line = CartLine.objects.create(office=office, holder=officer(asker), item=wanted, **given)
        made = ask_for_offers(
            line=line, place="별관 2층 (생성)" if _native() else "Annex (generated)", actor=asker, now=at
        )
        for place, one in enumerate(made.offers.select_related("supplier").order_by("pk")[1:5]):
            make_offer(offer=one, minor=one.framework * (97 - place) // 100, actor=DEMO, now=at + timedelta(hours=1))
    open_rounds(now=now)


def _walk(order: MallOrder, steps: int, delivered_at: datetime, second: Actor) -> None:
    """So many steps on, from the confirmation to the invoice that the treasury is asked to pay."""
    milestone = order.contract.milestones.get()
    if steps > 0:
        confirm_order(order=order, actor=DEMO, now=order.placed_at + timedelta(hours=5))
    if steps > 1:
        delivery = record_delivery(milestone=milestone, note="", actor=DEMO, now=delivered_at)
    next_day = delivered_at + timedelta(days=1)
    if steps > 2:
        inspect_delivery(delivery=delivery, accepted=True, faults="", actor=second, now=next_day)
    if steps > 3:
        number = f"INV-{order.number[-4:]}"
        invoice = submit_invoice(milestone=milestone, number=number, minor=milestone.minor, actor=DEMO, now=next_day)
        accept_invoice(invoice=invoice, actor=second, now=next_day)


def _contract(order: MallOrder) -> Contract:
    return Contract.objects.select_related("terms", "supplier").get(pk=order.contract_id)
