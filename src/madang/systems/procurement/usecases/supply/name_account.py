"""A supplier says to which account orders of the e-mall are paid."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault
from madang.systems.procurement.models import Supplier
from madang.systems.procurement.usecases.supply.declare import DeclarationRefused


def name_account(*, supplier: Supplier, account: str, holder: str, actor: Actor, now: datetime) -> None:
    """From the next order on; what is committed is paid to the account that it names. Whether the account can be one is the
    treasury's to say, when it commits. Raises Forbidden, DeclarationRefused.
    """
    require(actor, "procurement.supply", supplier.number)
    number, name = account.strip(), holder.strip()
    checks = (
        ("account", 0 < len(number) <= 34 and number.isprintable(), _("Give the account in at most 34 signs.")),
        ("holder", 0 < len(name) <= 140 and name.isprintable(), _("Say whose account it is.")),
    )
    faults = tuple(Fault(place, str(says), place) for place, good, says in checks if not good)
    if faults:
        raise DeclarationRefused(faults=faults)
    with transaction.atomic():
        held = Supplier.objects.select_for_update().get(pk=supplier.pk)
        held.account, held.account_holder = number, name
        held.save(update_fields=["account", "account_holder"])
        audit.record(
            actor=actor,
            action="procurement.name_account",
            target=f"business:{held.number}",
            detail={"account": number},
            now=now,
        )
