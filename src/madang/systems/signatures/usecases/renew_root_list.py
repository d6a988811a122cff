"""The root's list is signed anew in a ceremony, before the old one ends or when an issuing authority is revoked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.signatures.domain.shares import Share
from madang.systems.signatures.domain.status import Reason, Status, may_become
from madang.systems.signatures.models import Authority, Certificate, RevocationList
from madang.systems.signatures.usecases.change_status import enter_status
from madang.systems.signatures.usecases.hold_ceremony import custodians_present, open_root, record_ceremony
from madang.systems.signatures.usecases.issue_certificate import own_entry
from madang.systems.signatures.usecases.publish_crl import publish_crl
from madang.systems.signatures.usecases.refusals import NotThisStatus
from madang.systems.signatures.usecases.status_words import STATUSES


def renew_root_list(*, root: Authority, shares: Sequence[Share], actor: Actor, now: datetime) -> RevocationList:
    """A fresh list of the root. Raises Forbidden, SharesRefused."""
    require(actor, "signatures.keep_authorities", None)
    return _publish(root=root, shares=shares, purpose="renew_root_list", steps=[], actor=actor, now=now)


def revoke_authority(
    *, authority: Authority, shares: Sequence[Share], reason: Reason, actor: Actor, now: datetime
) -> RevocationList:
    """End an issuing authority: it is on the root's list at once and issues nothing more.

    Raises Forbidden, SharesRefused, NotThisStatus.
    """
    require(actor, "signatures.keep_authorities", None)
    root = authority.parent
    if root is None:
        raise NotThisStatus(before=STATUSES[Status.GOOD], after=STATUSES[Status.REVOKED])
    steps: list[dict[str, object]] = [{"step": "authority_revoked", "name": authority.name, "reason": reason.value}]

    with transaction.atomic():
        entry = Certificate.objects.select_for_update().get(pk=own_entry(authority=authority).pk)
        if not may_become(before=Status(entry.status), after=Status.REVOKED):
            raise NotThisStatus(before=STATUSES[entry.status], after=STATUSES[Status.REVOKED])
        enter_status(certificate=entry, after=Status.REVOKED, reason=reason, by=actor.name, now=now)
        return _publish(root=root, shares=shares, purpose="revoke_authority", steps=steps, actor=actor, now=now)


def _publish(
    *,
    root: Authority,
    shares: Sequence[Share],
    purpose: str,
    steps: list[dict[str, object]],
    actor: Actor,
    now: datetime,
) -> RevocationList:
    key = open_root(root=root, shares=shares)
    done: list[dict[str, object]] = [
        *custodians_present(root=root, shares=shares),
        {"step": "key_opened"},
        *steps,
        {"step": "list_signed"},
        {"step": "key_and_secret_forgotten"},
    ]
    with transaction.atomic():
        published = publish_crl(authority=root, now=now, key=key)
        record_ceremony(root=root, purpose=purpose, steps=done, actor=actor, now=now)
    return published
