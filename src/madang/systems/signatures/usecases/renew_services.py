"""The authorities' own services get new keys before the old ones end."""

from datetime import datetime

from django.db import transaction

from madang.systems.signatures.domain.profiles import OCSP, TIMESTAMP, Profile
from madang.systems.signatures.domain.status import Status
from madang.systems.signatures.formats.certificates import Body, issue, new_serial
from madang.systems.signatures.gateways.keys import keystore, open_key
from madang.systems.signatures.models import Authority, Certificate
from madang.systems.signatures.usecases.issue_certificate import authority_key, enter_certificate
from madang.systems.signatures.usecases.lifetimes import lifetime_of
from madang.systems.signatures.usecases.service_names import service_subject


def renew_services(*, authority: Authority, now: datetime) -> int:
    """A new OCSP responder and timestamping unit where there is none or the old one is in the last quarter of its life;
    how many were renewed. Raises AuthorityExpired."""
    renewed = 0
    for profile in (OCSP, TIMESTAMP):
        latest = service_certificate(authority=authority, profile=profile.code, now=now)
        if latest is None or (latest.valid_until - now) * 4 < latest.valid_until - latest.valid_from:
            _renew(authority=authority, profile=profile, now=now)
            renewed += 1
    return renewed


def service_certificate(*, authority: Authority | None, profile: str, now: datetime) -> Certificate | None:
    """The service's certificate that is valid now, the latest; of any authority where none is named."""
    found = Certificate.objects.filter(profile=profile, status=Status.GOOD, valid_from__lte=now, valid_until__gt=now)
    if authority is not None:
        found = found.filter(authority=authority)
    return found.select_related("authority__parent").order_by("-issued_at", "-id").first()


def _renew(*, authority: Authority, profile: Profile, now: datetime) -> None:
    key = authority_key(authority=authority, now=now)
    label = keystore().create()
    subject = service_subject(of=profile.code)
    body = Body(
        profile=profile,
        subject=subject,
        public_key=open_key(label=label).public_key,
        serial=new_serial(),
        valid_from=now,
        valid_until=min(lifetime_of(profile=profile.code, now=now), authority.valid_until),
    )
    der = issue(body=body, issuer=bytes(authority.certificate), addresses=authority.addresses, signer=key)
    entry = Certificate(authority=authority, profile=profile.code, name=subject.common_name, key_label=label)
    with transaction.atomic():
        enter_certificate(certificate=entry, body=body, der=der, now=now)
