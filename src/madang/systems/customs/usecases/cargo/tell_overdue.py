"""Storage terms and movements that are over (Customs Act arts. 170, 177, 217): told once to whoever has to act."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.notify import notify
from madang.framework.values import Party
from madang.systems.customs.models import BondedMovement, BondedStore, CargoAt

STORAGE, MOVEMENT = "customs/storage_over", "customs/movement_over"
BATCH = 500


def overdue(*, on: date) -> QuerySet[CargoAt]:
    """Goods at quays and in stores whose term ended before that day, the longest overdue first."""
    there = CargoAt.objects.filter(spot__in=("landed", "stored"), due_on__lt=on)
    return there.select_related("bill").order_by("due_on", "pk")


def tell_overdue(*, actor: Actor, now: datetime) -> int:
    """Tell the keepers and consignees, and the declarants of movements; how many places of goods were told of."""
    told = 0
    while part := _tell_some(actor, now):
        told += part
    return told


def _tell_some(actor: Actor, now: datetime) -> int:
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = list(
            CargoAt.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(due_on__lt=today, told_at=None, spot__in=("landed", "stored", "moving"))
            .select_related("bill")
            .order_by("pk")[:BATCH]
        )
        keepers = dict(BondedStore.objects.values_list("code", "keeper"))
        moving = [row.place for row in rows if row.spot == "moving"]
        declarants = dict(BondedMovement.objects.filter(number__in=moving).values_list("number", "declarant"))
        for row in rows:
            on_the_road = row.spot == "moving"
            first = declarants.get(row.place, "") if on_the_road else keepers.get(row.place, "")
            for number in sorted({first, row.bill.consignee} - {""}):
                notify(
                    party=Party.business(number),
                    template=MOVEMENT if on_the_road else STORAGE,
                    values={"bill": row.bill.number, "place": row.place, "count": row.packages, "due_on": row.due_on},
                    link=reverse("customs:cargo_bill", args=[row.bill.number]),
                    now=now,
                )
        CargoAt.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
        if rows:
            detail = {"places": len(rows)}
            audit.record(actor=actor, action="customs.tell_overdue", target="cargo", detail=detail, now=now)
    return len(rows)
