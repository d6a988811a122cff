"""Register a business as a supplier: its entry is asked of the business register, nothing is typed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.contracts.businesses_v1 import Business, BusinessStatus, GetBusiness
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party, Refusal
from madang.systems.procurement.domain.standing import SupplierState
from madang.systems.procurement.models import Supplier
from madang.systems.procurement.usecases.name import SYSTEM
from madang.systems.procurement.usecases.supply.ask_clearance import ask_clearance

PURPOSE = declare(gettext_noop("Registering a supplier"))
STATES = {
    BusinessStatus.ACTIVE: SupplierState.REGISTERED,
    BusinessStatus.SUSPENDED: SupplierState.SUSPENDED,
    BusinessStatus.CLOSED: SupplierState.CLOSED,
}


class NoSuchBusiness(Refusal):
    """The register has no entry."""

    code = "procurement.supplier.no_entry"
    says = _(
        "The business register has no entry with the number {number}. Register the business there first, then come back."
    )
    status = 404


class NotTrading(Refusal):
    """The register says that it does not trade."""

    code = "procurement.supplier.not_trading"
    says = _(
        "The business register says that {name} is suspended or closed, so it cannot register as a supplier. "
        "Report its resumption to the business register first."
    )


class AlreadyRegistered(Refusal):
    """It is a supplier."""

    code = "procurement.supplier.registered_already"
    says = _("{name} is registered as a supplier already. Its page shows what is known of it.")


def register_supplier(*, number: str, actor: Actor, now: datetime) -> Supplier:
    """The new supplier, with what it owes asked at once. Raises Forbidden, AlreadyRegistered, NoSuchBusiness, NotTrading."""
    require(actor, "procurement.supply", number)
    known = Supplier.objects.filter(number=number).first()
    if known is not None:
        raise AlreadyRegistered(name=known.name)
    entry = entry_of(number=number, actor=actor)
    if not entry.number or not entry.name:
        raise NoSuchBusiness(number=number)
    if entry.status is not BusinessStatus.ACTIVE:
        raise NotTrading(name=entry.name)

    with transaction.atomic():
        supplier, made = Supplier.objects.get_or_create(
            number=number,
            defaults={**facts_of(entry=entry), "registered_at": now},
        )
        if not made:
            raise AlreadyRegistered(name=supplier.name)
        audit.record(
            actor=actor, action="procurement.register_supplier", target=f"business:{number}", detail={}, now=now
        )
    ask_clearance(supplier=supplier, actor=actor, now=now)
    return supplier


def entry_of(*, number: str, actor: Actor) -> Business:
    """The entry as the register has it now; empty where there is none."""
    asking = Asking(
        system=SYSTEM,
        actor=actor,
        purpose=PURPOSE,
        basis=legal_basis(asker=SYSTEM, question=GetBusiness, purpose=PURPOSE),
        subject=Party.business(number),
    )
    return ask(GetBusiness(number=number), asking)


def facts_of(*, entry: Business) -> dict[str, str]:
    """What of an entry is kept beside the supplier."""
    return {
        "name": (entry.name or "")[:140],
        "form": entry.form.value if entry.form else "",
        "address": ((entry.address.text or "") if entry.address else "")[:255],
        "state": STATES[entry.status].value if entry.status else SupplierState.CLOSED.value,
    }
