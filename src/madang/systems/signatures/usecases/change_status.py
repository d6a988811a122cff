"""Suspend a certificate, release it, or revoke it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault
from madang.systems.signatures.domain.status import HOLDERS_REASONS, OFFICERS_REASONS, Reason, Status, may_become
from madang.systems.signatures.models import Certificate, PresignedAnswer, StatusChange
from madang.systems.signatures.usecases import queue
from madang.systems.signatures.usecases.permissions import OFFICER
from madang.systems.signatures.usecases.refusals import NoSuchCertificate, NotThisStatus, RequestRefused
from madang.systems.signatures.usecases.status_words import STATUSES


def revoke_certificate(*, serial: str, reason: Reason, actor: Actor, now: datetime) -> Certificate:
    """Revoked for good, at once. Raises Forbidden, NoSuchCertificate, NotThisStatus, RequestRefused."""
    return _change(serial=serial, after=Status.REVOKED, reason=reason, actor=actor, now=now)


def suspend_certificate(*, serial: str, actor: Actor, now: datetime) -> Certificate:
    """On hold until it is released or revoked. Raises Forbidden, NoSuchCertificate, NotThisStatus."""
    return _change(serial=serial, after=Status.SUSPENDED, reason=Reason.CERTIFICATE_HOLD, actor=actor, now=now)


def release_certificate(*, serial: str, actor: Actor, now: datetime) -> Certificate:
    """Good again after a hold. Raises Forbidden, NoSuchCertificate, NotThisStatus."""
    return _change(serial=serial, after=Status.GOOD, reason=Reason.UNSPECIFIED, actor=actor, now=now)


def find_certificate(*, serial: str) -> Certificate:
    """A subscriber's certificate by its number. Raises NoSuchCertificate."""
    found = Certificate.objects.filter(serial=serial.lower(), authority__kind="issuing").select_related("authority")
    certificate = found.first()
    if certificate is None:
        raise NoSuchCertificate
    return certificate


def _change(*, serial: str, after: Status, reason: Reason, actor: Actor, now: datetime) -> Certificate:
    certificate = find_certificate(serial=serial)
    require(actor, "signatures.change_status", certificate)
    allowed = OFFICERS_REASONS if actor.has_duty(OFFICER) else HOLDERS_REASONS
    if after is Status.REVOKED and reason not in allowed:
        fault = Fault("reason", _("Choose one of the reasons that are offered."), "signatures.reason")
        raise RequestRefused(faults=(fault,))

    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        before = Status(locked.status)
        if not may_become(before=before, after=after):
            raise NotThisStatus(before=STATUSES[before], after=STATUSES[after])
        enter_status(certificate=locked, after=after, reason=reason, by=actor.name, now=now)
        target, detail = f"certificate:{locked.serial}", {"status": after, "reason": reason}
        audit.record(actor=actor, action="signatures.change_status", target=target, detail=detail, now=now)
        queue.publish_lists(authority=certificate.authority.key)
    return locked


def enter_status(*, certificate: Certificate, after: Status, reason: Reason, by: str, now: datetime) -> None:
    """The new status, in the caller's transaction, with the row locked. A hold that becomes a revocation keeps its instant:
    the certificate has not been relied on since (RFC 5280, 5.3.1)."""
    keeps = certificate.status == Status.SUSPENDED and after is Status.REVOKED
    certificate.status = after
    certificate.reason = "" if after is Status.GOOD else reason
    certificate.changed_at = certificate.changed_at if keeps else now
    certificate.save(update_fields=["status", "reason", "changed_at"])
    told = "" if after is Status.GOOD else reason
    StatusChange.objects.create(certificate=certificate, status=after, reason=told, changed_at=now, changed_by=by[:120])
    PresignedAnswer.objects.filter(certificate=certificate).delete()
