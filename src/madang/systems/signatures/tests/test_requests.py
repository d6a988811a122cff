"""From a resident's request to the certificate, and to its end."""

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.test import Client

from madang.framework.cases.models import Case
from madang.framework.cases.usecases.decide import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.may import Forbidden
from madang.framework.identity.models import Office
from madang.framework.identity.tests.browsers import give_duty, new_account, signed_in
from madang.framework.law import pack
from madang.framework.values import clock
from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import OFFICIAL, RESIDENT, STRANGER
from madang.systems.signatures.usecases.change_status import (
    release_certificate,
    revoke_certificate,
    suspend_certificate,
)
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.issue_certificate import key_of
from madang.systems.signatures.usecases.permissions import OFFICER
from madang.systems.signatures.usecases.refusals import NotThisStatus, RequestRefused
from madang.systems.signatures.usecases.request_certificate import request_certificate
from madang.systems.signatures.usecases.service_names import trust_services

Issue = Callable[..., Certificate]


@pytest.fixture
def hana(db: None) -> Actor:
    """Kim Hana, whom the real resident register knows."""
    # By name, as the site loads it: systems do not import each other.
    load = import_module("madang.systems.population.demo").load_demo
    load(country=pack().code, population=20, now=clock.now(), progress=lambda *_told: None)
    people = {row["login"]: row["person"] for row in pack().data("demo")["residents"]}
    return Actor(kind=ActorKind.RESIDENT, name="Kim Hana", person=people["hana"], language="ko")


@pytest.fixture
def office(db: None) -> Office:
    """The registration office."""
    return Office.objects.create(code=str(trust_services()["office"]), name="행정안전부", name_en="Ministry")


def grant(case: Case, now: datetime) -> Certificate:
    """The officer grants; the certificate that came of it."""
    duty = Duty(case.office_code, "Office", OFFICER)
    officer = Actor(kind=ActorKind.OFFICIAL, name="Bae", duties=(duty,))
    decide(case=case, outcome="granted", reasons="Identified at the counter.", actor=officer, now=now)
    return Certificate.objects.get(case=case.number)


def test_a_request_becomes_a_certificate_in_the_registers_name_and_is_renewed(
    services: Services, hana: Actor, office: Office, now: datetime
) -> None:
    certificate = grant(request_certificate(actor=hana, now=now), now)
    read = x509.load_der_x509_certificate(bytes(certificate.der))
    assert read.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value == "김하나"
    assert hana.person not in read.subject.rfc4514_string()
    key = key_of(certificate=certificate)
    assert key.certificate == bytes(certificate.der)
    assert len(key.chain) == 3
    later = now + timedelta(days=300)
    second = grant(request_certificate(actor=hana, now=later, renews=certificate.serial), later)
    assert second.renews == certificate
    assert second.key_label != certificate.key_label
    assert second.valid_until > certificate.valid_until


