"""A carrier says which exports it loaded, by its manifest of leaving goods: whole, or refused with every fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.values import Fault
from madang.systems.customs.domain.lodging import is_place
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, DepartureGoods, ExportLoading
from madang.systems.customs.usecases.cargo.find_bill import business_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.leaving.refusals import LoadingRefused

MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A ship or aircraft that leaves, and the numbers of the export declarations whose goods are aboard."""

    reference: str
    conveyance: str
    voyage: str
    port: str
    loaded_on: date
    declarations: tuple[str, ...]


@transaction.atomic
def confirm_loading(*, leaving: Leaving, actor: Actor, now: datetime) -> int:
    """How many exports are fulfilled by it; what this manifest said before is said again. Raises NoBusiness, Forbidden,
    LoadingRefused."""
    carrier = business_of(actor=actor)
    rows = CustomsDeclaration.objects.select_for_update().filter(number__in=leaving.declarations).order_by("pk")
    known = {one.number: one for one in rows}
    loaded = {one.declaration_id: one for one in ExportLoading.objects.filter(declaration__in=known.values())}
    named = DepartureGoods.objects.filter(declaration__in=known.values(), withdrawn=False)
    by_bill = {one.declaration_id for one in named if one.held().named and one.declaration_id not in loaded}
    faults = [*_of_voyage(leaving, now), *_of_each(leaving, known, loaded, carrier), *_by_bill(leaving, known, by_bill)]
    if faults:
        raise LoadingRefused(faults=tuple(faults))
    fresh = [one for one in known.values() if one.pk not in loaded]
    for one in fresh:
        ExportLoading.objects.create(
            declaration=one,
            carrier=carrier,
            reference=leaving.reference,
            conveyance=leaving.conveyance,
            voyage=leaving.voyage,
            port=leaving.port,
            loaded_on=leaving.loaded_on,
            at=now,
            by=officer(actor),
        )
        detail = {"conveyance": leaving.conveyance, "voyage": leaving.voyage, "port": leaving.port}
        happened(to=one, kind="loaded", actor=actor, now=now, detail=detail)
    counted = {"exports": len(fresh)}
    record(actor=actor, action="customs.confirm_loading", target=f"leaving:{carrier}", detail=counted, now=now)
    return len(fresh)


def _of_voyage(leaving: Leaving, now: datetime) -> Iterator[Fault]:
    for name, most in (("reference", 35), ("conveyance", 70), ("voyage", 17)):
        told = getattr(leaving, name)
        if not 0 < len(told.strip()) <= most or not told.isprintable():
            yield Fault(name, _("Missing, or not in its form."), "customs.leaving.form")
    if not is_place(leaving.port):
        yield Fault("port", _("Write the place as UN/LOCODE, such as KRPUS."), "customs.leaving.port")
    if leaving.loaded_on > timezone.localdate(now):
        yield Fault("loaded_on", _("Goods are confirmed when they are loaded, not before."), "customs.leaving.day")
    if not 0 < len(leaving.declarations) <= MOST:
        yield Fault("declarations", _("A manifest names 1 to 5,000 declarations."), "customs.leaving.count")


def _by_bill(leaving: Leaving, known: dict[str, CustomsDeclaration], named: set[int | None]) -> Iterator[Fault]:
    for place, number in enumerate(leaving.declarations, start=1):
        one = known.get(number)
        if one is not None and one.pk in named:
            says = _("Bills of leaving goods name this export: confirm the loading on their manifest.")
            yield Fault(f"declarations[{place}]", says, "customs.leaving.by_bill")


def _of_each(
    leaving: Leaving, known: dict[str, CustomsDeclaration], loaded: dict[int, ExportLoading], carrier: str
) -> Iterator[Fault]:
    for place, number in enumerate(leaving.declarations, start=1):
        at, one = f"declarations[{place}]", known.get(number)
        if one is None or one.direction != Direction.EXPORT.value or one.state != DeclarationState.RELEASED.value:
            yield Fault(at, _("This is no released export: its goods must not leave."), "customs.leaving.not_released")
            continue
        if one.released_at and leaving.loaded_on < timezone.localdate(one.released_at):
            yield Fault(at, _("The export was released after that day."), "customs.leaving.early")
        before = loaded.get(one.pk)
        if before is not None and (before.carrier, before.reference) != (carrier, leaving.reference):
            yield Fault(at, _("The export was loaded by another manifest before."), "customs.leaving.loaded")
