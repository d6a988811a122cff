"""Bills of a manifest of leaving goods said anew: as long as none of their goods came, they stand in the place of those that
stood, which are kept."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.leaving_lodging import faults_of_leaving
from madang.systems.customs.domain.lodging import Wrong
from madang.systems.customs.domain.manifest import Function
from madang.systems.customs.models import DepartureBill, DepartureGoods, DepartureManifest
from madang.systems.customs.usecases.cargo import law
from madang.systems.customs.usecases.cargo.write_bills import Lodging, bills_to_write
from madang.systems.customs.usecases.leaving.handle_departure import take_back_bills
from madang.systems.customs.usecases.leaving.lodge_departure import named_by, wrong_beside
from madang.systems.customs.usecases.leaving.write_departure import join_houses, write_departure

OF_ITSELF = frozenset({"reference_used", "departure_lodged"})
"""What a new manifest may not say again, and this one says of itself."""


def change_bills(*, manifest: DepartureManifest, lodging: Lodging, actor: Actor, now: datetime) -> list[Wrong]:
    """What is wrong with it, then nothing of it may stand. In the caller's transaction, which holds the manifest."""
    whole = replace(lodging, manifest=replace(lodging.manifest, function=Function.ORIGINAL))
    numbers = [bill.number for bill, _master in bills_to_write(lodging=whole)]
    modes = law.modes(on=timezone.localdate(now))
    wrong = faults_of_leaving(manifest=whole.manifest, kind=whole.kind, country=law.country_letters(), modes=modes)
    found = [*_not_to_change(manifest, numbers), *wrong]
    if found:
        return found
    take_back_bills(bills=manifest.lodged_bills.filter(number__in=numbers, withdrawn_at=None), actor=actor, now=now)
    named = named_by(lodging=whole)
    found = [one for one in wrong_beside(lodging=whole, named=named) if one.code not in OF_ITSELF]
    if not found:
        write_departure(row=manifest, lodging=whole, named=named, at=now)
        join_houses(manifest=manifest)
        target, detail = f"departure:{manifest.number}", {"bills": numbers[:100]}
        audit.record(actor=actor, action="customs.change_departure", target=target, detail=detail, now=now)
    return found


def _not_to_change(manifest: DepartureManifest, numbers: Collection[str]) -> Iterator[Wrong]:
    rows = manifest.lodged_bills.select_for_update().filter(number__in=numbers, withdrawn_at=None)
    known = dict(rows.values_list("number", "pk"))
    came = DepartureGoods.objects.select_for_update().filter(bill__in=known.values())
    moved: set[int | None] = set(came.filter(~Q(state="expected") | Q(gone=True)).values_list("bill", flat=True))
    # Houses that are not said anew as well would hang below nothing.
    below = DepartureBill.objects.filter(master__in=known.values(), withdrawn_at=None).exclude(pk__in=known.values())
    moved |= set(below.values_list("master", flat=True))
    for number in numbers:
        at = f"bills[{number[:40]}]"
        if number not in known:
            yield Wrong(at, "bill_not_there", number[:40])
        elif known[number] in moved:
            yield Wrong(at, "bill_under_way", number[:40])
