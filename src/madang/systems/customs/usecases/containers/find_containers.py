"""Containers as they are looked up, who may see one beside what is public, and until when each leaves the country again."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.law import NoSuchParameter, parameter
from madang.systems.customs.domain.container import reexport_by
from madang.systems.customs.models import BondedStore, ContainerStay
from madang.systems.customs.usecases.cargo.refusals import NoSuchContainer
from madang.systems.customs.usecases.cargo.who import may_report
from madang.systems.customs.usecases.containers.record_containers import IN_COUNTRY

MONTHS = "customs.cargo.container_months"


def standing_container(*, number: str) -> ContainerStay | None:
    """The way on which the container of that number is, or its last; none where no manifest named it."""
    asked = number.strip().upper()[:12]
    return ContainerStay.objects.filter(number=asked).order_by("ended", "-pk").first()


def visible_container(*, number: str, actor: Actor) -> ContainerStay:
    """The container as customs, who lodged its manifest and the keeper of the place where it stands see it; to others it is not
    there. Raises NoSuchContainer."""
    found = standing_container(number=number)
    if found is None or not any(may_report(actor=actor, business=one) for one in _concerned(found)):
        raise NoSuchContainer(number=number[:11])
    return found


def _concerned(row: ContainerStay) -> set[str]:
    keeper = BondedStore.objects.filter(code=row.place).values_list("keeper", flat=True)
    lodgers = {one.lodger for one in (row.came_by, row.leaves_by) if one is not None}
    lodgers |= set(row.bills.values_list("manifest__lodger", flat=True))
    # An officer sees it also where it concerns no business.
    return {*keeper, *lodgers, ""}


def containers_here(*, actor: Actor) -> QuerySet[ContainerStay]:
    """Containers that are in the country or about to come: all for customs; for a business those at the places that it keeps
    and of the manifests that it lodged."""
    later = ContainerStay.objects.filter(number=OuterRef("number"), pk__gt=OuterRef("pk")).exclude(spot="withdrawn")
    rows = ContainerStay.objects.filter(Q(ended=False) | Q(spot__in=IN_COUNTRY)).exclude(Exists(later))
    if may(actor, "customs.watch_cargo"):
        return rows.order_by("number")
    key = actor.party.key if actor.party is not None else "-"
    kept = BondedStore.objects.filter(keeper=key).values("code")
    mine = Q(place__in=kept, ended=False) | Q(came_by__lodger=key) | Q(leaves_by__lodger=key)
    return rows.filter(mine).order_by("number")


def leave_by(*, row: ContainerStay) -> date | None:
    """The last day for a container that came from abroad to leave again, as the law of the day on which it came says; none of
    one whose coming nobody saw, or that has left."""
    if row.admitted_on is None or (row.ended and row.spot not in IN_COUNTRY):
        return None
    try:
        months = int(parameter(MONTHS, on=row.admitted_on))
    except NoSuchParameter:
        return None
    return reexport_by(admitted_on=row.admitted_on, months=months)
