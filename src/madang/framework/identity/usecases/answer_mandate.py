"""Accept, decline and revoke a mandate."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.mandate_events import tell_begun, tell_declined, tell_ended
from madang.framework.identity.may import require
from madang.framework.identity.models import Mandate
from madang.framework.identity.representation import may_bind
from madang.framework.identity.who import local_day
from madang.framework.values import Party, Refusal


class NoSuchMandate(Refusal):
    """There is no such mandate, or it is no business of the actor: both are told alike."""

    code = "identity.mandate.unknown"
    says = _("There is no such mandate among yours. It may have been withdrawn.")
    status = 404


class MandateAnswered(Refusal):
    """The mandate was accepted, declined or revoked already, or has run out."""

    code = "identity.mandate.answered"
    says = _("This mandate can no longer be answered: it was answered, withdrawn, or has run out.")


def _locked(*, key: str, actor: Actor, action: str) -> Mandate:
    mandate = Mandate.objects.select_for_update().filter(key=key).first()
    if mandate is None:
        raise NoSuchMandate
    require(actor, action, mandate)
    return mandate


def _answerable(*, mandate: Mandate, now: datetime) -> None:
    answered = mandate.accepted_at or mandate.declined_at or mandate.revoked_at
    if answered or mandate.valid_until <= local_day(now):
        raise MandateAnswered


@transaction.atomic
def accept_mandate(*, key: str, actor: Actor, now: datetime) -> Mandate:
    """The holder takes it on. Raises NoSuchMandate, Forbidden, MandateAnswered."""
    mandate = _locked(key=key, actor=actor, action="identity.accept_mandate")
    _answerable(mandate=mandate, now=now)
    mandate.accepted_at = now
    mandate.save(update_fields=["accepted_at"])
    audit.record(actor=actor, action="identity.accept_mandate", target=f"mandate:{key}", detail={}, now=now)
    tell_begun(mandate=mandate, now=now)
    return mandate


@transaction.atomic
def decline_mandate(*, key: str, actor: Actor, now: datetime) -> Mandate:
    """The holder does not take it on. Raises as accept_mandate."""
    mandate = _locked(key=key, actor=actor, action="identity.accept_mandate")
    _answerable(mandate=mandate, now=now)
    mandate.declined_at = now
    mandate.save(update_fields=["declined_at"])
    audit.record(actor=actor, action="identity.decline_mandate", target=f"mandate:{key}", detail={}, now=now)
    tell_declined(mandate=mandate, now=now)
    return mandate


def _end(
    *,
    mandate: Mandate,
    actor: Actor,
    now: datetime,
    detail: Mapping[str, object],
    by: Party | None = None,
    name: str = "",
) -> None:
    mandate.revoked_at = now
    mandate.revoked_by = name or actor.name
    mandate.save(update_fields=["revoked_at", "revoked_by"])
    target = f"mandate:{mandate.key}"
    audit.record(actor=actor, action="identity.revoke_mandate", target=target, detail=dict(detail), now=now)
    if mandate.declined_at is None and mandate.valid_until > local_day(now):
        tell_ended(mandate=mandate, by=by, now=now)


@transaction.atomic
def end_mandates(*, party: Party, actor: Actor, now: datetime, keeping: str = "") -> int:
    """Revoke every mandate that `party` gave or holds, as when it dies or is dissolved; how many. Only the machinery may.

    Authority ends with the death of the principal or of the agent (Korean Civil Act art. 127). Mandates for the party of the
    kind `keeping` stay: an heir's begins with the death, however late the news of it comes.
    """
    require(actor, "identity.end_mandates", party)
    spoken_for = Q(grantor_kind=party.kind, grantor_key=party.key) & ~Q(kind=keeping)
    given = spoken_for | Q(holder_kind=party.kind, holder_key=party.key)
    ended = list(Mandate.objects.select_for_update().filter(given, revoked_at=None).order_by("pk"))
    for mandate in ended:
        _end(mandate=mandate, actor=actor, now=now, detail={"because": party})
    return len(ended)


@transaction.atomic
def end_mandates_of_kind(*, grantor: Party, kind: str, actor: Actor, now: datetime) -> int:
    """Revoke the mandates of one kind that speak for `grantor`, as when a company's representative changes; how many."""
    require(actor, "identity.end_mandates", grantor)
    given = Mandate.objects.select_for_update().filter(
        grantor_kind=grantor.kind, grantor_key=grantor.key, kind=kind, revoked_at=None
    )
    for mandate in (ended := list(given.order_by("pk"))):
        _end(mandate=mandate, actor=actor, now=now, detail={"because": kind})
    return len(ended)


@transaction.atomic
def end_mandate(*, key: str, kind: str, because: str, name: str, actor: Actor, now: datetime) -> Mandate:
    """Revoke one mandate of a kind, on what the office called `name` was shown; at once. Only the machinery may.

    Raises NoSuchMandate where none of this kind with this key stands.
    """
    mandate = Mandate.objects.select_for_update().filter(key=key, kind=kind, revoked_at=None, declined_at=None).first()
    if mandate is None:
        raise NoSuchMandate
    require(actor, "identity.end_mandates", mandate.grantor)
    _end(mandate=mandate, actor=actor, now=now, detail={"because": because}, name=name[:120])
    return mandate


@transaction.atomic
def revoke_mandate(*, key: str, actor: Actor, now: datetime) -> Mandate:
    """The grantor takes it back, or the holder lays it down; at once. Revoking again changes nothing."""
    mandate = _locked(key=key, actor=actor, action="identity.revoke_mandate")
    if mandate.revoked_at is None:
        by = mandate.holder if may_bind(actor=actor, party=mandate.holder) else mandate.grantor
        _end(mandate=mandate, actor=actor, now=now, detail={}, by=by)
    return mandate
