"""A root signs an issuing authority, in a ceremony; the authority begins with its services and its first list."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.domain.profiles import ISSUING
from madang.systems.signatures.domain.shares import Share
from madang.systems.signatures.formats.certificates import Body, issue, new_serial
from madang.systems.signatures.gateways.keys import keystore, open_key
from madang.systems.signatures.models import Authority, Certificate
from madang.systems.signatures.usecases.hold_ceremony import custodians_present, open_root, record_ceremony
from madang.systems.signatures.usecases.issue_certificate import enter_certificate
from madang.systems.signatures.usecases.lifetimes import lifetime_of
from madang.systems.signatures.usecases.publish_crl import publish_crl
from madang.systems.signatures.usecases.refusals import AuthorityExpired
from madang.systems.signatures.usecases.renew_services import renew_services
from madang.systems.signatures.usecases.service_names import service_subject


def found_authority(
    *, root: Authority, shares: Sequence[Share], actor: Actor, now: datetime, name: str = ""
) -> Authority:
    """A new issuing authority under `root`, with OCSP responder, timestamping unit and first lists.

    Raises Forbidden, SharesRefused, AuthorityExpired.
    """
    require(actor, "signatures.keep_authorities", None)
    root_key = open_root(root=root, shares=shares)
    if not root.valid_from <= now < root.valid_until:
        raise AuthorityExpired(name=root.name)

    label = keystore().create()
    body = Body(
        profile=ISSUING,
        subject=service_subject(of="issuing", name=name),
        public_key=open_key(label=label).public_key,
        serial=new_serial(),
        valid_from=now,
        valid_until=min(lifetime_of(profile="issuing", now=now), root.valid_until),
    )
    der = issue(body=body, issuer=bytes(root.certificate), addresses=root.addresses, signer=root_key)
    steps: list[dict[str, object]] = [
        *custodians_present(root=root, shares=shares),
        {"step": "key_opened"},
        {"step": "authority_signed", "name": body.subject.common_name, "serial": f"{body.serial:x}"},
        {"step": "list_signed"},
        {"step": "key_and_secret_forgotten"},
    ]

    with transaction.atomic():
        authority = _save(root=root, body=body, der=der, label=label, now=now)
        entry = Certificate(authority=root, profile="issuing", name=authority.name, key_label=label)
        enter_certificate(certificate=entry, body=body, der=der, now=now)
        publish_crl(authority=root, now=now, key=root_key)
        renew_services(authority=authority, now=now)
        publish_crl(authority=authority, now=now)
        record_ceremony(root=root, purpose="found_authority", steps=steps, actor=actor, now=now)
    return authority


def _save(*, root: Authority, body: Body, der: bytes, label: str, now: datetime) -> Authority:
    authority = Authority(
        key=new_key(),
        kind="issuing",
        name=body.subject.common_name,
        parent=root,
        certificate=der,
        key_label=label,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        public_url=settings.MADANG_PUBLIC_URL,
        policy=root.policy,
        founded_at=now,
    )
    authority.save(force_insert=True)
    return authority
