"""The country's trust list: which services it recognises, signed by their operator."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings

from madang.framework.identity.actor import system_actor
from madang.framework.values import Party
from madang.systems.signatures.domain.status import Status
from madang.systems.signatures.formats.trust_list import Scheme, Service, write_list
from madang.systems.signatures.formats.trust_list_signature import sign_list
from madang.systems.signatures.models import Authority, Certificate, StatusChange
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate, key_of, own_entry
from madang.systems.signatures.usecases.service_names import country_code, trust_services

# TS 119 612, 5.3.15: at most six months.
FRESH = timedelta(days=30)
SERVICES = ("issuing", "ocsp", "timestamp")


def publish_trust_list(*, now: datetime) -> bytes:
    """The signed list as it stands now; one signature a day and change. Raises NoAuthority."""
    services = tuple(_services(now))
    sequence = 1 + StatusChange.objects.filter(certificate__profile__in=SERVICES).count()
    told = trust_services()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    scheme = Scheme(
        country=country_code(),
        operator=told["operator"]["en"],
        accreditation=told["accreditation"]["en"],
        address=dict(told["address"]),
        home=f"{settings.MADANG_PUBLIC_URL}/signatures/authorities/",
        sequence=sequence,
        issued_at=today,
        next_update=today + FRESH,
    )
    return _signed(operators_seal(now=now).pk, _Content(scheme, services))


class _Content:
    """A list's content, equal where all of it is."""

    def __init__(self, scheme: Scheme, services: tuple[Service, ...]) -> None:
        self.scheme, self.services = scheme, services
        self._mark = hashlib.sha256(repr((scheme, services)).encode()).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and self._mark == other._mark

    def __hash__(self) -> int:
        return hash(self._mark)


@lru_cache(maxsize=4)
def _signed(seal: int, content: _Content) -> bytes:
    key = key_of(certificate=Certificate.objects.select_related("authority__parent").get(pk=seal))
    unsigned = write_list(scheme=content.scheme, services=content.services)
    return sign_list(unsigned=unsigned, chain=key.chain, signer=key, at=content.scheme.issued_at)


def operators_seal(*, now: datetime) -> Certificate:
    """The operator's seal certificate; issued where there is none that is valid. Raises NoAuthority."""
    party = Party.office(str(trust_services()["office"]))
    found = Certificate.objects.filter(
        party=str(party), profile="seal", status=Status.GOOD, valid_from__lte=now, valid_until__gt=now
    ).exclude(key_label="")
    latest = found.order_by("-issued_at", "-id").first()
    name = trust_services()["operator"]["en"]
    wanted = Wanted(profile="seal", party=party, name=name, organisation=name)
    return latest or issue_certificate(wanted=wanted, actor=system_actor("signatures.trust_list"), now=now)


def _services(now: datetime) -> Iterator[Service]:
    for authority in Authority.objects.order_by("id"):
        entry = own_entry(authority=authority) if authority.kind == "issuing" else None
        good = (entry is None or entry.status == Status.GOOD) and now < authority.valid_until
        since = entry.changed_at if entry and entry.changed_at else authority.founded_at
        yield Service(
            kind="authority",
            name=authority.name,
            certificate=bytes(authority.certificate),
            recognised=good,
            since=since if good or now < authority.valid_until else authority.valid_until,
        )
    for row in Certificate.objects.filter(profile__in=("ocsp", "timestamp")).order_by("id"):
        good = row.status == Status.GOOD and now < row.valid_until
        since = row.changed_at or (row.issued_at if now < row.valid_until else row.valid_until)
        yield Service(kind=row.profile, name=row.name, certificate=bytes(row.der), recognised=good, since=since)
