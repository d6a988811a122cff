"""Goods on the road between bonded areas (Customs Act arts. 213 to 218): declared with a guarantee, arrived within the term."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.values import Money, PartyKind
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.cargo_terms import INLAND, StoreKind, movement_ends_on
from madang.systems.customs.domain.manifest import Mode
from madang.systems.customs.domain.movement import IllegalMove, Kind, Place, Spot, Step
from madang.systems.customs.models import BondedMovement, BondedStore, CargoBill, CustomsGuarantee
from madang.systems.customs.usecases.areas.standing import require_open
from madang.systems.customs.usecases.cargo import law
from madang.systems.customs.usecases.cargo.find_bill import visible_bill
from madang.systems.customs.usecases.cargo.handle_goods import origin_at, storage_term, store_named
from madang.systems.customs.usecases.cargo.record_steps import Happened, record_steps
from madang.systems.customs.usecases.cargo.refusals import refused
from madang.systems.customs.usecases.cargo.who import require_reporter
from madang.systems.customs.usecases.securing.discharge import discharge_arrived
from madang.systems.customs.usecases.securing.used import left_of


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A movement as it is declared: what, from where to where, and what secures it."""

    bill: CargoBill
    packages: int
    origin: str
    to: str
    guarantee: str
    secured_minor: int
    """What the duties may come to, in smallest units."""


def send_under_bond(*, sending: Sending, actor: Actor, now: datetime) -> BondedMovement:
    """The movement under way. The guarantee's holder declares it, or an officer for them. Raises Forbidden, NoSuchBill,
    MoveRefused, AreaClosed."""
    origin = store_named(code=sending.origin, kinds=StoreKind)
    to = _destination(sending, origin, timezone.localdate(now))
    if sending.secured_minor < 1:
        raise refused(move=IllegalMove("no_amount"), place="secured")
    today, mode = timezone.localdate(now), Mode(sending.bill.manifest.mode)
    due = movement_ends_on(mode=mode, started_on=today, terms=law.terms(on=today))
    with transaction.atomic():
        # The guarantee first: movements against one guarantee are counted one after another.
        guarantee = _free_guarantee(sending, due, actor, today)
        number = f"T{today:%y}{random_symbols(count=9)}"
        step = Step(
            kind=Kind.SENT,
            packages=sending.packages,
            origin=origin_at(bill=sending.bill, store=origin),
            to=Place(Spot.MOVING, number),
        )
        sent = Happened(bill=sending.bill.pk, step=step, due_on=due, note=to.code)
        record_steps(happened=[sent], actor=actor, now=now)
        made = BondedMovement.objects.create(
            number=number,
            bill=sending.bill,
            declarant=guarantee.party_key,
            guarantee=guarantee,
            secured_minor=sending.secured_minor,
            currency=pack().currency,
            packages=sending.packages,
            origin=origin.code,
            to=to.code,
            started_at=now,
            due_on=due,
        )
        detail = {"movement": number, "from": origin.code, "to": to.code, "packages": sending.packages}
        target = f"bill:{sending.bill.number}"
        audit.record(actor=actor, action="customs.send_under_bond", target=target, detail=detail, now=now)
    return made


def _destination(sending: Sending, origin: BondedStore, today: date) -> BondedStore:
    """Another bonded area that takes goods in."""
    to = store_named(code=sending.to, kinds=INLAND)
    if origin.code == to.code:
        raise refused(move=IllegalMove("same_store", to.code), place="to")
    require_open(areas=[to.code], on=today, place="to")
    return to


def _free_guarantee(sending: Sending, due: date, actor: Actor, today: date) -> CustomsGuarantee:
    """The guarantee, locked, if it is the actor's, valid and large enough."""
    held = CustomsGuarantee.objects.filter(party_kind=PartyKind.BUSINESS.value, returned_at=None)
    guarantee = held.select_for_update().filter(number=sending.guarantee[:30]).first()
    if guarantee is None or guarantee.valid_until < due:
        raise refused(move=IllegalMove("no_guarantee", sending.guarantee[:30]), place="guarantee")
    require_reporter(actor=actor, business=guarantee.party_key)
    # Whoever has nothing to do with the goods does not move them, whatever guarantee they hold.
    visible_bill(number=sending.bill.number, actor=actor)
    left = left_of(guarantee=guarantee, on=today)
    if sending.secured_minor > left:
        raise refused(move=IllegalMove("guarantee_used", str(Money(left, guarantee.currency))), place="secured")
    return guarantee


def receive_under_bond(*, movement: BondedMovement, packages: int, actor: Actor, now: datetime) -> BondedMovement:
    """So many packages arrived (art. 215), told by the store's keeper or an officer. The guarantee is free when all are here.

    Raises Forbidden, MoveRefused.
    """
    to = store_named(code=movement.to, kinds=INLAND)
    require_reporter(actor=actor, business=to.keeper)
    due = storage_term(store=to, now=now)
    with transaction.atomic():
        row = BondedMovement.objects.select_for_update().get(pk=movement.pk)
        step = Step(
            kind=Kind.RECEIVED,
            packages=packages,
            origin=Place(Spot.MOVING, row.number),
            to=Place(Spot.STORED, to.code),
        )
        record_steps(happened=[Happened(bill=row.bill_id, step=step, due_on=due)], actor=actor, now=now)
        row.arrived += packages
        row.ended_at = now if row.arrived == row.packages else None
        row.save(update_fields=["arrived", "ended_at"])
        if row.ended_at is not None:
            discharge_arrived(bill=row.bill.number, actor=actor, now=now)
        detail = {"movement": row.number, "packages": packages, "late": timezone.localdate(now) > row.due_on}
        audit.record(
            actor=actor, action="customs.receive_under_bond", target=f"movement:{row.number}", detail=detail, now=now
        )
    return row
