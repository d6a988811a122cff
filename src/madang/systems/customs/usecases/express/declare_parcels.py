"""Make the declarations of a list's parcels that the list alone does not clear: in the consignee's name, from what the courier
said (in Korea the notice on express cargo art. 8 (1) 2 and 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from madang.framework.identity.actor import system_actor
from madang.framework.law import parameter_or_none
from madang.framework.notify import notify
from madang.framework.values import Money, Party
from madang.systems.customs.domain.declaration import Declaration, Document, Incoterm, Item, Means, Quantity, Trader
from madang.systems.customs.domain.express import Carried, Why
from madang.systems.customs.domain.requirements import OWN_USE
from madang.systems.customs.domain.simplified import simplified_law
from madang.systems.customs.domain.words import Direction, TransportMode
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.declarations.lodge_many import Taken, lodge_many
from madang.systems.customs.usecases.declarations.record_many import Source

ACTOR = system_actor("customs.express")
CARRIED = {Carried.EXPRESS: (TransportMode.AIR, "740"), Carried.POST: (TransportMode.POST, "750")}
"""How they come, and their paper (UN/EDIFACT 1001): air waybill, despatch note of post parcels."""


def declare_parcels(*, number: str, now: datetime) -> int:
    """A declaration for each parcel that waits for one; how many were taken. One person after the other, each in a transaction
    of its own; run again, it goes on where it stopped."""
    made = ExpressList.objects.get(number=number)
    # Also what a list had released before more of its order came.
    after = Q(state="released", declaration="", faults=[], whys__contains=Why.TOGETHER.value)
    waiting = made.parcels.filter(Q(state="to_declare") | after)
    taken = 0
    for person in waiting.order_by("person").values_list("person", flat=True).distinct():
        with transaction.atomic():
            rows = list(waiting.filter(person=person).select_for_update().order_by("pk"))
            taken += _declared(made, Party.person(person), rows, now)
    return taken


def _declared(made: ExpressList, party: Party, rows: Sequence[Parcel], now: datetime) -> int:
    if not rows:
        return 0
    codes = _Codes.on(timezone.localdate(now))
    source = Source(
        party=party,
        party_name=str(rows[0].consignee["name"])[:200],
        by=made.lodged_by,
        by_name=made.party_name,
        channel="express",
        batch=made.number,
    )
    told = [_declaration(one, made, codes.of(one)) for one in rows]
    answers = lodge_many(declarations=told, source=source, actor=ACTOR, now=now)
    for one, answer in zip(rows, answers, strict=True):
        _note(one, answer, party, now)
    return sum(bool(one.number) for one in answers)


@dataclass(frozen=True, slots=True)
class _Codes:
    """What a declaration claims: relief for what is small, the simplified rate for the rest."""

    relief: str
    simplified: str

    @classmethod
    def on(cls, day: date) -> "_Codes":
        law = simplified_law(on=day)
        rule = parameter_or_none("customs.express.relief_code", on=day)
        return cls(relief=str(rule or ""), simplified=law.code if law else "")

    def of(self, one: Parcel) -> tuple[str, ...]:
        """Goods that are not for one's own use claim neither (Decree art. 96 (2) no. 5)."""
        wanted = self.relief if one.relief else self.simplified if one.own_use and not one.regular_rate else ""
        return (wanted,) if wanted else ()


def _note(one: Parcel, answer: Taken, party: Party, now: datetime) -> None:
    if one.state == "to_declare":
        one.state = "declared" if answer.number else "faulty"
    elif answer.number:
        values = {"waybill": one.waybill, "declaration": answer.number}
        link = f"/customs/declarations/{answer.number}/"
        notify(party=party, template="customs/parcel_taxed_after", values=values, link=link, now=now)
    one.declaration = answer.number
    one.faults = [{"place": fault.place, "says": str(fault.says), "code": fault.code} for fault in answer.faults]
    one.save(update_fields=["state", "declaration", "faults"])
    if not answer.number:
        values = {"waybill": one.waybill}
        notify(party=party, template="customs/parcel_faulty", values=values, link="/customs/parcels/", now=now)


def _declaration(one: Parcel, made: ExpressList, claimed: tuple[str, ...]) -> Declaration:
    mode, slip = CARRIED[Carried(made.kind)]
    item = Item(
        sequence=1,
        commodity=one.commodity,
        description=one.description,
        origin=one.sent_from,
        additional_procedures=claimed,
        net_mass=one.kilograms,
        quantities=(Quantity(value=one.pieces, unit="H87"),),
        price=Money(one.minor, one.currency),
        statements=(OWN_USE,) if one.own_use else (),
    )
    return Declaration(
        direction=Direction.IMPORT,
        reference=one.waybill,
        office=made.office_code,
        items=(item,),
        seller=Trader(name=one.seller, country=one.sent_from),
        export_country=one.sent_from,
        border=Means(mode=mode),
        # Price and carriage are paid to the seller: what parcels of online shops state.
        incoterm=Incoterm(code="CIP"),
        documents=(Document(type=slip, number=one.waybill),),
    )
