"""The job that keeps signatures alive: through thirty years, through the end of every authority, and through failures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from madang.framework.storage import storing
from madang.systems.signatures.domain.validation.algorithms import STANDARD
from madang.systems.signatures.domain.validation.renewal import AHEAD, next_renewal, strongest_digest
from madang.systems.signatures.formats.pades import Pades
from madang.systems.signatures.models import Authority, Certificate, SigningRequest
from madang.systems.signatures.tests.conftest import KEEPING
from madang.systems.signatures.tests.files import CONTENT, pdf
from madang.systems.signatures.tests.signing import asked_by, new_person, verdict
from madang.systems.signatures.usecases.found_authority import found_authority
from madang.systems.signatures.usecases.found_services import Services, found_services
from madang.systems.signatures.usecases.issue_certificate import current_authority
from madang.systems.signatures.usecases.keep_current import keep_current
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.renew_archives import renew_archives
from madang.systems.signatures.usecases.renew_root_list import renew_root_list
from madang.systems.signatures.usecases.validate_signatures import validate_signatures

YEAR = timedelta(days=365)


def kept(services: Services, now: datetime) -> list[SigningRequest]:
    hana = new_person("hana", now)
    # Renewal in all four formats stands in test_levels; here one that holds its content and one that stands apart.
    files = {"a.pdf": pdf(), "a.txt": CONTENT}
    return [hana.sign(asked_by(hana, hana, data=data, name=name, now=now), now) for name, data in files.items()]


class Country:
    """What a country does over the years: the root's list in its ceremony, a new authority, a new root in time."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.roots = {services.root.pk: services}

    def turn(self, now: datetime) -> None:
        latest = self.services
        if latest.root.valid_until - now < 2 * YEAR:
            latest = self.services = found_services(actor=KEEPING, now=now)
        elif latest.authority.valid_until - now < 2 * YEAR:
            made = found_authority(root=latest.root, shares=latest.shares[:3], actor=KEEPING, now=now)
            latest = self.services = replace(latest, authority=made)
        self.roots[latest.root.pk] = latest
        for one in self.roots.values():
            # Also the root that is about to go: somebody may still ask for what it signed.
            if one.root.valid_until > now:
                renew_root_list(root=one.root, shares=one.shares[:3], actor=KEEPING, now=now)
        keep_current(now=now)


def test_thirty_years_on_the_job_has_kept_every_signature_alive(services: Services, now: datetime) -> None:
    requests = kept(services, now)
    country, at = Country(services), now
    first = [bytes(one.certificate) for one in Authority.objects.all()]
    while at < now + 31 * YEAR:
        # The job does nothing between: straight on to the day on which it is next due.
        at = min(SigningRequest.objects.values_list("renew_at", flat=True))
        country.turn(at)
        renewed, failed = renew_archives(now=at)
        assert (renewed > 0, failed) == (True, 0)
    ended = Authority.objects.filter(valid_until__lt=at)
    assert {bytes(one.certificate) for one in ended} >= set(first)
    assert current_authority(now=at).valid_until > at
    assert not Certificate.objects.filter(profile="person", valid_until__gt=at).exists()
    for request in requests:
        request.refresh_from_db()
        assert request.renewal_fault == ""
        assert request.renewals >= 5
        report = verdict(request, at)
        assert (report.indication, report.why) == ("TOTAL-PASSED", ""), request.form
        assert len(report.signatures[0].timestamps) == request.renewals + 2
    untouched = requests[0]
    early = validate_signatures(
        data=Pades().sign(data=pdf(), key=_key(services), at=now), anchors=own_anchors(),
        sources=OwnServices(now=at), now=at,
    )  # fmt: skip
    assert early.indication == "INDETERMINATE"
    assert untouched.state == "signed"


def _key(services: Services):
    from madang.systems.signatures.usecases.own_services import OwnKey

    return OwnKey(certificate=Certificate.objects.filter(profile="person").first())


def test_what_fails_is_told_and_tried_again(services: Services, now: datetime) -> None:
    request = kept(services, now)[0]
    due = request.renew_at
    assert due is not None
    assert renew_archives(now=due - timedelta(seconds=1)) == (0, 0)
    # Nobody looked after the authorities: no timestamping unit is valid any more.
    late = due + timedelta(days=400)
    renewed, failed = renew_archives(now=late)
    assert (renewed, failed) == (0, 2)
    request.refresh_from_db()
    assert request.renewal_fault
    assert (request.renewals, request.renew_at) == (0, due)
    Country(services).turn(due)
    assert renew_archives(now=due) == (2, 0)
    request.refresh_from_db()
    assert (request.renewals, request.renewal_fault) == (1, "")


def test_it_is_due_before_the_first_end_of_certificate_or_algorithm(services: Services, now: datetime) -> None:
    request = kept(services, now)[0]
    evidences = Pades().read(signed=storing.read_blob(request.current_id))
    stamping = Certificate.objects.get(profile="timestamp")
    assert next_renewal(evidences=evidences, policy=STANDARD) == stamping.valid_until - AHEAD == request.renew_at
    soon = now + timedelta(days=200)
    broken = replace(STANDARD, digests={**STANDARD.digests, "sha256": soon})
    assert next_renewal(evidences=evidences, policy=broken) == soon - AHEAD
    assert strongest_digest(policy=broken, now=now) == "sha384"
    assert strongest_digest(policy=STANDARD, now=now) == "sha256"
    assert settings.MADANG_KEYS


def test_the_table_of_algorithms_is_dated_and_cited() -> None:
    # RFC 6151; NIST SP 800-131A; SOG-IS: what these say of MD5, SHA-1, SHA-224 and RSA-2048.
    assert STANDARD.digests["sha1"] == datetime(2014, 1, 1, tzinfo=UTC)
    assert STANDARD.digests["sha224"] == datetime(2026, 1, 1, tzinfo=UTC)
    assert dict(STANDARD.keys["rsa"])[2048] == datetime(2031, 1, 1, tzinfo=UTC)
    assert [bits for bits, _until in STANDARD.keys["rsa"]] == [3000, 2048, 1900, 1024]


@pytest.mark.parametrize("bits", [512, 1024, 1900, 2048, 4096])
def test_a_longer_key_never_ends_before_a_shorter_one(bits: int) -> None:
    from madang.systems.signatures.domain.validation.evidence import Algorithm

    far = datetime(9999, 1, 1, tzinfo=UTC)
    ends = [STANDARD.ends(algorithm=Algorithm(name="rsa", bits=one)) or far for one in (bits, bits * 2)]
    assert ends == sorted(ends)
