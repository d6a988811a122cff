"""What is wrong gets the answer that its standard gives it: RFC 6960's statuses, RFC 3161's failures, a refusal."""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from asn1crypto import core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.ocsp import OCSPCertStatus, OCSPResponseStatus
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.identity.may import Forbidden
from madang.framework.values import Party
from madang.systems.signatures.models import Authority, Ceremony, Certificate, RevocationList, StatusChange
from madang.systems.signatures.tests.conftest import OFFICIAL, PARTIES, RESIDENT, ocsp_request
from madang.systems.signatures.usecases.answer_ocsp import answer_ocsp
from madang.systems.signatures.usecases.found_authority import found_authority
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.hold_ceremony import found_root
from madang.systems.signatures.usecases.issue_certificate import Wanted, current_authority, issue_certificate
from madang.systems.signatures.usecases.keep_current import keep_current
from madang.systems.signatures.usecases.publish_crl import latest_list, publish_crl
from madang.systems.signatures.usecases.refusals import AuthorityExpired, NoAuthority, RequestRefused, SharesRefused
from madang.systems.signatures.usecases.timestamp import answer_timestamp, timestamp

Issue = Callable[..., Certificate]
DIGEST = hashlib.sha256(b"document").digest()


def status_of(request: bytes, now: datetime) -> OCSPResponseStatus:
    """The status of the whole response."""
    return ocsp.load_der_ocsp_response(answer_ocsp(request=request, now=now).der).response_status


def query(**fields: object) -> bytes:
    """A timestamp request; fields replace what a sound one says."""
    imprint = fields.pop("imprint", ("sha256", DIGEST))
    told = {
        "version": "v1",
        "message_imprint": {"hash_algorithm": {"algorithm": imprint[0]}, "hashed_message": imprint[1]},
    }
    return bytes(tsp.TimeStampReq({**told, **fields}).dump())


def failure_of(request: bytes, now: datetime) -> set[str]:
    """Why there is no token."""
    parts = core.Sequence.load(answer_timestamp(request=request, now=now), strict=True)
    assert len(parts) == 1
    status = tsp.PKIStatusInfo.load(parts[0].dump(), strict=True)
    assert status["status"].native == "rejection"
    return status["fail_info"].native


def test_an_unknown_number_is_unknown(services: Services, now: datetime) -> None:
    builder = ocsp.OCSPRequestBuilder()
    issuer = x509.load_der_x509_certificate(bytes(services.authority.certificate))
    name = hashlib.sha1(issuer.subject.public_bytes()).digest()
    key = x509.SubjectKeyIdentifier.from_public_key(issuer.public_key()).digest
    builder = builder.add_certificate_by_hash(name, key, 123456789, hashes.SHA1())
    request = builder.build().public_bytes(serialization.Encoding.DER)
    answer = ocsp.load_der_ocsp_response(answer_ocsp(request=request, now=now).der)
    assert answer.certificate_status is OCSPCertStatus.UNKNOWN


def test_another_states_certificate_is_unauthorized(services: Services, issued: Issue, now: datetime) -> None:
    leaf = issued()
    request = ocsp_request(leaf.der, services.root.certificate)
    assert status_of(request, now) is OCSPResponseStatus.UNAUTHORIZED


def test_an_authority_that_ended_answers_no_more(services: Services, issued: Issue, now: datetime) -> None:
    request = ocsp_request(issued().der, services.authority.certificate)
    end = services.authority.valid_until
    assert status_of(request, end) is OCSPResponseStatus.UNAUTHORIZED
    with pytest.raises(AuthorityExpired):
        issue_certificate(wanted=wanted(), actor=OFFICIAL, now=end, authority=services.authority)
    with pytest.raises(NoAuthority):
        current_authority(now=end)
    with pytest.raises(AuthorityExpired):
        publish_crl(authority=services.authority, now=end)


def test_without_a_responder_the_asker_tries_later(services: Services, issued: Issue, now: datetime) -> None:
    request = ocsp_request(issued().der, services.authority.certificate)
    later = now + timedelta(days=500)
    assert status_of(request, later) is OCSPResponseStatus.TRY_LATER
    assert keep_current(now=later) == 1
    assert status_of(request, later) is OCSPResponseStatus.SUCCESSFUL


def test_a_nonce_that_is_too_long_is_malformed(services: Services, issued: Issue, now: datetime) -> None:
    request = ocsp_request(issued().der, services.authority.certificate, nonce=b"n" * 129)
    assert status_of(request, now) is OCSPResponseStatus.MALFORMED_REQUEST


@pytest.mark.parametrize(
    ("fields", "failure"),
    [
        ({"imprint": ("sha1", b"1" * 20)}, "bad_alg"),
        ({"imprint": ("md5", b"1" * 16)}, "bad_alg"),
        ({"imprint": ("sha256", b"1" * 31)}, "bad_data_format"),
        ({"req_policy": "1.2.3.4"}, "unaccepted_policy"),
        ({"version": 2}, "bad_request"),
        ({"extensions": [{"extn_id": "1.2.3", "critical": False, "extn_value": b"\x05\x00"}]}, "unaccepted_extensions"),
    ],
)
def test_what_cannot_be_stamped_says_why(
    services: Services, now: datetime, fields: dict[str, object], failure: str
) -> None:
    assert failure_of(query(**fields), now) == {failure}


