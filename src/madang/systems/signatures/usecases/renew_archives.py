"""Kept signatures get a new archive timestamp before what the last one rests on ends."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import system_actor
from madang.framework.storage import storing
from madang.framework.values import Refusal
from madang.systems.signatures.domain.validation.algorithms import STANDARD, AlgorithmPolicy
from madang.systems.signatures.domain.validation.renewal import next_renewal, strongest_digest
from madang.systems.signatures.models import SigningRequest
from madang.systems.signatures.usecases.extend_signature import extend_signature
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.signing_content import MEDIA_TYPES, form_named

ACTOR = system_actor("signatures.renewal")
BATCH = 200


class NothingGained(Refusal):
    """A new timestamp would end as soon as the old one."""

    code = "signatures.renewal.nothing_gained"
    says = _("No timestamping unit or algorithm lasts longer than what is there. Found a new authority first.")


def renew_archives(*, now: datetime, most: int = BATCH, policy: AlgorithmPolicy = STANDARD) -> tuple[int, int]:
    """Those that are due, the longest due first; how many were renewed and how many failed. A failure waits for the next run
    and shows on the officials' page; nothing of the file is lost by it."""
    renewed = failed = 0
    due = SigningRequest.objects.filter(state=SigningRequest.SIGNED, renew_at__lte=now).order_by("renew_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:most]):
        if _renew(pk, policy, now):
            renewed += 1
        else:
            failed += 1
    return renewed, failed


def _renew(pk: int, policy: AlgorithmPolicy, now: datetime) -> bool:
    with transaction.atomic():
        request = SigningRequest.objects.select_for_update().get(pk=pk)
        if request.renew_at is None or request.renew_at > now:
            return True
        try:
            whole = _extended(request, policy, now)
            following = renewal_of(request=request, data=whole, policy=policy)
            if following is None or following <= now:
                # Kept, it would be due again in an hour and grow with each.
                raise NothingGained
        except (Refusal, FileNotFoundError) as fault:
            request.renewal_fault = str(fault)[:300]
            request.save(update_fields=["renewal_fault"])
            return False
        request.current = storing.store_own(whole, media_type=MEDIA_TYPES[request.form], now=now)
        request.renewed_at, request.renewals, request.renewal_fault = now, request.renewals + 1, ""
        request.renew_at = following
        request.save(update_fields=["current", "renewed_at", "renewals", "renewal_fault", "renew_at"])
        detail = {"sha256": request.current_id, "next": str(request.renew_at)}
        target = f"signing:{request.key}"
        audit.record(actor=ACTOR, action="signatures.renew_archive", target=target, detail=detail, now=now)
    return True


def _extended(request: SigningRequest, policy: AlgorithmPolicy, now: datetime) -> bytes:
    original = storing.read_blob(request.original_id)
    own = OwnServices(now=now)
    return extend_signature(
        form=form_named(request.form, original=original),
        signed=storing.read_blob(request.current_id),
        stamps=own,
        sources=own,
        anchors=own_anchors(),
        algorithm=strongest_digest(policy=policy, now=now),
    )


def renewal_of(*, request: SigningRequest, data: bytes, policy: AlgorithmPolicy = STANDARD) -> datetime | None:
    """When the signed file needs its next archive timestamp."""
    original = storing.read_blob(request.original_id)
    evidences = form_named(request.form, original=original).read(signed=data)
    return next_renewal(evidences=evidences, policy=policy)
