"""What is used of guarantees, and what is left: one sum over everything that hangs on them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from madang.systems.customs.domain.securing import HOLDING
from madang.systems.customs.models import BondedMovement, CustomsGuarantee, DeferredPayment, SecuredGoods


def used_of(*, guarantees: Iterable[CustomsGuarantee], on: date) -> dict[int, int]:
    """By guarantee, in smallest units: goods under a procedure, movements under bond, and what may be paid later."""
    known = {one.number: one.pk for one in guarantees}
    used = dict.fromkeys(known.values(), 0)
    keys = list(known.values())
    goods = SecuredGoods.objects.filter(guarantee__in=keys, state__in=[one.value for one in HOLDING])
    moving = BondedMovement.objects.filter(guarantee__in=keys, ended_at=None)
    for rows in (goods, moving):
        for key, sum_ in rows.values_list("guarantee").annotate(Sum("secured_minor")).order_by():
            used[key] += int(sum_ or 0)
    later = DeferredPayment.objects.filter(guarantee__in=list(known), valid_until__gte=on)
    for number, limit in later.values_list("guarantee", "limit_minor"):
        used[known[number]] += limit
    return used


def left_of(*, guarantee: CustomsGuarantee, on: date) -> int:
    """What may still be secured by it, in smallest units; never less than nothing."""
    used = used_of(guarantees=[guarantee], on=on)[guarantee.pk]
    return max(guarantee.limit_minor - guarantee.drawn_minor - used, 0)
