"""Kept answers: quick, and never older than what anybody was told, whichever process changed the status."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.x509.ocsp import OCSPCertStatus, load_der_ocsp_response
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.signatures.formats import ocsp
from madang.systems.signatures.models import Authority, Certificate, StatusStamp
from madang.systems.signatures.tests.conftest import OFFICIAL, PARTIES, ocsp_request
from madang.systems.signatures.usecases import kept_answers
from madang.systems.signatures.usecases.answer_ocsp import answer_ocsp
from madang.systems.signatures.usecases.change_status import release_certificate, suspend_certificate
from madang.systems.signatures.usecases.found_services import found_services
from madang.systems.signatures.usecases.issue_certificate import Wanted, issue_certificate

GOOD, REVOKED = OCSPCertStatus.GOOD, OCSPCertStatus.REVOKED
NONCE = b"0123456789abcdef"


@pytest.fixture
def leaf(transactional_db: None) -> Iterator[Certificate]:
    """A certificate in a register that is really committed."""
    now = clock.now()
    found_services(actor=system_actor("test"), now=now)
    StatusStamp.objects.update_or_create(pk=1, defaults={"value": 1})
    kept_answers.forget()
    yield issue_certificate(
        wanted=Wanted(profile="person", party=PARTIES["person"], name="이하나"), actor=OFFICIAL, now=now
    )
    kept_answers.forget()


def requests(leaf: Certificate) -> tuple[bytes, bytes]:
    """Without nonce and with one."""
    issuer = leaf.authority.certificate
    return ocsp_request(leaf.der, issuer), ocsp_request(leaf.der, issuer, nonce=NONCE)


def told(request: bytes, now: datetime | None = None) -> OCSPCertStatus:
    """What the responder says."""
    return load_der_ocsp_response(answer_ocsp(request=request, now=now or clock.now()).der).certificate_status


def test_a_second_answer_reads_nothing_but_the_stamp(leaf: Certificate) -> None:
    for request in requests(leaf):
        assert told(request) is GOOD
        with CaptureQueriesContext(connection) as queries:
            assert told(request) is GOOD
        assert [one["sql"].split("FROM ")[1].split()[0] for one in queries] == ["signatures_statusstamp"]
    answer = load_der_ocsp_response(answer_ocsp(request=requests(leaf)[1], now=clock.now()).der)
    assert answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == NONCE


def test_a_change_by_this_process_is_told_at_once_both_ways(leaf: Certificate) -> None:
    for request in requests(leaf):
        assert told(request) is GOOD
        suspend_certificate(serial=leaf.serial, actor=OFFICIAL, now=clock.now())
        assert told(request) is REVOKED
        release_certificate(serial=leaf.serial, actor=OFFICIAL, now=clock.now())
        assert told(request) is GOOD


def test_a_change_by_another_process_is_told_at_once(leaf: Certificate) -> None:
    for request in requests(leaf):
        assert told(request) is GOOD
    known = connection.settings_dict
    place = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "dbname": known["NAME"]}
    change = (
        "import json, sys, psycopg\n"
        "with psycopg.connect(**json.loads(sys.argv[1])) as c:\n"
        "    c.execute(\"UPDATE signatures_certificate SET status = 'revoked', changed_at = now() WHERE serial = %s\","
        " [sys.argv[2]])\n"
        "    c.execute('DELETE FROM signatures_presignedanswer')\n"
    )
    given_ = {name: str(value) for name, value in place.items() if value} | (
        {"password": known["PASSWORD"]} if known["PASSWORD"] else {}
    )
    subprocess.run([sys.executable, "-c", change, json.dumps(given_), leaf.serial], check=True)
    assert [told(request) for request in requests(leaf)] == [REVOKED, REVOKED]


def test_what_an_open_transaction_sees_is_not_kept(leaf: Certificate) -> None:
    plain, nonce = requests(leaf)

    class Undone(Exception):
        """The transaction is rolled back."""

    def change_and_fail() -> None:
        with transaction.atomic():
            suspend_certificate(serial=leaf.serial, actor=OFFICIAL, now=clock.now())
            assert (told(plain), told(nonce)) == (REVOKED, REVOKED)
            raise Undone

    with pytest.raises(Undone):
        change_and_fail()
    # The next change gets the same stamp as the one that was undone.
    other = issue_certificate(
        wanted=Wanted(profile="person", party=PARTIES["person"], name="박"), actor=OFFICIAL, now=clock.now()
    )
    suspend_certificate(serial=other.serial, actor=OFFICIAL, now=clock.now())
    assert (told(plain), told(nonce)) == (GOOD, GOOD)


def test_a_kept_answer_ends_with_its_time_and_its_authority(leaf: Certificate) -> None:
    request = requests(leaf)[0]
    first = answer_ocsp(request=request, now=clock.now())
    assert first.fresh_until is not None
    again = answer_ocsp(request=request, now=first.fresh_until + timedelta(seconds=1))
    assert again.der != first.der
    ended = answer_ocsp(request=request, now=Authority.objects.get(kind="issuing").valid_until)
    assert load_der_ocsp_response(ended.der).response_status.name == "UNAUTHORIZED"


def written(*, nonce: bytes | None = NONCE) -> bytes:
    """A request as asn1crypto writes it."""
    named = {
        "hash_algorithm": {"algorithm": "sha1"},
        "issuer_name_hash": b"n" * 20,
        "issuer_key_hash": b"k" * 20,
        "serial_number": 1 << 126,
    }
    body: dict[str, object] = {"request_list": [{"req_cert": named}]}
    if nonce:
        body["request_extensions"] = [{"extn_id": "nonce", "extn_value": nonce}]
    return bytes(asn1_ocsp.OCSPRequest({"tbs_request": body}).dump())


@pytest.mark.parametrize("nonce", [None, b"n", b"n" * 128], ids=["none", "short", "longest"])
def test_the_quick_reader_reads_the_usual_request(nonce: bytes | None) -> None:
    request = written(nonce=nonce)
    asked = ocsp.read_request(data=request)
    assert ocsp.read_quickly(data=request) == (asked.questions[0].raw, nonce)


WHOLE = written()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=4))
def test_the_quick_reader_reads_what_the_whole_one_reads_or_nothing(changes: list[tuple[int, int]]) -> None:
    whole = bytearray(WHOLE)
    for place, byte in changes:
        whole[place] = byte
    quick = ocsp.read_quickly(data=bytes(whole))
    try:
        asked = ocsp.read_request(data=bytes(whole))
    except ocsp.MalformedRequest:
        # What only the quick one reads names no certificate that was ever kept: the whole one read those first.
        return
    assert quick is None or quick == (asked.questions[0].raw, asked.nonce)


def test_a_connection_that_broke_between_two_requests_is_replaced(leaf: Certificate) -> None:
    for request in requests(leaf):
        before = Client().post("/signatures/ocsp/", request, content_type="application/ocsp-request")
        connection.connection.close()
        after = Client().post("/signatures/ocsp/", request, content_type="application/ocsp-request")
        for response in (before, after):
            assert response.status_code == 200
            assert load_der_ocsp_response(response.content).certificate_status is GOOD
