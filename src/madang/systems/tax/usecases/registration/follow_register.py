"""The business register says what a business is; its entry as a taxpayer follows."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from madang.contracts.businesses_v1 import Business, BusinessForm, GetBusiness
from madang.exchange import Asking, ask
from madang.exchange.grants import legal_basis
from madang.framework.audit import record
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.offices import office_for

PURPOSE = declare(gettext_noop("Registering a taxpayer"))


def follow_register(*, number: str, now: datetime) -> None:
    """Ask the register and keep what it says: name, sector, and the office of the place. Outside a transaction."""
    party = Party.business(number)
    asking = Asking(
        system=SYSTEM,
        actor=system_actor(SYSTEM),
        purpose=PURPOSE,
        basis=legal_basis(asker=SYSTEM, question=GetBusiness),
        subject=party,
    )
    entry = ask(GetBusiness(number=number), asking)
    if not entry.name:
        return
    with transaction.atomic():
        held = (
            Taxpayer.objects.select_for_update().filter(party_kind=PartyKind.BUSINESS.value, party_key=number).first()
        )
        if held is None:
            return
        wanted = _wanted(held, entry)
        changed = [name for name, value in wanted.items() if getattr(held, name) != value]
        for name in changed:
            setattr(held, name, wanted[name])
        if changed:
            held.save(update_fields=changed)
            detail = {"changed": ",".join(sorted(changed))}
            record(
                actor=system_actor(SYSTEM),
                action="tax.follow_register",
                target=f"taxpayer:{party}",
                detail=detail,
                now=now,
            )


def _wanted(held: Taxpayer, entry: Business) -> dict[str, object]:
    roles = set(held.roles) | ({Role.CORPORATE.value} if entry.form is BusinessForm.CORPORATION else set())
    wanted: dict[str, object] = {"name": (entry.name or held.name)[:140], "roles": sorted(roles)}
    if entry.sector:
        wanted["sector"] = entry.sector[:12]
    if entry.address is not None and entry.address.division:
        wanted["office_code"] = office_for(division=entry.address.division)
    return wanted


def close_taxpayer(*, number: str, on: date, now: datetime) -> None:
    """The business ended. Told twice, it changes nothing the second time."""
    mine = Taxpayer.objects.filter(party_kind=PartyKind.BUSINESS.value, party_key=number, closed_on=None)
    if mine.update(closed_on=on):
        target = f"taxpayer:{Party.business(number)}"
        record(actor=system_actor(SYSTEM), action="tax.close", target=target, detail={"on": str(on)}, now=now)
