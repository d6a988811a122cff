"""Manifests and bills of leaving goods as they are looked up, and who may see one."""

from django.db.models import Q, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.values import Party, PartyKind
from madang.systems.customs.models import BondedStore, DepartureBill, DepartureGoods, DepartureManifest
from madang.systems.customs.usecases.cargo.find_bill import LONGEST, business_of
from madang.systems.customs.usecases.cargo.refusals import NoSuchBill, NoSuchManifest
from madang.systems.customs.usecases.cargo.who import may_report


def departures_of(*, actor: Actor) -> QuerySet[DepartureManifest]:
    """What the actor's business lodged, newest first. Raises NoBusiness, Forbidden."""
    return DepartureManifest.objects.filter(lodger=business_of(actor=actor)).order_by("-lodged_at", "-pk")


def visible_departure(*, number: str, actor: Actor) -> DepartureManifest:
    """A manifest as customs or its lodger sees it. Raises NoSuchManifest, NoBusiness."""
    watches = may(actor, "customs.watch_cargo")
    rows = DepartureManifest.objects.all() if watches else departures_of(actor=actor)
    found = rows.filter(number=number[:20]).first()
    if found is None:
        raise NoSuchManifest(number=number[:20])
    return found


def standing_departure_bill(*, number: str) -> DepartureBill:
    """The bill of leaving goods with that number that stands. Raises NoSuchBill."""
    asked = number.strip().upper()[: LONGEST + 1]
    found = (
        DepartureBill.objects.select_related("manifest", "master__manifest")
        .filter(number=asked, withdrawn_at=None)
        .first()
    )
    if found is None:
        raise NoSuchBill(number=asked)
    return found


def visible_departure_bill(*, number: str, actor: Actor) -> DepartureBill:
    """The bill as customs, who lodged it, its carrier, the exporters and the keeper of the terminal see it; to others it is
    not there. Raises NoSuchBill."""
    bill = standing_departure_bill(number=number)
    if any(may_report(actor=actor, business=one) for one in _concerned(bill)) or _exports(bill, actor):
        return bill
    raise NoSuchBill(number=bill.number)


def _concerned(bill: DepartureBill) -> set[str]:
    terminals = DepartureGoods.objects.filter(bill=bill).exclude(terminal="").values("terminal")
    keepers = BondedStore.objects.filter(code__in=terminals).values_list("keeper", flat=True)
    call = call_of_departure(bill=bill)
    told = {bill.manifest.lodger, bill.forwarder, call.lodger if call else "", *keepers}
    return {one for one in told if one}


def _exports(bill: DepartureBill, actor: Actor) -> bool:
    owners = bill.goods.exclude(declaration=None).values_list("declaration__party_kind", "declaration__party_key")
    parties = {str(Party(PartyKind(kind), key)) for kind, key in owners}
    return any(may(actor, "customs.declare", one) for one in parties)


def call_of_departure(*, bill: DepartureBill) -> DepartureManifest | None:
    """The carrier's manifest by which the goods leave; none while a house bill's master was not lodged."""
    if bill.kind == "master":
        return bill.manifest
    return bill.master.manifest if bill.master else None


def lodged_goods(*, manifest: DepartureManifest) -> QuerySet[DepartureGoods]:
    """The goods of a manifest's own bills as it stands, or as it stood when it was withdrawn."""
    found = DepartureGoods.objects.filter(bill__manifest=manifest, bill__withdrawn_at=manifest.withdrawn_at)
    return found.order_by("bill__number", "line")


def leaving_goods(*, call: DepartureManifest) -> QuerySet[DepartureGoods]:
    """The goods that leave by a call: under its direct masters, and under the houses below the others."""
    return DepartureGoods.objects.filter(
        Q(bill__manifest=call, bill__kind="master") | Q(bill__master__manifest=call, bill__kind="house"),
        withdrawn=False,
    ).order_by("bill__number", "line")