def test_a_signing_request_brings_its_own_key(
    services: Services, hana: Actor, office: Office, now: datetime, tmp_path: Path
) -> None:
    command = ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
               "own.key", "-out", "own.csr", "-subj", "/CN=The Minister"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    asked = (tmp_path / "own.csr").read_bytes()
    certificate = grant(request_certificate(actor=hana, now=now, signing_request=asked), now)
    assert certificate.key_label == ""
    read = x509.load_der_x509_certificate(bytes(certificate.der))
    assert read.public_key() == x509.load_pem_x509_csr(asked).public_key()
    assert "Minister" not in read.subject.rfc4514_string()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("-newkey", "rsa:1024"), "signatures.weak_key"), (("-newkey", "ed25519"), "signatures.weak_key")],
)
@pytest.mark.django_db
def test_a_weak_key_is_refused(now: datetime, tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    command = ["openssl", "req", "-new", *arguments, "-nodes", "-keyout", "k", "-out", "csr", "-subj", "/CN=x"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with pytest.raises(RequestRefused) as refused:
        request_certificate(actor=RESIDENT, now=now, signing_request=(tmp_path / "csr").read_bytes())
    assert [fault.code for fault in refused.value.faults] == [code]
    assert not Case.objects.exists()


@pytest.mark.parametrize(("data", "code"), [(b"hello", "unreadable"), (b"0" * 20_000, "too_large")])
def test_what_is_no_signing_request_is_refused(now: datetime, data: bytes, code: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        request_certificate(actor=RESIDENT, now=now, signing_request=data)
    assert [fault.code for fault in refused.value.faults] == [f"signatures.{code}"]


def test_only_the_holder_and_the_officer_end_a_certificate(issued: Issue, now: datetime) -> None:
    certificate = issued()
    with pytest.raises(Forbidden):
        revoke_certificate(serial=certificate.serial, reason=Reason.KEY_COMPROMISE, actor=STRANGER, now=now)
    with pytest.raises(RequestRefused):
        revoke_certificate(serial=certificate.serial, reason=Reason.CA_COMPROMISE, actor=OFFICIAL, now=now)
    suspend_certificate(serial=certificate.serial, actor=RESIDENT, now=now)
    later = now + timedelta(hours=1)
    revoked = revoke_certificate(serial=certificate.serial, reason=Reason.KEY_COMPROMISE, actor=RESIDENT, now=later)
    # Nobody could rely on it since the hold.
    assert revoked.changed_at == now
    for change in (suspend_certificate, release_certificate):
        with pytest.raises(NotThisStatus):
            change(serial=certificate.serial, actor=OFFICIAL, now=later)


def browser(*, person: str | None = None, office: Office | None = None) -> Client:
    """A browser of somebody who signed in."""
    account = new_account("officer" if office else "resident", person=person)
    if office:
        give_duty(account, OFFICER, office=office.code)
    return signed_in(account)


def test_the_pages_from_request_to_revocation(services: Services, hana: Actor, office: Office) -> None:
    resident, officer = browser(person=hana.person), browser(office=office)
    assert "You have no certificate" in resident.get("/signatures/mine/").content.decode()
    wrong = resident.post("/signatures/request/", {"signing_request": "nonsense"})
    assert "This is no certificate signing request" in wrong.content.decode()
    asked = resident.post("/signatures/request/", {"key": "k1"})
    again = resident.post("/signatures/request/", {"key": "k1"})
    assert asked.status_code == 302
    assert asked.url == again.url
    case = Case.objects.get()
    assert case.number in officer.get("/cases/").content.decode()
    serial = grant(case, clock.now()).serial
    assert serial in officer.get("/signatures/register/").content.decode()
    page = f"/signatures/certificates/{serial}/"
    assert "Revoke for good" in resident.get(page).content.decode()
    assert resident.post(f"{page}revoke/", {"reason": "privilege_withdrawn"}).status_code == 200
    assert Certificate.objects.get(serial=serial).status == "good"
    assert resident.post(f"{page}suspend/").status_code == 302
    assert resident.post(f"{page}release/").status_code == 302
    assert resident.post(f"{page}revoke/", {"reason": "key_compromise"}).status_code == 302
    assert "revoked" in resident.get(page).content.decode()
    assert resident.get(f"{page}file/").content == bytes(Certificate.objects.get(serial=serial).der)
    assert resident.get("/signatures/register/").status_code == 403
    assert resident.get("/signatures/certificates/abc/").status_code == 404


@pytest.mark.django_db
def test_public_pages_say_what_to_do_when_nothing_is_there() -> None:
    client = Client(headers={"accept-language": "en"})
    assert "No certificate was issued yet" in client.get("/signatures/").content.decode()
    assert "There is no authority yet" in client.get("/signatures/authorities/").content.decode()


def test_authorities_are_shown_with_fingerprint_and_lists(services: Services) -> None:
    page = Client(headers={"accept-language": "en"}).get("/signatures/authorities/").content.decode()
    read = x509.load_der_x509_certificate(bytes(services.root.certificate))
    assert read.fingerprint(hashes.SHA256()).hex()[:4] in page
    assert "3 custodians open the key together" in page
    assert f"/signatures/lists/{services.authority.key}.crl" in page
