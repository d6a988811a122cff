"""Declarations that wait for a guarantee are looked at again, the oldest first."""

from datetime import datetime

from django.db import transaction

from madang.framework.identity.actor import Actor
from madang.framework.values import Party
from madang.systems.customs.domain.words import DeclarationState
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked


def secure_waiting(*, party: Party, actor: Actor, now: datetime) -> int:
    """How many went on."""
    state = DeclarationState.AWAITING_SECURITY.value
    rows = CustomsDeclaration.objects.filter(party_kind=party.kind.value, party_key=party.key, state=state)
    moved = 0
    for number in rows.order_by("lodged_at", "pk").values_list("number", flat=True):
        with transaction.atomic():
            one = locked(number=number)
            advance(one=one, actor=actor, now=now)
            moved += one.state != state
    return moved
