"""The e-mall of the demonstration: a catalogue a supplier, and some orders in every state."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from madang.framework.law import pack
from madang.systems.procurement.domain.mall import CatalogueState, OrderState, line_total
from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.models import (
    Catalogue,
    CatalogueItem,
    Contract,
    MallOrder,
    OrderLine,
    Sanction,
    Supplier,
)
from madang.systems.procurement.usecases.mall.place_order import line_of
from madang.systems.procurement.usecases.market.law import ocid_of

SELLERS = 30
EACH = 5
BY = "procurement.demo"
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
# Days ago, state, how many of the first item, and the days it took where it was delivered.
ORDERS = (
    (40, OrderState.ACCEPTED, 10, 2),
    (33, OrderState.ACCEPTED, 4, 20),
    (21, OrderState.ACCEPTED, 25, 3),
    (14, OrderState.DECLINED, 3, 0),
    (9, OrderState.CANCELLED, 2, 0),
    (6, OrderState.DELIVERED, 12, 3),
    (3, OrderState.CONFIRMED, 8, 0),
    (1, OrderState.PLACED, 5, 0),
)


def load_mall_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many items there are then."""
    if not Catalogue.objects.exists():
        with transaction.atomic():
            items = _catalogues(now=now)
            _orders(items, now=now)
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
    office = str(pack().data("procurement/demo")["buying_office"])
    sold = [one for one in items if one.catalogue.state == CatalogueState.PUBLISHED]
    made = [_order(row, sold[place * EACH], place, office, now) for place, row in enumerate(ORDERS)]
    Contract.objects.bulk_create(one.contract for one in made if one.contract)
    MallOrder.objects.bulk_create(made)
    OrderLine.objects.bulk_create(_lines(made, sold))


def _order(
    row: tuple[int, OrderState, int, int], item: CatalogueItem, place: int, office: str, now: datetime
) -> MallOrder:
    ago, state, count, took = row
    placed_at = now - timedelta(days=ago)
    day = timezone.localdate(placed_at)
    number = f"M{day:%Y}-DEMO{place:04d}"
    taken = state in (OrderState.CONFIRMED, OrderState.DELIVERED, OrderState.ACCEPTED)
    ended = state in (OrderState.DECLINED, OrderState.CANCELLED, OrderState.ACCEPTED)
    order = MallOrder(
        number=number,
        ocid=ocid_of(number=number, on=day),
        office=office,
        supplier=item.catalogue.supplier,
        minor=line_total(minor=item.minor, quantity=Decimal(count)),
        currency=item.catalogue.currency,
        place="정부서울청사 별관 2층 (생성)" if _native() else "Annex, second floor (generated)",
        state=state.value,
        placed_at=placed_at,
        placed_by=BY,
        deliver_by=day + timedelta(days=item.delivery_days),
        confirmed_at=placed_at + timedelta(hours=5) if taken else None,
        delivered_on=day + timedelta(days=took) if took else None,
        accepted_at=placed_at + timedelta(days=took + 1) if state is OrderState.ACCEPTED else None,
        accepted_by=f"{BY}.second" if state is OrderState.ACCEPTED else "",
        ended_at=placed_at + timedelta(days=took + 1) if ended else None,
        reason="재고 없음 (생성) / out of stock" if state in (OrderState.DECLINED, OrderState.CANCELLED) else "",
    )
    if taken:
        order.contract = _contract(order, item.title)
    return order


def _contract(order: MallOrder, title: str) -> Contract:
    day = timezone.localdate(order.placed_at)
    return Contract(
        number=order.number,
        ocid=order.ocid,
        buyer=order.office,
        supplier=order.supplier,
        title=title,
        minor=order.minor,
        currency=order.currency,
        state=ContractState.ACTIVE.value,
        starts_on=day,
        ends_on=order.deliver_by,
        made_at=order.placed_at,
        signed_at=order.confirmed_at,
    )


def _lines(made: Sequence[MallOrder], sold: Sequence[CatalogueItem]) -> Iterator[OrderLine]:
    for place, order in enumerate(made):
        yield line_of(order=order, position=1, item=sold[place * EACH], quantity=Decimal(ORDERS[place][2]))
