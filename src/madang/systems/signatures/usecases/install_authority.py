"""An issuing authority that an offline root signed takes up its work: its key was made here, its certificates came in."""

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.domain.profiles import ISSUING
from madang.systems.signatures.formats.certificates import Body, Subject
from madang.systems.signatures.gateways.keys import open_key
from madang.systems.signatures.models import Authority, Certificate, RevocationList
from madang.systems.signatures.usecases.hold_offline_ceremony import FORMAT
from madang.systems.signatures.usecases.issue_certificate import enter_certificate
from madang.systems.signatures.usecases.publish_crl import publish_crl
from madang.systems.signatures.usecases.refusals import RequestRefused
from madang.systems.signatures.usecases.renew_services import renew_services


def install_authority(*, carried: bytes, label: str, actor: Actor, now: datetime) -> Authority:
    """The authority whose key has this label, under the root that came with it; its services and lists begin.

    Raises Forbidden, RequestRefused.
    """
    require(actor, "signatures.keep_authorities", None)
    told, root, own, listed = _read(carried)
    public = own.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if public != open_key(label=label).public_key:
        raise _refused(_("The certificate is not for the key that was made here."))
    body = Body(
        profile=ISSUING,
        subject=Subject(common_name=_name(own), country=""),
        public_key=public,
        serial=own.serial_number,
        valid_from=own.not_valid_before_utc,
        valid_until=own.not_valid_after_utc,
    )
    with transaction.atomic():
        above = _root(told["root"], root, now)
        _keep_list(above, listed, int(told["number"]))
        authority = Authority(key=new_key(), kind="issuing", name=body.subject.common_name, parent=above)
        authority.certificate, authority.key_label = own.public_bytes(serialization.Encoding.DER), label
        authority.valid_from, authority.valid_until = body.valid_from, body.valid_until
        authority.public_url, authority.policy, authority.founded_at = settings.MADANG_PUBLIC_URL, above.policy, now
        authority.save(force_insert=True)
        entry = Certificate(authority=above, profile="issuing", name=authority.name, key_label=label)
        enter_certificate(certificate=entry, body=body, der=authority.certificate, now=now)
        renew_services(authority=authority, now=now)
        publish_crl(authority=authority, now=now)
        detail = {"root": above.key, "serial": entry.serial}
        target = f"authority:{authority.key}"
        audit.record(actor=actor, action="signatures.install_authority", target=target, detail=detail, now=now)
    return authority


def _refused(says: str) -> RequestRefused:
    return RequestRefused(faults=(Fault("carried", says, "signatures.carried"),))


def _read(
    carried: bytes,
) -> tuple[dict[str, Any], x509.Certificate, x509.Certificate, x509.CertificateRevocationList]:
    """What was carried in, with every signature checked."""
    try:
        told = json.loads(carried)
        if told["format"] != FORMAT:
            raise _refused(_("This file is not what a root's ceremony writes."))
        root = x509.load_der_x509_certificate(base64.b64decode(told["root"]["certificate"], validate=True))
        own = x509.load_der_x509_certificate(base64.b64decode(told["authority"], validate=True))
        listed = x509.load_der_x509_crl(base64.b64decode(told["list"], validate=True))
        told["number"], told["root"]["threshold"] = int(told["number"]), int(told["root"]["threshold"])
        told["root"] = {name: told["root"][name] for name in ("key", "threshold", "public_url", "policy")}
        root.verify_directly_issued_by(root)
        own.verify_directly_issued_by(root)
        signed = listed.is_signature_valid(root.public_key())  # type: ignore[arg-type]  # (P-256 by our ceremony)
    except (ValueError, KeyError, TypeError, binascii.Error, InvalidSignature):
        raise _refused(_("This file is not what a root's ceremony writes.")) from None
    if not signed:
        raise _refused(_("The list is not the root's."))
    return told, root, own, listed


def _name(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


def _root(told: dict[str, Any], root: x509.Certificate, now: datetime) -> Authority:
    """The root's row; its key stays where the ceremony was, so that nothing here opens it."""
    der = root.public_bytes(serialization.Encoding.DER)
    known = Authority.objects.filter(kind="root", certificate=der).first()
    if known is not None:
        return known
    above = Authority(key=str(told["key"]), kind="root", name=_name(root), certificate=der, founded_at=now)
    above.threshold = int(told["threshold"])
    above.valid_from, above.valid_until = root.not_valid_before_utc, root.not_valid_after_utc
    above.public_url, above.policy = str(told["public_url"]), str(told["policy"])
    above.save(force_insert=True)
    return above


def _keep_list(root: Authority, listed: x509.CertificateRevocationList, number: int) -> None:
    until = listed.next_update_utc
    if until is None:
        raise _refused(_("The list does not say until when it holds."))
    RevocationList.objects.create(
        authority=root,
        number=number,
        der=listed.public_bytes(serialization.Encoding.DER),
        entries=len(listed),
        this_update=listed.last_update_utc,
        next_update=until,
    )
    root.last_list = number
    root.save(update_fields=["last_list"])
