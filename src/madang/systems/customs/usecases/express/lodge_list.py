"""Lodge a courier's list of parcels: whole, or refused with every fault (in Korea Customs Act art. 254-2)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.bulk.copying import copy_in, reserve_ids
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.protect import encrypt_many
from madang.framework.values import Fault, Party, PartyKind
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.declaration import Declaration, Item, Trader
from madang.systems.customs.domain.express import Carried, Cleared, Route, clear
from madang.systems.customs.domain.words import Direction, Lane
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.declarations.lodge_declaration import declarant_name
from madang.systems.customs.usecases.declarations.offices import office_for
from madang.systems.customs.usecases.express import queue
from madang.systems.customs.usecases.express.law import express_law, is_post
from madang.systems.customs.usecases.express.overtake import ordered, overtake
from madang.systems.customs.usecases.express.read_rows import GivenParcel, read_rows
from madang.systems.customs.usecases.express.refusals import (
    CourierIsBusiness,
    ListReferenceUsed,
    ListRefused,
    PostAlone,
)
from madang.systems.customs.usecases.selectivity.select_many import select_many

MOST = 10_000
MOST_FAULTS = 500
COLUMNS = (
    *("id", "lodged_id", "place", "waybill", "person", "consignee", "seller", "ordered_on", "commodity", "description"),
    *("quantity", "sent_from", "minor", "currency", "value", "grams", "own_use", "regular_rate", "route", "whys"),
    *("relief", "lane"),
    *("state", "declaration", "faults", "released_at", "decided_by", "finding"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentList:
    """A list as it came: each row has a text for every column of `formats.parcel_csv`."""

    reference: str
    office: str
    rows: list[dict[str, Any]]
    channel: str
    carried: Carried = Carried.EXPRESS


def lodge_list(*, sent: SentList, actor: Actor, now: datetime) -> ExpressList:
    """The list of the courier for whom somebody acts. The same again is the one that stands. Raises CourierIsBusiness,
    PostAlone, Forbidden, ListRefused with every fault, ListReferenceUsed."""
    party = actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        raise CourierIsBusiness
    require(actor, "customs.declare", str(party))
    if sent.carried is Carried.POST and not is_post(party=party, on=timezone.localdate(now)):
        raise PostAlone
    return take_list(sent=sent, party=party, name=declarant_name(actor=actor), actor=actor, now=now)


def take_list(*, sent: SentList, party: Party, name: str, actor: Actor, now: datetime) -> ExpressList:
    """The same for a courier that was let in before. Raises ListRefused, ListReferenceUsed."""
    digest = sha256(json.dumps([sent.carried.value, sent.rows], sort_keys=True).encode()).hexdigest()
    if (known := _known(party, sent.reference, digest)) is not None:
        return known

    on = timezone.localdate(now)
    law = express_law(on=on)
    found, faults = read_rows(rows=sent.rows, law=law, on=on, carried=sent.carried)
    faults = [*_faults(sent), *faults, *_lodged_before(sent)]
    if faults:
        raise ListRefused(faults=tuple(faults[:MOST_FAULTS]))
    orders = {one.consignment.order for one in found}
    cleared = clear(consignments=[one.consignment for one in found], before=ordered(orders=orders), law=law)

    made = _composed(sent, party, name, digest, actor, now)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _keep(made, found, cleared, now)
            detail = {"parcels": made.count, "channel": made.channel}
            audit.record(actor=actor, action="customs.lodge_list", target=f"list:{made.number}", detail=detail, now=now)
            overtake(made=made, orders=orders, law=law, actor=actor, now=now)
            if any(one.route is Route.DECLARED for one in cleared):
                queue.declare_parcels(number=made.number)
    except IntegrityError:
        # Somebody else lodged it, or one of its parcels, in this very moment.
        known = _known(party, sent.reference, digest)
        if known is None:
            raise ListRefused(faults=tuple(_lodged_before(sent))) from None
        return known
    return made


def _known(party: Party, reference: str, digest: str) -> ExpressList | None:
    known = ExpressList.objects.filter(
        party_kind=party.kind.value, party_key=party.key, reference=reference[:35]
    ).first()
    if known is not None and known.digest != digest:
        raise ListReferenceUsed(reference=known.reference, number=known.number)
    return known


def _faults(sent: SentList) -> list[Fault]:
    faults = []
    if not sent.reference or len(sent.reference) > 35 or not sent.reference.isprintable():
        faults.append(
            Fault("reference", _("Give your own reference: 1 to 35 printable signs."), "customs.reference_unfit")
        )
    if not office_for(code=sent.office):
        faults.append(
            Fault(
                "office",
                _("There is no customs office {code}.").format(code=sent.office[:20]),
                "customs.no_such_office",
            )
        )
    if not 0 < len(sent.rows) <= MOST:
        faults.append(Fault("parcels", _("A list has 1 to 10,000 parcels."), "customs.express.count"))
    return faults


def _lodged_before(sent: SentList) -> list[Fault]:
    waybills = {str(row["waybill"]): place for place, row in enumerate(sent.rows, start=1)}
    known = Parcel.objects.filter(waybill__in=list(waybills)).values_list("waybill", flat=True)
    says = _("A parcel with this waybill was lodged before.")
    return [Fault(f"parcels[{waybills[one]}].waybill", says, "customs.express.twice") for one in sorted(known)]


def _composed(sent: SentList, party: Party, name: str, digest: str, actor: Actor, now: datetime) -> ExpressList:
    return ExpressList(
        number=f"E{timezone.localdate(now):%y%m%d}{random_symbols(count=9)}",
        party_kind=party.kind.value,
        party_key=party.key,
        party_name=name[:200],
        kind=sent.carried.value,
        reference=sent.reference,
        digest=digest,
        office_code=office_for(code=sent.office),
        channel=sent.channel,
        count=len(sent.rows),
        lodged_at=now,
        lodged_by=officer(actor),
    )


def selected_as(*, waybill: str) -> str:
    """Under which number a parcel was selected."""
    return f"E-{waybill}"


def _keep(made: ExpressList, found: Sequence[GivenParcel], cleared: Sequence[Cleared], now: datetime) -> None:
    """All parcels at once. What the list alone clears is selected here; the rest as declarations."""
    by_list = [one for one, way in zip(found, cleared, strict=True) if way.route is Route.LIST]
    chosen = select_many(declarations=[_as_declaration(one) for one in by_list], now=now, trusted=False)
    lanes = iter(one.lane for one in chosen)
    people = [{name: one.row[name] for name in ("name", "phone", "address")} for one in found]
    sealed = encrypt_many([json.dumps(one, ensure_ascii=False) for one in people], purpose="customs.consignee")
    ids = reserve_ids(table=Parcel, count=len(found)).to_list()
    rows = []
    for place, (pk, one, way, person) in enumerate(zip(ids, found, cleared, sealed, strict=True), start=1):
        lane = next(lanes) if way.route is Route.LIST else None
        rows.append((pk, made.pk, place, *_said(one, person), *_decided(way, lane, now)))
    copy_in(table=Parcel, columns=COLUMNS, rows=rows)


def _said(one: GivenParcel, person: bytes) -> tuple[object, ...]:
    told, row = one.consignment, one.row
    return (
        *(row["waybill"], told.owner, person, row["seller"], told.ordered_on, told.commodity, row["description"][:200]),
        *(one.quantity, told.sent_from, one.price.minor, one.price.currency, told.value, one.grams, told.own_use),
        one.regular_rate,
    )


def _decided(way: Cleared, lane: Lane | None, now: datetime) -> tuple[object, ...]:
    held = lane in {Lane.YELLOW, Lane.RED}
    state = "to_declare" if lane is None else "held" if held else "released"
    whys = json.dumps([one.value for one in way.whys])
    released = now if state == "released" else None
    return way.route.value, whys, way.relief, lane.value if lane else "", state, "", "[]", released, "", ""


def _as_declaration(one: GivenParcel) -> Declaration:
    """What rules and score read of a parcel; it names no person."""
    told = one.consignment
    item = Item(
        sequence=1,
        commodity=told.commodity,
        description=one.row["description"],
        origin=told.sent_from,
        net_mass=one.kilograms,
        price=one.price,
    )
    return Declaration(
        direction=Direction.IMPORT,
        reference=one.row["waybill"],
        number=selected_as(waybill=one.row["waybill"]),
        items=(item,),
        exporter=Trader(name=told.seller, country=told.sent_from),
        export_country=told.sent_from,
    )
