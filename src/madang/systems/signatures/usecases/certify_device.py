"""Certify the key of a device that signs for an organisation, at the wish of the system that keeps the device; revoke it."""

from datetime import datetime

from django.db.models import Q

from madang.framework.identity.actor import Actor
from madang.framework.values import Party
from madang.systems.signatures.domain.status import Reason, Status
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.usecases.certify_seal import key_asked_for
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate
from madang.systems.signatures.usecases.refusals import NoSuchCertificate

PROFILE = "organisation"


def certify_device(
    *, organisation: Party, names: tuple[str, str], request: bytes, system: str, actor: Actor, now: datetime
) -> Certificate:
    """A certificate of the profile organisation; `names` are the organisation's and the person's as `system` knows them.

    The person is the common name and the organisation stands beside it, as EN 319 412-2 (4.2.4) has it of a person in an
    organisation. Raises Forbidden, RequestRefused, NoAuthority, AuthorityExpired.
    """
    wanted = Wanted(
        profile=PROFILE,
        party=organisation,
        name=names[1][:64],
        organisation=names[0][:64],
        public_key=key_asked_for(request=request),
        case=_asked_by(system),
    )
    return issue_certificate(wanted=wanted, actor=actor, now=now)


def revoke_device(*, fingerprint: str, system: str, actor: Actor, now: datetime) -> Certificate:
    """Revoked at once, for its holder uses it no more. Raises NoSuchCertificate for what `system` did not ask for."""
    found = Certificate.objects.filter(fingerprint=fingerprint, profile=PROFILE, case=_asked_by(system)).first()
    if found is None:
        raise NoSuchCertificate
    if found.status == Status.REVOKED:
        return found
    return revoke_certificate(serial=found.serial, reason=Reason.CESSATION_OF_OPERATION, actor=actor, now=now)


def told_to(*, system: str) -> Q:
    """Of which certificates a system may ask: members', and those of devices that it had certified."""
    return Q(profile="member") | Q(profile=PROFILE, case=_asked_by(system))


def _asked_by(system: str) -> str:
    return f"device:{system}"
