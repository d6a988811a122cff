"""Parcels of the demonstration: a resident's code, and a courier's list with her parcels."""

from datetime import datetime, timedelta

from django.utils import timezone

from madang.framework.identity.actor import Actor, ActorKind, system_actor
from madang.framework.identity.demo import full_name
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.declarations.offices import customs_offices
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
    ordered = (timezone.localdate(now) - timedelta(days=6)).isoformat()
    rows = [
        {
            "waybill": waybill,
            "code": code,
            "name": name,
            "phone": "010-0000-0000",
            "address": "서울 / Seoul",
            "seller": seller,
            "ordered_on": ordered,
            "commodity": commodity,
            "description": description,
            "quantity": "1",
            "price": price,
            "currency": "USD",
            "net_mass": "0.8",
            "sent_from": country,
            "own_use": "yes",
        }
        for waybill, description, commodity, price, country, seller in PARCELS
    ]
    office = str(next(iter(customs_offices()))["code"])
    sent = SentList(reference="DEMO-1", office=office, rows=rows, channel="api")
    courier, machine = Party.business(COURIER), system_actor("customs.demo")
    take_list(sent=sent, party=courier, name="마당특송", actor=machine, now=now)
    return Parcel.objects.count()
