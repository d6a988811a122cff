"""An official records the guardian whom a family court appointed (in Korea Civil Act arts. 928, 929, 959-2, 959-14)."""

import re
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import permits, require
from madang.framework.identity.models import Account, Mandate
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.identity.who import local_day
from madang.framework.values import Fault, Party, Refusal
from madang.systems.mandates.domain.kinds import Kind
from madang.systems.mandates.usecases.name import GUARDIANSHIP, SYSTEM

# A court's decision by its number, such as 2026느단1234.
DECISION = re.compile(r"[\w./ -]{4,60}")


class GuardianshipRefused(Refusal):
    """The entry has faults."""

    code = "mandates.guardianship.refused"
    says = gettext_lazy("The guardianship was not recorded. Please correct what is marked.")
    status = 422


@permits("mandates.record_guardianship")
def registrars(actor: Actor, resource: object) -> bool:
    """Officials who hold the duty."""
    return actor.has_duty(GUARDIANSHIP)


def record_guardianship(
    *, ward: str, guardian: str, decision: str, scope: list[str], until: date, actor: Actor, now: datetime
) -> Mandate:
    """The guardian (by sign-in name) acts for the ward, as far as the court said, as soon as they accept it.

    The court spoke for the ward. Raises Forbidden, a Refusal.
    """
    require(actor, "mandates.record_guardianship")
    found = {name: _account(login) for name, login in (("ward", ward), ("guardian", guardian))}
    faults = [
        Fault(name, _("No resident signs in with this name."), "mandates.guardianship.unknown")
        for name, account in found.items()
        if account is None
    ]
    if not DECISION.fullmatch(decision.strip()):
        says = _("Write the number of the court's decision.")
        faults.append(Fault("decision", says, "mandates.guardianship.decision"))
    if faults:
        raise GuardianshipRefused(faults=tuple(faults))
    with transaction.atomic():
        mandate = grant_mandate(
            grantor=Party.person(str(found["ward"].person)),  # type: ignore[union-attr]
            holder=Party.person(str(found["guardian"].person)),  # type: ignore[union-attr]
            scope=scope,
            valid_from=local_day(now),
            valid_until=until,
            kind=Kind.GUARDIAN,
            evidence=decision.strip(),
            awaits_holder=True,
            actor=system_actor(SYSTEM),
            now=now,
        )
        detail = {"decision": mandate.evidence}
        target = f"mandate:{mandate.key}"
        audit.record(actor=actor, action="mandates.record_guardianship", target=target, detail=detail, now=now)
    return mandate


def _account(login: str) -> Account | None:
    return Account.objects.filter(login=normal_login(text=login), closed_at=None, person__isnull=False).first()
