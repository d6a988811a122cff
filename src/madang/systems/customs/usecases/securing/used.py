"""What is used of guarantees, and what is left: one sum over everything that hangs on them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from madang.systems.customs.domain.securing import HOLDING
from madang.systems.customs.models import BondedMovement, CustomsGuarantee, DeferredPayment, Levied, SecuredGoods


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
    for later in DeferredPayment.objects.filter(guarantee__in=list(known)):
        # While it lasts its whole limit is used; afterwards what was not paid yet.
        left = later.limit_minor if later.valid_until >= on else min(later.limit_minor, _unpaid(later))
        used[known[later.guarantee]] += left
    return used


def _unpaid(later: DeferredPayment) -> int:
    whose = {"declaration__party_kind": later.party_kind, "declaration__party_key": later.party_key}
    owed = Levied.objects.filter(**whose, declaration__deferred=True, state="open", currency=later.currency)
    return int(owed.aggregate(sum=Sum("minor"))["sum"] or 0)


def left_of(*, guarantee: CustomsGuarantee, on: date) -> int:
    """What may still be secured by it, in smallest units."""
    return free_of(guarantee=guarantee, used=used_of(guarantees=[guarantee], on=on)[guarantee.pk])


def free_of(*, guarantee: CustomsGuarantee, used: int) -> int:
    """The same where it is known what is used: never less than nothing, and nothing before a deposit is paid."""
    if guarantee.deposit and guarantee.deposited_on is None:
        return 0
    return max(guarantee.limit_minor - guarantee.drawn_minor - used, 0)
