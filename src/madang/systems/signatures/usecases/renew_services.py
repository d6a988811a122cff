"""The authorities' own services get new keys before the old ones end."""

from datetime import datetime

from django.db import transaction

from madang.systems.signatures.domain.profiles import OCSP, TIMESTAMP, Profile
from madang.systems.signatures.formats.certificates import Body, issue, new_serial
from madang.systems.signatures.gateways.keys import keystore, open_key
from madang.systems.signatures.models import Authority, Certificate
from madang.systems.signatures.usecases.issue_certificate import authority_key, enter_certificate
from madang.systems.signatures.usecases.lifetimes import lifetime_of
from madang.systems.signatures.usecases.service_names import service_subject

# Asked with each answer and each timestamp: composing this by the ORM costs more than signing does.
_LATEST = """
    SELECT * FROM signatures_certificate
    WHERE profile = %s AND status = 'good' AND valid_from <= %s AND valid_until > %s
      AND authority_id = COALESCE(%s, authority_id)
    ORDER BY issued_at DESC, id DESC LIMIT 1
"""


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
    found = Certificate.objects.raw(_LATEST, [profile, now, now, authority.pk if authority else None])
    return next(iter(found), None)


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
