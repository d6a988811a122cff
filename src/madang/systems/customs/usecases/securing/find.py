"""Who finds which guarantees and goods; an official's look is seen by the holder."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.framework.values import Party
from madang.systems.customs.models import CustomsGuarantee, SecuredGoods
from madang.systems.customs.usecases.look import look_at
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.securing.refusals import NoSuchGoods, NoSuchGuarantee

GOODS = declare(gettext_noop("Opening goods under a customs procedure, declaration {number}"))
GUARANTEE = declare(gettext_noop("Opening customs guarantee {number}"))


def guarantees_of(*, party: Party) -> QuerySet[CustomsGuarantee]:
    """Those of a party, the newest first."""
    rows = CustomsGuarantee.objects.filter(party_kind=party.kind.value, party_key=party.key)
    return rows.order_by("-accepted_at", "-pk")


def goods_of(*, party: Party) -> QuerySet[SecuredGoods]:
    """What a party has under procedures, the nearest term first."""
    rows = SecuredGoods.objects.filter(declaration__party_kind=party.kind.value, declaration__party_key=party.key)
    return rows.select_related("declaration", "guarantee").order_by("due_on", "pk")


def guarantees_at(*, actor: Actor) -> QuerySet[CustomsGuarantee]:
    """Those that an officer's offices accepted. Raises Forbidden."""
    return CustomsGuarantee.objects.filter(office_code__in=_offices(actor)).order_by("-accepted_at", "-pk")


def goods_at(*, actor: Actor) -> QuerySet[SecuredGoods]:
    """What is under procedures by declarations of an officer's offices. Raises Forbidden."""
    rows = SecuredGoods.objects.filter(declaration__office_code__in=_offices(actor))
    return rows.select_related("declaration", "guarantee").order_by("due_on", "pk")


def _offices(actor: Actor) -> tuple[str, ...]:
    offices = tuple(actor.offices(OFFICER))
    if not offices:
        raise Forbidden
    return offices


def find_goods_under(*, number: str, item: int, actor: Actor, now: datetime) -> SecuredGoods:
    """One item under a procedure, of the actor's own or of an office of the actor's. Raises NoSuchGoods."""
    rows = SecuredGoods.objects.select_related("declaration", "guarantee")
    found = rows.filter(declaration__number=number[:32], item=item).first() if number.isprintable() else None
    if found is None:
        raise NoSuchGoods
    party = found.declaration.party
    if actor.party is not None and may(actor, "customs.declare", str(party)):
        return found
    if not may(actor, "customs.secure", found.declaration.office_code):
        raise NoSuchGoods
    _looked(party, "customs.declaration", GOODS, found.declaration.number, actor, now)
    return found


def find_guarantee(*, number: str, actor: Actor, now: datetime) -> CustomsGuarantee:
    """One guarantee, of the actor's own or of an office of the actor's. Raises NoSuchGuarantee."""
    found = CustomsGuarantee.objects.filter(number=number[:30]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchGuarantee
    if actor.party is not None and may(actor, "customs.declare", str(found.party)):
        return found
    if not may(actor, "customs.secure", found.office_code):
        raise NoSuchGuarantee
    _looked(found.party, "customs.guarantee", GUARANTEE, found.number, actor, now)
    return found


def _looked(party: Party, what: str, purpose: str, number: str, actor: Actor, now: datetime) -> None:
    said, target = _(purpose).format(number=number), f"{what.partition('.')[2]}:{number}"
    look_at(subject=party, what=what, target=target, purpose=said, actor=actor, now=now)
