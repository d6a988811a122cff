"""Words and tones of a certificate's life."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.systems.signatures.domain.status import Reason, Status
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.decide_request import KINDS
from madang.systems.signatures.usecases.status_words import STATUSES

__all__ = ["REASONS", "STATUSES", "TONES", "kind_title", "row_of", "shown_status"]

TONES = {"good": "success", "suspended": "warning", "revoked": "danger", "expired": "gray"}
REASONS = {
    Reason.UNSPECIFIED: _("I no longer need it"),
    Reason.KEY_COMPROMISE: _("Someone else may have the key, or it is lost"),
    Reason.AFFILIATION_CHANGED: _("The name or the organisation changed"),
    Reason.SUPERSEDED: _("A new certificate took its place"),
    Reason.CESSATION_OF_OPERATION: _("The organisation ceased"),
    Reason.PRIVILEGE_WITHDRAWN: _("The right to it was withdrawn"),
}
OWN = {"ocsp": _("Certificate status service"), "timestamp": _("Timestamping unit")}


def kind_title(*, profile: str) -> str:
    """What kind of certificate."""
    return str({**KINDS, **OWN}.get(profile, profile))


def shown_status(*, certificate: Certificate, now: datetime) -> str:
    """Its status today, or that it ended."""
    ended = certificate.status == Status.GOOD and certificate.valid_until <= now
    return "expired" if ended else certificate.status


def row_of(*, certificate: Certificate, now: datetime) -> dict[str, Any]:
    """Plain values for a page."""
    status = shown_status(certificate=certificate, now=now)
    return {
        "serial": certificate.serial,
        "name": certificate.name,
        "kind": kind_title(profile=certificate.profile),
        "status": STATUSES[status],
        "tone": TONES[status],
        "valid_from": certificate.valid_from,
        "valid_until": certificate.valid_until,
        "remote": bool(certificate.key_label),
    }
