"""An official opens a taxpayer's page: the taxpayer sees the look."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.framework.values import Refusal
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.name import SYSTEM

PURPOSE = declare(gettext_noop("Opening a taxpayer's page: {reason}"))


class NoSuchTaxpayer(Refusal):
    """Nobody is registered so."""

    code = "tax.no_such_taxpayer"
    says = gettext_lazy("The tax office knows no such taxpayer.")
    status = 404


@transaction.atomic
def look_at_taxpayer(*, key: int, reason: str, actor: Actor, now: datetime) -> Taxpayer:
    """The taxpayer, the look recorded. Raises Forbidden, NoSuchTaxpayer."""
    if not any(may(actor, f"tax.{act}") for act in ("assess", "review", "collect", "inspect")):
        raise Forbidden
    found = Taxpayer.objects.filter(pk=key).first()
    if found is None:
        raise NoSuchTaxpayer
    purpose = _(PURPOSE).format(reason=reason)
    audit.record(actor=actor, action="tax.look", target=f"taxpayer:{found.party}", detail={"reason": reason}, now=now)
    look = audit.Look(system=SYSTEM, subject=found.party, what="tax.taxpayer", purpose=purpose)
    audit.looked(actor=actor, look=look, now=now)
    return found
