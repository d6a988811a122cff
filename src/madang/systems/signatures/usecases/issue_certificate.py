"""Issue a certificate under an authority."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import parameter
from madang.framework.protect import blind_index
from madang.framework.values import Fault, Party
from madang.systems.signatures.domain.profiles import PROFILES, SUBSCRIBERS
from madang.systems.signatures.domain.status import Status
from madang.systems.signatures.formats.certificates import Body, Subject, issue, new_serial
from madang.systems.signatures.gateways.keys import Key, keystore, open_key
from madang.systems.signatures.models import Authority, Certificate, StatusChange
from madang.systems.signatures.usecases.lifetimes import day_of, lifetime_of
from madang.systems.signatures.usecases.refusals import AuthorityExpired, NoAuthority, RequestRefused
from madang.systems.signatures.usecases.service_names import country_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. Without `public_key` (SubjectPublicKeyInfo, DER) the trust service makes and keeps the key, and
    its holder signs at a distance."""

    profile: str
    party: Party
    name: str
    organisation: str = ""
    public_key: bytes | None = None
    host_names: tuple[str, ...] = ()
    case: str = ""
    renews: Certificate | None = None


def issue_certificate(
    *, wanted: Wanted, actor: Actor, now: datetime, authority: Authority | None = None
) -> Certificate:
    """The certificate, entered in the register. Raises Forbidden, RequestRefused, NoAuthority, AuthorityExpired."""
    require(actor, "signatures.issue", wanted)
    under = authority or current_authority(now=now)
    key = authority_key(authority=under, now=now)

    faults = faults_of(wanted=wanted, now=now)
    if faults:
        raise RequestRefused(faults=faults)

    label = "" if wanted.public_key else keystore().create()
    body = _body(wanted=wanted, public_key=wanted.public_key or open_key(label=label).public_key, under=under, now=now)
    der = issue(body=body, issuer=bytes(under.certificate), addresses=under.addresses, signer=key)

    entry = Certificate(authority=under, profile=wanted.profile, party=str(wanted.party), name=wanted.name[:64])
    entry.key_label, entry.case, entry.renews = label, wanted.case, wanted.renews
    with transaction.atomic():
        enter_certificate(certificate=entry, body=body, der=der, now=now)
        target, detail = f"certificate:{entry.serial}", {"profile": wanted.profile, "authority": under.key}
        audit.record(actor=actor, action="signatures.issue", target=target, detail=detail, now=now)
    return entry


def faults_of(*, wanted: Wanted, now: datetime) -> tuple[Fault, ...]:
    """What speaks against the certificate, all of it."""
    faults = []
    profile = PROFILES.get(wanted.profile)
    allowed = parameter("signatures.policies.profiles", on=day_of(now=now))
    if profile is None or wanted.profile not in SUBSCRIBERS or wanted.profile not in allowed:
        faults.append(Fault("profile", _("Certificates of this kind are not issued here."), "signatures.profile"))
    elif wanted.party.kind.value not in profile.for_parties:
        faults.append(Fault("profile", _("Certificates of this kind are not for you."), "signatures.party"))
    if not 0 < len(wanted.name.strip()) <= 64 or not wanted.name.isprintable():
        faults.append(Fault("name", _("Write the name in at most 64 letters."), "signatures.name"))
    if profile is not None and profile.host_names and not wanted.host_names:
        faults.append(Fault("host_names", _("Name the host that the certificate is for."), "signatures.host"))
    return tuple(faults)


def _body(*, wanted: Wanted, public_key: bytes, under: Authority, now: datetime) -> Body:
    # Tells namesakes apart and nothing else: no number that another register knows.
    serial = blind_index(str(wanted.party), "signatures.holder").hex()[:16]
    return Body(
        profile=PROFILES[wanted.profile],
        subject=Subject(
            common_name=wanted.name.strip(), country=country_code(), organisation=wanted.organisation, serial=serial
        ),
        public_key=public_key,
        serial=new_serial(),
        valid_from=now,
        valid_until=min(lifetime_of(profile=wanted.profile, now=now), under.valid_until),
        host_names=wanted.host_names,
    )


def enter_certificate(*, certificate: Certificate, body: Body, der: bytes, now: datetime) -> None:
    """Put what was issued into the register, in the caller's transaction."""
    certificate.serial, certificate.der = f"{body.serial:x}", der
    certificate.fingerprint = hashlib.sha256(der).hexdigest()
    certificate.valid_from, certificate.valid_until = body.valid_from, body.valid_until
    certificate.issued_at = now
    certificate.save(force_insert=True)
    StatusChange.objects.create(certificate=certificate, status=Status.GOOD, changed_at=now)


def current_authority(*, now: datetime) -> Authority:
    """The issuing authority that issues now: the latest that is valid and not revoked. Raises NoAuthority."""
    valid = Authority.objects.filter(kind="issuing", valid_from__lte=now, valid_until__gt=now)
    for authority in valid.select_related("parent").order_by("-founded_at", "-id"):
        if own_entry(authority=authority).status == Status.GOOD:
            return authority
    raise NoAuthority


def own_entry(*, authority: Authority) -> Certificate:
    """The entry of an issuing authority in its root's register."""
    return Certificate.objects.get(fingerprint=hashlib.sha256(bytes(authority.certificate)).hexdigest())


def authority_key(*, authority: Authority, now: datetime) -> Key:
    """The key of an issuing authority. Raises AuthorityExpired."""
    if not authority.valid_from <= now < authority.valid_until:
        raise AuthorityExpired(name=authority.name)
    return Key(signer=open_key(label=authority.key_label), chain=authority.chain)


def key_of(*, certificate: Certificate) -> Key:
    """The key that the trust service keeps for a certificate. Raises KeyUnavailable."""
    return Key(signer=open_key(label=certificate.key_label), chain=certificate.chain)
