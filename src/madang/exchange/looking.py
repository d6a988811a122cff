"""A look of a member's own official into its own books, written into the access log as an ask is: hash-chained, in the list
that its subject reads."""

import hashlib
import uuid
from datetime import datetime

from django.utils.translation import get_language

from madang.contracts.envelope import Envelope, law
from madang.exchange import grants, log, members
from madang.exchange.asking import asked_by
from madang.framework.audit.looks import Look
from madang.framework.audit.purposes import in_every_language
from madang.framework.identity.actor import Actor, ActorKind

PREFIX = "own"
"""Of the `contract` of such an entry: `own.population.person`. No contract has this module."""


def write_look(*, actor: Actor, look: Look, now: datetime) -> None:
    """One entry in the caller's transaction. Who looks at their own data, or is no person, needs no entry."""
    if actor.kind is not ActorKind.OFFICIAL or actor.party == look.subject:
        return
    envelope = Envelope(
        id=uuid.uuid4().hex,
        member=members.own_name(),
        sender=look.system,
        recipient=look.system,
        contract=f"{PREFIX}.{look.what}",
        asked_by=asked_by(actor),
        actor=f"account:{actor.account_id}",
        subject=look.subject,
        basis=law(grants.own_look_basis(system=look.system, what=look.what)),
        purpose=look.purpose,
        purpose_in=in_every_language(look.purpose),
        case=look.case,
        language=get_language() or "",
        sent_at=now,
    )
    log.append(
        log.row(
            side=log.ANSWERED,
            at=now,
            partner=f"{members.own_name()}/{look.system}",
            envelope=envelope,
            question_sha256=hashlib.sha256(envelope.contract.encode()).digest(),
            reply_sha256=None,
            outcome="looked",
        )
    )
