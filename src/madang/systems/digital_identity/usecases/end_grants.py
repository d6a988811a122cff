"""End what a relying party was given: a session ended, a consent withdrawn, a code used twice, a party suspended."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import system_actor
from madang.framework.identity.who import age_limit, local_day, usable
from madang.systems.digital_identity.models import Grant
from madang.systems.digital_identity.usecases import queue
from madang.systems.digital_identity.usecases.name import SYSTEM


def grant_lives(*, grant: Grant, now: datetime) -> bool:
    """Whether a relying party may still use it: not ended, the person's session open, their consent standing."""
    session, consent = grant.session, grant.consent
    return (
        Grant.objects.filter(usable("account__"), pk=grant.pk, ended_at=None, relying_party__suspended_at=None).exists()
        and session is not None
        and session.ended_at is None
        and session.signed_in_at > now - age_limit()
        and consent.withdrawn_at is None
        and consent.until_on > local_day(now)
    )


@transaction.atomic
def end_grant(*, grant: Grant, because: str, now: datetime) -> None:
    """It gives nothing any more; the relying party is told by its logout address. Ending it again changes nothing."""
    if not Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=now, ended_because=because):
        return
    actor = system_actor(SYSTEM)
    detail = {"because": because}
    audit.record(actor=actor, action="digital_identity.end_grant", target=f"grant:{grant.key}", detail=detail, now=now)
    if grant.relying_party.logout_uri:
        queue.tell_logout(grant=grant.pk)


def end_all(*, grants: Iterable[Grant], because: str, now: datetime) -> None:
    """Each of them."""
    for grant in grants:
        end_grant(grant=grant, because=because, now=now)


def end_grants_of_sessions(*, sessions: list[int], now: datetime) -> None:
    """Listens to sessions that end, in their transaction."""
    grants = Grant.objects.select_related("relying_party").filter(session_id__in=sessions, ended_at=None)
    end_all(grants=grants, because="signed_out", now=now)
