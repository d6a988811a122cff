"""Begin to act under a mandate, and note each act done under it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.audit.recording import Acting
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Mandate, MandateUse
from madang.framework.identity.usecases.answer_mandate import NoSuchMandate
from madang.framework.identity.who import acting, local_day, usable_mandate, valid_on
from madang.framework.values import Party, Refusal


class MandateEnded(Refusal):
    """The mandate was revoked or ran out while the act was under way; the act is undone."""

    code = "identity.mandate.ended"
    says = _("The mandate you were acting under has ended, so nothing was done.")
    status = 403


@transaction.atomic
def act_for(*, key: str, actor: Actor, now: datetime) -> Actor:
    """The actor under the mandate `key`. Raises NoSuchMandate where the actor cannot use it today."""
    holder = Party.person(actor.person) if actor.person else None
    mandate = usable_mandate(key=key, holder=holder, now=now)
    if mandate is None:
        raise NoSuchMandate
    under = acting(actor=actor, mandate=mandate)
    audit.record(actor=under, action="identity.act_for", target=f"mandate:{key}", detail={}, now=now)
    return under


def note_use(*, actor: Acting, action: str, target: str, now: datetime) -> None:
    """Listens to the audit trail: what an actor does under a mandate is a use of it, in the same transaction.

    The mandate's row is held until commit, so an act is either done before a revocation or, with MandateEnded, not.
    """
    if actor.acting_for is None:
        return
    with transaction.atomic(savepoint=False):
        mandate = (
            Mandate.objects.select_for_update(of=("self",))
            .filter(valid_on(local_day(now)), key=actor.acting_for.mandate_id)
            .first()
        )
        if mandate is None:
            raise MandateEnded
        MandateUse.objects.create(
            mandate=mandate, used_at=now, account_id=actor.account_id, action=action, target=target[:200]
        )
