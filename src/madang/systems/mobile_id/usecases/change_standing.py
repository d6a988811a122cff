"""Suspend, resume and revoke mobile IDs: by the holder, by an official, and by what the register announces."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits, require
from madang.framework.identity.status import means_of
from madang.framework.identity.usecases.prove_by_means import end_sessions_of
from madang.framework.values import Refusal
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.models import Credential
from madang.systems.mobile_id.usecases.name import ISSUER, SYSTEM

# Why a credential stands where it stands. Who dies cannot resume it: only a lost device is found again.
LOST, RETURNED, DEATH, OUTDATED = "lost", "returned", "death", "outdated"


class NoSuchCredential(Refusal):
    """There is no such mobile ID of this person."""

    code = "mobile_id.credential.unknown"
    says = _("There is no such mobile ID among yours.")
    status = 404


class StandingIsFinal(Refusal):
    """The mobile ID cannot go from where it stands to where it should."""

    code = "mobile_id.standing.final"
    says = _("This mobile ID was revoked, or is suspended for a reason that you cannot lift. Ask for a new one.")


@permits("mobile_id.change_standing")
def holder_or_issuer(actor: Actor, resource: Credential) -> bool:
    """The holder in person, or an official who issues."""
    own = actor.acting_for is None and actor.person is not None and actor.person == resource.person
    return own or actor.has_duty(ISSUER)


def change_standing(*, key: str, to: Standing, actor: Actor, now: datetime) -> Credential:
    """Suspend (lost), resume (found again) or revoke for good. Raises NoSuchCredential, StandingIsFinal."""
    with transaction.atomic():
        credential = Credential.objects.select_for_update().filter(key=key).first()
        if credential is None or not holder_or_issuer(actor, credential):
            raise NoSuchCredential
        require(actor, "mobile_id.change_standing", credential)
        lifted = to is Standing.VALID and credential.reason != LOST
        if credential.standing == to:
            return credential
        if credential.standing == Standing.REVOKED or lifted:
            raise StandingIsFinal
        reason = {Standing.VALID: "", Standing.SUSPENDED: LOST, Standing.REVOKED: RETURNED}[to]
        _record(credential, to, reason, actor, now)
    return credential


def suspend_all(*, person: str, actor: Actor, now: datetime) -> int:
    """Suspend every mobile ID of a person whose death was announced; how many. Within the announcement's transaction."""
    standing = _locked(person).exclude(standing=Standing.REVOKED).exclude(reason=DEATH)
    return sum(_record(one, Standing.SUSPENDED, DEATH, actor, now) for one in standing)


def revoke_outdated(*, person: str, actor: Actor, now: datetime) -> int:
    """Revoke the mobile IDs of a person whose name or address changed: they state what is no longer so. How many."""
    standing = _locked(person).exclude(standing=Standing.REVOKED)
    return sum(_record(one, Standing.REVOKED, OUTDATED, actor, now) for one in standing)


def _locked(person: str) -> QuerySet[Credential]:
    return Credential.objects.select_for_update().filter(person=person).order_by("pk")


def _record(credential: Credential, to: Standing, reason: str, actor: Actor, now: datetime) -> int:
    credential.standing = int(to)
    credential.standing_since = now
    credential.reason = reason
    credential.save(update_fields=["standing", "standing_since", "reason"])
    if to is not Standing.VALID:
        # Whoever holds the lost phone is signed out everywhere at once.
        end_sessions_of(means=means_of(kind=SYSTEM, key=credential.key), now=now)
    detail = {"to": to.name.lower(), "reason": reason}
    target = f"mobile_id.credential:{credential.key}"
    audit.record(actor=actor, action="mobile_id.change_standing", target=target, detail=detail, now=now)
    return 1