def test_a_cut_request_and_a_missing_unit_say_why(services: Services, now: datetime) -> None:
    sound = query()
    assert failure_of(sound[:-3], now) == {"bad_data_format"}
    assert failure_of(sound + b"\x00", now) == {"bad_data_format"}
    assert failure_of(b"0" * 20_000, now) == {"bad_data_format"}
    assert failure_of(sound, now + timedelta(days=365 * 6)) == {"time_not_available"}
    granted = tsp.TimeStampResp.load(answer_timestamp(request=query(nonce=2**70), now=now))
    assert granted["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed["nonce"].native == 2**70


def test_two_stamps_of_one_hash_have_their_own_numbers(services: Services, now: datetime) -> None:
    first, second = (timestamp(imprint=DIGEST, algorithm="sha256", now=now) for _ in range(2))
    assert first != second


@pytest.fixture
def standing(services: Services, issued: Issue) -> bytes:
    """A sound status request against standing services."""
    return ocsp_request(issued().der, services.authority.certificate)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_altered_bytes_never_make_a_service_stumble(standing: bytes, now: datetime, data: st.DataObject) -> None:
    sound = data.draw(st.sampled_from([standing, query(nonce=7, cert_req=True)]))
    place = data.draw(st.integers(0, len(sound) - 1))
    altered = sound[:place] + data.draw(st.binary(max_size=4)) + sound[place + data.draw(st.integers(0, 4)) :]
    assert ocsp.load_der_ocsp_response(answer_ocsp(request=altered, now=now).der) is not None
    assert len(core.Sequence.load(answer_timestamp(request=altered, now=now), strict=True)) in (1, 2)


def wanted(**other: object) -> Wanted:
    """A person's certificate."""
    return Wanted(**{"profile": "person", "party": PARTIES["person"], "name": "이하나", **other})


def test_every_fault_of_a_wish_is_told_at_once(services: Services, now: datetime) -> None:
    bad = wanted(profile="member", name=" ", party=Party.person("b" * 32))
    with pytest.raises(RequestRefused) as refused:
        issue_certificate(wanted=bad, actor=OFFICIAL, now=now)
    assert {fault.code for fault in refused.value.faults} == {"signatures.party", "signatures.name", "signatures.host"}
    with pytest.raises(RequestRefused):
        issue_certificate(wanted=wanted(profile="root"), actor=OFFICIAL, now=now)
    assert not Certificate.objects.filter(party__gt="").exists()


def test_nobody_without_the_duty_founds_or_issues(services: Services, now: datetime) -> None:
    with pytest.raises(Forbidden):
        issue_certificate(wanted=wanted(), actor=RESIDENT, now=now)
    with pytest.raises(Forbidden):
        found_root(custodians=("a", "b"), threshold=2, actor=RESIDENT, now=now)


def test_too_few_or_wrong_shares_do_not_open_the_root(services: Services, now: datetime) -> None:
    other = found_root(custodians=("a", "b", "c"), threshold=3, actor=OFFICIAL, now=now)
    before = Authority.objects.count()
    for shares in (services.shares[:2], other.shares, (services.shares[0],) * 3, ()):
        with pytest.raises(SharesRefused):
            found_authority(root=services.root, shares=shares, actor=OFFICIAL, now=now)
    assert Authority.objects.count() == before


def test_the_record_names_the_custodians_who_were_there(services: Services) -> None:
    founded, signed = Ceremony.objects.filter(root=services.root).order_by("id")
    handed = [step["custodian"] for step in founded.steps if step["step"] == "share_handed_over"]
    present = [step["custodian"] for step in signed.steps if step["step"] == "custodian_present"]
    assert len(handed) == 5
    assert present == handed[:3]
    kept = str(founded.steps) + bytes(services.root.wrapped_key).hex()
    assert not any(share.data.hex() in kept for share in services.shares)


def test_the_database_keeps_the_record_as_it_was(services: Services, issued: Issue) -> None:
    issued()
    for change in (
        lambda: StatusChange.objects.update(status="good"),
        lambda: Ceremony.objects.update(steps=[]),
        lambda: RevocationList.objects.update(entries=0),
        lambda: Certificate.objects.update(der=b"x"),
        lambda: Certificate.objects.all()[0].delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_delta_takes_a_released_one_off_the_list(services: Services, issued: Issue, now: datetime) -> None:
    from madang.systems.signatures.usecases.change_status import release_certificate, suspend_certificate

    leaf = issued()
    suspend_certificate(serial=leaf.serial, actor=OFFICIAL, now=now)
    whole = publish_crl(authority=services.authority, now=now + timedelta(minutes=1))
    release_certificate(serial=leaf.serial, actor=OFFICIAL, now=now + timedelta(minutes=2))
    delta = publish_crl(authority=services.authority, now=now + timedelta(minutes=3), delta=True)
    read = x509.load_der_x509_crl(bytes(delta.der))
    assert read.extensions.get_extension_for_class(x509.DeltaCRLIndicator).value.crl_number == whole.number
    entry = read.get_revoked_certificate_by_serial_number(int(leaf.serial, 16))
    assert entry is not None
    assert entry.extensions.get_extension_for_class(x509.CRLReason).value.reason is x509.ReasonFlags.remove_from_crl
    assert latest_list(authority=services.authority, delta=True) == delta


def test_an_address_that_is_not_base64_is_malformed(services: Services, now: datetime) -> None:
    assert status_of(base64.b64decode("AAAA"), now) is OCSPResponseStatus.MALFORMED_REQUEST
