"""Who becomes a taxpayer, and as what."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import Forbidden
from madang.framework.values import Party, PartyKind
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases import queue
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.offices import office_for


def register_taxpayer(
    *,
    party: Party,
    name: str,
    roles: Iterable[Role],
    actor: Actor,
    now: datetime,
    name_latin: str = "",
    sector: str = "",
    division: str = "",
    on: date | None = None,
) -> Taxpayer:
    """The party's entry, made where there is none; roles are added and never taken away here. In a transaction of its own.

    A person whose `division` is not told gets the office of the residence by a job, as soon as the register answered.
    """
    wanted = sorted(one.value for one in roles)
    with transaction.atomic():
        held, made = Taxpayer.objects.select_for_update().get_or_create(
            party_kind=party.kind.value,
            party_key=party.key,
            defaults={
                "name": name[:140],
                "name_latin": name_latin[:140],
                "roles": wanted,
                "sector": sector[:12],
                "office_code": office_for(division=division),
                "registered_on": on or timezone.localdate(now),
            },
        )
        added = [one for one in wanted if one not in held.roles]
        if added:
            held.roles = sorted({*held.roles, *added})
            held.save(update_fields=["roles"])
        if made and party.kind is PartyKind.PERSON and not division:
            queue.follow_residence(person=party.key)
        if made or added:
            detail = {"roles": ",".join(held.roles), "office": held.office_code}
            record(actor=actor, action="tax.register", target=f"taxpayer:{party}", detail=detail, now=now)
    return held


def taxpayer_of(*, actor: Actor, now: datetime) -> Taxpayer:
    """For whom the actor acts, as a taxpayer; a person or business that comes for the first time is registered. Raises
    Forbidden.
    """
    party = actor.party
    if party is None:
        raise Forbidden
    known = Taxpayer.objects.filter(party_kind=party.kind.value, party_key=party.key).first()
    if known is not None:
        return known
    acting = actor.acting_for
    name, latin = (acting.name, acting.name_latin) if acting else (actor.name, actor.name_latin)
    role = Role.INCOME if party.kind is PartyKind.PERSON else Role.VAT_GENERAL
    return register_taxpayer(
        party=party, name=name or party.key, name_latin=latin, roles=(role,), actor=system_actor(SYSTEM), now=now
    )
