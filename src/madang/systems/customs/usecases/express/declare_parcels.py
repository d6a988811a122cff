"""Make the declarations of a list's parcels that the list alone does not clear: in the consignee's name, from what the courier
said (in Korea the notice on express cargo art. 8 (1) 2 and 3)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.identity.actor import system_actor
from madang.framework.law import parameter_or_none
from madang.framework.notify import notify
from madang.framework.values import Money, Party
from madang.systems.customs.domain.declaration import Declaration, Document, Incoterm, Item, Means, Quantity, Trader
from madang.systems.customs.domain.words import Direction, TransportMode
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.declarations.lodge_many import Taken, lodge_many
from madang.systems.customs.usecases.declarations.record_many import Source

ACTOR = system_actor("customs.express")
EXPRESS_SLIP = "740"
"""UN/EDIFACT 1001: air waybill."""


def declare_parcels(*, number: str, now: datetime) -> int:
    """A declaration for each parcel that waits for one; how many were taken. One person after the other, each in a transaction
    of its own; run again, it goes on where it stopped."""
    made = ExpressList.objects.get(number=number)
    waiting = made.parcels.filter(state="to_declare")
    taken = 0
    for person in waiting.order_by("person").values_list("person", flat=True).distinct():
        with transaction.atomic():
            rows = list(waiting.filter(person=person).select_for_update().order_by("pk"))
            taken += _declared(made, Party.person(person), rows, now)
    return taken


def _declared(made: ExpressList, party: Party, rows: Sequence[Parcel], now: datetime) -> int:
    if not rows:
        return 0
    rule = parameter_or_none("customs.express.relief_code", on=timezone.localdate(now))
    source = Source(
        party=party,
        party_name=str(rows[0].consignee["name"])[:200],
        by=made.lodged_by,
        by_name=made.party_name,
        channel="express",
        batch=made.number,
    )
    told = [_declaration(one, made.office_code, str(rule or "") if one.relief else "") for one in rows]
    answers = lodge_many(declarations=told, source=source, actor=ACTOR, now=now)
    for one, answer in zip(rows, answers, strict=True):
        _note(one, answer, party, now)
    return sum(bool(one.number) for one in answers)


def _note(one: Parcel, answer: Taken, party: Party, now: datetime) -> None:
    one.state, one.declaration = ("declared", answer.number) if answer.number else ("faulty", "")
    one.faults = [{"place": fault.place, "says": str(fault.says), "code": fault.code} for fault in answer.faults]
    one.save(update_fields=["state", "declaration", "faults"])
    if not answer.number:
        values = {"waybill": one.waybill}
        notify(party=party, template="customs/parcel_faulty", values=values, link="/customs/parcels/", now=now)


def _declaration(one: Parcel, office: str, relief: str) -> Declaration:
    item = Item(
        sequence=1,
        commodity=one.commodity,
        description=one.description,
        origin=one.sent_from,
        additional_procedures=(relief,) if relief else (),
        net_mass=one.kilograms,
        quantities=(Quantity(value=one.pieces, unit="H87"),),
        price=Money(one.minor, one.currency),
    )
    return Declaration(
        direction=Direction.IMPORT,
        reference=one.waybill,
        office=office,
        items=(item,),
        seller=Trader(name=one.seller, country=one.sent_from),
        export_country=one.sent_from,
        border=Means(mode=TransportMode.AIR),
        # Price and carriage are paid to the seller: what parcels of online shops state.
        incoterm=Incoterm(code="CIP"),
        documents=(Document(type=EXPRESS_SLIP, number=one.waybill),),
    )
