"""The register says that a business changed or closed: its supplier follows."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import system_actor
from madang.systems.procurement.domain.standing import SupplierState
from madang.systems.procurement.models import Supplier
from madang.systems.procurement.usecases.name import SYSTEM
from madang.systems.procurement.usecases.supply.register_supplier import entry_of, facts_of


def close_supplier(*, number: str, now: datetime) -> None:
    """A closed business supplies no more. In the caller's transaction; told twice, it changes nothing the second time."""
    changed = (
        Supplier.objects.filter(number=number)
        .exclude(state=SupplierState.CLOSED.value)
        .update(state=SupplierState.CLOSED.value)
    )
    if changed:
        _record(number, {"state": SupplierState.CLOSED.value}, now)


def follow_register(*, number: str, now: datetime) -> None:
    """Ask the register anew and keep what it says now."""
    supplier = Supplier.objects.filter(number=number).first()
    if supplier is None:
        return
    facts = facts_of(entry=entry_of(number=number, actor=system_actor(SYSTEM)))
    if not facts["name"]:
        return

    with transaction.atomic():
        held = Supplier.objects.select_for_update().get(pk=supplier.pk)
        changed = [name for name, value in facts.items() if getattr(held, name) != value]
        for name in changed:
            setattr(held, name, facts[name])
        if changed:
            held.save(update_fields=changed)
            _record(number, {"changed": ",".join(sorted(changed)), "state": held.state}, now)


def _record(number: str, detail: dict[str, str], now: datetime) -> None:
    audit.record(
        actor=system_actor(SYSTEM),
        action="procurement.follow_register",
        target=f"business:{number}",
        detail=detail,
        now=now,
    )
