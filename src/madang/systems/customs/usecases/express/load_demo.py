"""Parcels of the demonstration: a resident's code, and a courier's list with her parcels."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, system_actor
from madang.framework.identity.demo import full_name
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.customs.domain.express import Carried
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.declarations.offices import customs_offices
from madang.systems.customs.usecases.express.ask_about_parcel import report_not_mine
from madang.systems.customs.usecases.express.law import post_operator
from madang.systems.customs.usecases.express.lodge_list import SentList, take_list
from madang.systems.customs.usecases.express.personal_code import issue_code

COURIER = "0000000002"
"""No business of the register: the courier of the demonstration."""
PARCELS = (
    ("DEMOX001", "면 티셔츠 / T-shirts", "6109101000", "45", "CN", "Shop of the Harbour"),
    ("DEMOX002", "비스킷 / biscuits", "1905310000", "60", "DE", "Bakery of the Hill"),
    ("DEMOX003", "커피메이커 / coffee maker", "8516710000", "230", "US", "Kitchen of the Lake"),
    ("DEMOX004", "면 티셔츠 / T-shirts", "6109101000", "90", "CN", "Shop of the Bridge"),
    ("DEMOX005", "면 티셔츠 / T-shirts", "6109101000", "90", "CN", "Shop of the Bridge"),
)
BY_POST = (("DEMOP001", "청바지 / jeans", "6203421000", "120", "CN", "Shop of the Harbour"),)
"""Of the same order as the first by courier, which is taxed after all."""


def load_express_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many parcels there are then."""
    row = next((one for one in (pack().data("demo") or {}).get("residents", ()) if one["login"] == "hana"), None)
    if row is None or pack().code != "kr" or ExpressList.objects.exists():
        return Parcel.objects.count()
    order = pack().name_order
    name, latin = (
        full_name(family=row["family"][form], given=row["given"][form], order=order) for form in ("native", "latin")
    )
    hana = Actor(kind=ActorKind.RESIDENT, name=name, name_latin=latin, person=row["person"])
    code = issue_code(actor=hana, now=now).code
    office = str(next(iter(customs_offices()))["code"])
    day = timezone.localdate(now)
    machine = system_actor("customs.demo")
    for number, (carrier, called, carried, parcels) in enumerate(
        (
            (COURIER, "마당특송", Carried.EXPRESS, PARCELS),
            (post_operator(on=day), "마당우편", Carried.POST, BY_POST),
        ),
        start=1,
    ):
        rows = [_row(one, code=code, name=name, day=day) for one in parcels]
        sent = SentList(reference=f"DEMO-{number}", office=office, rows=rows, channel="api", carried=carried)
        take_list(sent=sent, party=Party.business(carrier), name=called, actor=machine, now=now)
    report_not_mine(waybill="DEMOX002", text="주문한 적이 없습니다.", actor=hana, now=now)
    return Parcel.objects.count()


def _row(parcel: tuple[str, ...], *, code: str, name: str, day: date) -> dict[str, str]:
    waybill, description, commodity, price, country, seller = parcel
    return {
        "waybill": waybill,
        "code": code,
        "name": name,
        "phone": "010-0000-0000",
        "address": "서울 / Seoul",
        "seller": seller,
        "ordered_on": (day - timedelta(days=6)).isoformat(),
        "commodity": commodity,
        "description": description,
        "quantity": "1",
        "price": price,
        "currency": "USD",
        "net_mass": "0.8",
        "sent_from": country,
        "own_use": "yes",
        "regular_rate": "",
    }
