"""Bills as they are looked up, and who may see one."""

from django.db.models import Q, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may, require
from madang.framework.values import PartyKind
from madang.systems.customs.models import BondedStore, CargoAt, CargoBill, CargoManifest
from madang.systems.customs.usecases.cargo.refusals import NoBusiness, NoSuchBill, NoSuchManifest
from madang.systems.customs.usecases.cargo.who import may_report

LONGEST = 35


def standing_bill(*, number: str) -> CargoBill:
    """The bill with that number in a manifest that stands. Raises NoSuchBill."""
    asked = number.strip().upper()[: LONGEST + 1]
    found = (
        CargoBill.objects.select_related("manifest", "master__manifest").filter(number=asked, withdrawn_at=None).first()
    )
    if found is None:
        raise NoSuchBill(number=asked)
    return found


def call_of(*, bill: CargoBill) -> CargoManifest | None:
    """The carrier's manifest by which the goods come; none while a house bill's master was not lodged."""
    if bill.kind == "master":
        return bill.manifest
    return bill.master.manifest if bill.master else None


def business_of(*, actor: Actor) -> str:
    """The number of the business for which somebody acts. Raises NoBusiness, Forbidden."""
    party = actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        raise NoBusiness
    require(actor, "customs.cargo", str(party))
    return party.key


def visible_bill(*, number: str, actor: Actor) -> CargoBill:
    """The bill as customs, its lodger, its consignee or the keeper of the store sees it; to others it is not there.

    Raises NoSuchBill.
    """
    bill = standing_bill(number=number)
    if any(may_report(actor=actor, business=number) for number in _concerned(bill)):
        return bill
    raise NoSuchBill(number=bill.number)


def _concerned(bill: CargoBill) -> set[str]:
    """The businesses that have to do with the goods: lodgers, forwarder, consignee, and who keeps them now."""
    lodgers = {bill.manifest.lodger, bill.forwarder, bill.consignee}
    if bill.master:
        lodgers.add(bill.master.manifest.lodger)
    stores = CargoAt.objects.filter(bill=bill, spot__in=("landed", "stored")).values("place")
    keepers = BondedStore.objects.filter(code__in=stores).values_list("keeper", flat=True)
    return {number for number in (*lodgers, *keepers) if number}


def manifests_of(*, actor: Actor) -> QuerySet[CargoManifest]:
    """What the actor's business lodged, newest first. Raises NoBusiness, Forbidden."""
    return CargoManifest.objects.filter(lodger=business_of(actor=actor)).order_by("-lodged_at", "-pk")


def visible_manifest(*, number: str, actor: Actor) -> CargoManifest:
    """A manifest as customs or its lodger sees it. Raises NoSuchManifest, NoBusiness."""
    rows = CargoManifest.objects.all() if may(actor, "customs.watch_cargo") else manifests_of(actor=actor)
    found = rows.filter(number=number[:20]).first()
    if found is None:
        raise NoSuchManifest(number=number[:20])
    return found


def goods_bills(*, call: CargoManifest) -> QuerySet[CargoBill]:
    """The bills under which the goods of a call are tracked: its direct masters, and the houses below the others."""
    return CargoBill.objects.filter(
        Q(manifest=call, kind="master", consolidated=False) | Q(master__manifest=call, kind="house"), withdrawn_at=None
    ).order_by("number")
