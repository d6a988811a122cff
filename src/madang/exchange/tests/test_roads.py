"""A road between two members: a process of its own behind granian, mutual TLS, signed messages, one PostgreSQL."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
import urllib3
from django.db import connection

from madang.contracts.envelope import law
from madang.contracts.population_v1 import GetPerson
from madang.contracts.services_v1 import IssueCertificate
from madang.exchange import Asking, ask, ask_member, asked_log, codec, evidence, heads, keys, log, signing
from madang.exchange.models import AccessEntry
from madang.exchange.refusals import KeyReused, NeighbourDown, NeighbourFailed, NeighbourLied, NotGranted
from madang.exchange.transports import http
from madang.framework.identity.actor import system_actor
from madang.framework.values import Party, clock

pytestmark = pytest.mark.django_db(transaction=True)
CITE = "Electronic Government Act art. 36"


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def make_directory(root: Path) -> None:
    """Two members of one authority that know each other."""
    now = clock.now()
    keys.make_authority(at=root / "authority", now=now)
    for member in ("madang", "north"):
        at = root / member / "exchange"
        keys.make_member(authority=root / "authority", at=at, member=member, hosts=("127.0.0.1",), now=now)
    for here, there in (("madang", "north"), ("north", "madang")):
        directory = root / here / "exchange" / "directory"
        directory.mkdir()
        shutil.copy(root / there / "exchange" / "member.pem", directory / f"{there}.pem")


@pytest.fixture(scope="module")
def neighbour(tmp_path_factory, django_db_setup, django_db_blocker):
    root = tmp_path_factory.mktemp("exchange")
    make_directory(root)
    port = free_port()
    at = root / "north" / "exchange"
    with django_db_blocker.unblock():
        database = connection.settings_dict
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "MADANG_MEMBER": "north",
        "MADANG_SYSTEMS": "population",
        "MADANG_EXCHANGE_KEYS": str(root / "north" / "exchange"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--ssl-certificate", str(at / "member.pem"), "--ssl-keyfile", str(at / "member.key")),
        *("--ssl-ca", str(at / "authority.pem"), "--ssl-client-verify", "--blocking-threads", "4", "--no-ws"),
        "madang.exchange.tests.neighbour:application",
    ]
    log_path = root / "north.log"
    with log_path.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield root, port, log_path
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def road(neighbour, settings):
    root, port, _log = neighbour
    settings.SYSTEMS = ("civil",)
    settings.MADANG_EXCHANGE_KEYS = root / "madang" / "exchange"
    settings.ROADS = {"population": {"member": "north", "address": f"https://127.0.0.1:{port}"}}
    keys.forget()
    http._healths.clear()
    yield port
    asked_log.drain()
    keys.forget()


def asking(person: str = "p1", **changes: object) -> Asking:
    given = {
        "system": "civil",
        "actor": system_actor("test"),
        "purpose": "To show a road",
        "basis": law(CITE),
        "subject": Party.person(person),
    }
    return Asking(**{**given, **changes})


def test_a_signed_question_is_answered_with_granted_fields_and_logged_on_both_sides(road):
    person = ask(GetPerson(person="p1"), asking())
    assert (person.name, person.key, person.resident_number) == ("Hana", "p1", None)
    asked_log.drain()
    sides = {entry.side: entry for entry in AccessEntry.objects.all()}
    assert set(sides) == {log.ASKED, log.ANSWERED}
    assert sides[log.ANSWERED].partner == "madang/civil"
    assert sides[log.ASKED].partner == "north/population"
    assert '"content-digest"' in sides[log.ASKED].proof["reply"]["base"]
    assert heads.verify_log() == []


def test_the_neighbour_checks_the_grant_itself(road):
    with pytest.raises(NotGranted):
        ask(GetPerson(person="p1"), asking(system="businesses"))


def test_an_altered_answer_is_thrown_away(road):
    with pytest.raises(NeighbourLied):
        ask(GetPerson(person="altered"), asking("altered"))
    asked_log.drain()
    assert AccessEntry.objects.get(side=log.ASKED).record.count("exchange.neighbour_lied") == 1


def test_an_honest_answer_to_another_question_is_thrown_away(road):
    ask(GetPerson(person="first"), asking("first"))
    with pytest.raises(NeighbourLied):
        ask(GetPerson(person="replayed"), asking("replayed"))


def test_fields_of_a_newer_contract_are_passed_over(road):
    person = ask(GetPerson(person="newer"), asking("newer"))
    assert person.name == "Hana"
    assert not hasattr(person, "shoe_size")


def test_a_fault_over_there_is_told_without_its_inside(road):
    with pytest.raises(NeighbourFailed) as refusal:
        ask(GetPerson(person="broken"), asking("broken"))
    assert "secret" not in str(refusal.value)


def test_a_slow_neighbour_costs_its_timeout_and_no_more(road):
    started = time.monotonic()
    with pytest.raises(NeighbourDown):
        ask(GetPerson(person="slow"), asking("slow", timeout=0.4))
    assert time.monotonic() - started < 3


def test_a_neighbour_that_is_down_is_told_and_soon_costs_nothing(road, settings):
    settings.ROADS = {"population": {"member": "north", "address": f"https://127.0.0.1:{free_port()}"}}
    for _ in range(3):
        with pytest.raises(NeighbourDown) as refusal:
            ask(GetPerson(person="p1"), asking())
    assert "wait" in str(refusal.value) or "기다" in str(refusal.value)
    started = time.monotonic()
    with pytest.raises(NeighbourDown):
        ask(GetPerson(person="p1"), asking())
    assert time.monotonic() - started < 0.1


def test_one_idempotency_key_issues_one_document_however_often_it_is_asked(road):
    query = IssueCertificate(
        service="population.abstract", party=Party.person("p1"), answers={}, language="ko", application="A1"
    )
    key = f"A1-{time.time_ns()}"
    numbers = {ask_member(query, asking(idempotency_key=key), system="population").number for _ in range(3)}
    assert len(numbers) == 1
    other = IssueCertificate(
        service="population.abstract", party=Party.person("p1"), answers={"a": "b"}, language="ko", application="A1"
    )
    with pytest.raises(KeyReused):
        ask_member(other, asking(idempotency_key=key), system="population")


def _post(port: int, body: bytes, headers: dict[str, str], *, certificate: bool = True) -> urllib3.BaseHTTPResponse:
    folder = keys.folder()
    context = ssl.create_default_context(cafile=f"{folder}/authority.pem")
    if certificate:
        context.load_cert_chain(f"{folder}/member.pem", f"{folder}/member.key")
    pool = urllib3.HTTPSConnectionPool("127.0.0.1", port, ssl_context=context)
    return pool.urlopen("POST", http.ASK_PATH, body=body, headers=headers, retries=False)


def _frame() -> bytes:
    import msgspec

    from madang.exchange.asking import seal_envelope

    envelope = seal_envelope(asking=asking(), contract="population_v1.GetPerson", recipient="population")
    return codec.encode(codec.Question(envelope=envelope, body=msgspec.Raw(codec.encode(GetPerson(person="p1")))))


def test_the_same_message_sent_again_is_refused(road):
    body = _frame()
    signed = signing.sign_question(key=keys.own(), path=http.ASK_PATH, body=body, now=clock.now())
    assert _post(road, body, signed.headers).status == 200
    again = _post(road, body, signed.headers)
    assert again.status == 409
    assert b"exchange.seen_before" in again.data


def test_without_a_members_certificate_there_is_no_connection(road):
    body = _frame()
    signed = signing.sign_question(key=keys.own(), path=http.ASK_PATH, body=body, now=clock.now())
    with pytest.raises((urllib3.exceptions.HTTPError, OSError)):
        _post(road, body, signed.headers, certificate=False)


@pytest.mark.parametrize("spoil", ["unsigned", "body", "old"])
def test_a_message_that_is_not_signed_as_demanded_is_refused(road, spoil):
    body = _frame()
    when = clock.now() if spoil != "old" else clock.now().replace(year=2020)
    headers = (
        {}
        if spoil == "unsigned"
        else signing.sign_question(key=keys.own(), path=http.ASK_PATH, body=body, now=when).headers
    )
    sent = body.replace(b"p1", b"p2") if spoil == "body" else body
    response = _post(road, sent, headers)
    assert response.status == 401
    assert b"exchange.not_signed" in response.data
    # This question's: the slow neighbour of another test may write its own entry half a minute later.
    assert not AccessEntry.objects.filter(envelope_id=json.loads(body)["envelope"]["id"]).exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"envelope":{}}', b"\xff\xfe", b"[" * 100_000])
def test_bytes_that_are_no_message_are_refused_in_a_signed_problem(road, body):
    response = _post(road, body, {"signature": "x"})
    assert response.status == 400
    assert b"exchange.unreadable" in response.data
    assert "signature" in response.headers


def _commands(readme: str) -> list[str]:
    return [line.strip() for line in readme.splitlines() if line.startswith("    ")]


def test_evidence_of_an_exchange_checks_with_openssl_alone(road, tmp_path):
    for number in range(4):
        ask(GetPerson(person=f"p{number}"), asking(f"p{number}"))
    ask(GetPerson(person="kept"), asking("kept", keep=True))
    ask(GetPerson(person="p9"), asking("p9"))
    asked_log.drain()
    heads.make_head(now=clock.now())
    heads.sign_heads(now=clock.now())
    folder = evidence.export(envelope_id=evidence.latest_kept(), to=tmp_path / "evidence")
    script = "set -e\n" + "\n".join(_commands((folder / "README.md").read_text()))
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Verified OK") == 3
    assert "the head covers this entry" in done.stdout
    digest = subprocess.run(
        ["bash", "-c", "openssl dgst -sha256 -binary reply.json | openssl base64"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert digest in (folder / "reply.signature-base.txt").read_text()

    (folder / "entry.json").write_text((folder / "entry.json").read_text().replace("To show a road", "Another purpose"))
    spoilt = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert "the head covers this entry" not in spoilt.stdout
