"""Register a custodian's key."""

from datetime import datetime

from django.db import transaction

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.mode import demo_is_on
from madang.framework.identity.officers import officer
from madang.systems.procurement.domain.secret_sharing import Proof, holds_possession
from madang.systems.procurement.formats.parts import proof_words
from madang.systems.procurement.models import CustodianKey
from madang.systems.procurement.usecases.bidding.refusals import KeyNotHeld
from madang.systems.procurement.usecases.permissions import CUSTODIAN


def register_custodian_key(
    *, public: bytes, proof: Proof, actor: Actor, now: datetime, demonstration: bool = False
) -> CustodianKey:
    """The actor's key from now on; ceremonies that began keep the one before. Raises KeyNotHeld, Forbidden."""
    require(actor, "procurement.hold_key", "")
    who = officer(actor)
    taken = CustodianKey.objects.filter(public=public.hex()).exists()
    if taken or not holds_possession(key=public, proof=proof, context=who.encode()):
        raise KeyNotHeld
    if demonstration and not demo_is_on():
        raise KeyNotHeld

    with transaction.atomic():
        CustodianKey.objects.filter(officer=who, ended_at=None).update(ended_at=now)
        made = CustodianKey.objects.create(
            officer=who,
            name=actor.name[:120],
            office=actor.offices(CUSTODIAN)[0],
            public=public.hex(),
            proof=proof_words(proof=proof),
            demonstration=demonstration,
            registered_at=now,
        )
        record(
            actor=actor, action="procurement.register_custodian_key", target=f"key:{public.hex()}", detail={}, now=now
        )
    return made


def key_of(*, actor: Actor) -> CustodianKey | None:
    """The actor's key that stands."""
    return CustodianKey.objects.filter(officer=officer(actor), ended_at=None).first()
