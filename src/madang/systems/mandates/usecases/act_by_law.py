"""Begin to act for another by a right that a register shows: no paper, no answer awaited."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.models import Mandate
from madang.framework.identity.scope import EVERYTHING
from madang.framework.identity.usecases.grant_mandate import grant_mandate
from madang.framework.identity.who import local_day, valid_on
from madang.framework.values import Party, Refusal
from madang.systems.mandates.domain.kinds import Entitlement, Kind
from madang.systems.mandates.usecases.find_entitlements import find_entitlements
from madang.systems.mandates.usecases.name import SYSTEM


class NotEntitled(Refusal):
    """No register shows this right today."""

    code = "mandates.not_entitled"
    says = _("No register shows that you may act for this party today. Ask the register's office if that is wrong.")
    status = 403


def act_by_law(*, person: str, kind: str, party: str, actor: Actor, now: datetime) -> Mandate:
    """The mandate, valid at once; asked again it is the same one. Raises Forbidden, NotEntitled."""
    shown = find_entitlements(person=person, actor=actor, now=now)
    right = next((one for one in shown if one.kind == kind and one.party == party), None)
    if right is None:
        raise NotEntitled
    grantor, holder = _party(right), Party.person(person)
    standing = standing_mandate(grantor=grantor, holder=holder, kind=right.kind, now=now)
    if standing is not None:
        return standing
    return grant_mandate(
        grantor=grantor,
        holder=holder,
        scope=[EVERYTHING],
        valid_from=local_day(now),
        valid_until=right.until_on,
        grantor_name=right.name,
        kind=right.kind,
        evidence=right.cite,
        actor=system_actor(SYSTEM),
        now=now,
    )


def standing_mandate(*, grantor: Party, holder: Party, kind: Kind, now: datetime) -> Mandate | None:
    """The mandate of this kind that holds today, if any."""
    return Mandate.objects.filter(
        valid_on(local_day(now)),
        grantor_kind=grantor.kind,
        grantor_key=grantor.key,
        holder_kind=holder.kind,
        holder_key=holder.key,
        kind=kind,
    ).first()


def _party(right: Entitlement) -> Party:
    return Party.business(right.party) if right.kind is Kind.COMPANY else Party.person(right.party)
