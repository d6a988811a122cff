"""The pages of signing as their visitors get them, in both languages."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.contracts.envelope import Envelope, law
from madang.contracts.signatures_v1 import GetSigned, RequestSignatures, SignerWanted
from madang.framework.identity.models import Office
from madang.framework.identity.usecases.assign_duty import assign_duty
from madang.framework.identity.who import local_day
from madang.framework.values import Party
from madang.systems.signatures.exchange import get_signed, request_signatures, to_sign
from madang.systems.signatures.models import SigningRequest
from madang.systems.signatures.tests.files import CONTENT, pdf
from madang.systems.signatures.tests.signing import MACHINE, SECRET, Person, asked_by, new_person
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.permissions import KEEPER
from madang.systems.signatures.usecases.signing_refusals import NoSuchSigning


def client_of(login: str) -> Client:
    """Signed in as them."""
    client = Client()
    client.post("/sign-in/", {"login": login, "password": SECRET})
    return client


@pytest.fixture
def hana(services: Services, now: datetime) -> Person:
    return new_person("hana", now)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_shows_who_asks_why_and_each_page_of_the_document(hana: Person, now: datetime, language: str) -> None:
    request = asked_by(hana, hana, data=pdf(), name="lease.pdf", now=now)
    client, address = client_of("hana"), f"/signatures/signing/{request.key}/"
    told = client.get(f"{address}?lang={language}").content.decode()
    assert request.original_id in told
    assert "Both parties agreed on the terms." in told
    assert "Two parties agree." in told
    assert client.get(f"{address}pages/1.png").content.startswith(b"\x89PNG")
    assert client.get(f"{address}pages/2.png").status_code == 404
    assert b"".join(client.get(f"{address}original/").streaming_content) == pdf()
    assert client.post(f"{address}refuse/", {"because": " "}).status_code == 422
    assert client.post(f"{address}approve/", {"answer": "{}"}).status_code == 422
    assert client.post(f"{address}options/").json()["rpId"] == "localhost"
    hana.sign(request, now)
    told = client.get(address).content.decode()
    assert "PAdES B-LTA" in told
    assert b"".join(client.get(f"{address}file/").streaming_content).startswith(pdf())
    assert client.get("/signatures/signing/").status_code == 200


def test_strangers_find_nothing_and_an_unsound_form_says_why(hana: Person, now: datetime) -> None:
    request = asked_by(hana, hana, data=CONTENT, name="note.txt", now=now)
    new_person("sora", now, certificate=False, passkey=False)
    stranger, address = client_of("sora"), f"/signatures/signing/{request.key}/"
    for place in ("", "file/", "original/", "pages/1.png"):
        assert stranger.get(address + place).status_code == 404
    for place in ("options/", "refuse/", "withdraw/"):
        assert stranger.post(address + place, {"because": "No."}).status_code == 404
    client, file = client_of("hana"), SimpleUploadedFile("note.txt", CONTENT)
    due = (now + timedelta(days=3)).date().isoformat()
    typed = {"title": "Note", "reason": "So", "signers": "hana\nnobody", "due": due, "in_order": "on"}
    told = client.post("/signatures/signing/new/?lang=en", typed | {"file": file})
    assert told.status_code == 422
    assert "No resident signs in as nobody" in told.content.decode()
    file.seek(0)
    sent = client.post("/signatures/signing/new/", typed | {"file": file, "signers": "hana"})
    assert sent.status_code == 302
    assert SigningRequest.objects.latest("pk").asker == "person:person-hana"
    assert "마당에서 만나요." in client.get(sent["Location"]).content.decode()


def test_another_system_asks_waits_and_fetches(hana: Person, now: datetime) -> None:
    def envelope(sender: str) -> Envelope:
        return Envelope(
            id="1", member="m", sender=sender, recipient="signatures", contract="", asked_by="", subject=None,
            basis=law(""), purpose="", case="", language="ko", sent_at=now,
        )  # fmt: skip

    query = RequestSignatures(
        content=pdf(), file_name="contract.pdf", title="Contract", reason="You won the bid.",
        signers=(SignerWanted(party=Party.person("person-hana"), name="Hana"),), due_at=now + timedelta(days=5),
        office="1741000", office_name="Ministry", reference="C-7",
    )  # fmt: skip
    made = request_signatures(query, envelope("procurement"))
    (task,) = to_sign(Party.person("person-hana"), 5, now)
    assert (task.title, task.sender, task.link) == ("Contract", "Ministry", made.link)
    with pytest.raises(NoSuchSigning):
        get_signed(GetSigned(key=made.key), envelope("treasury"))
    hana.sign(SigningRequest.objects.get(key=made.key), now)
    fetched = get_signed(GetSigned(key=made.key), envelope("procurement"))
    assert (fetched.state, fetched.file_name) == ("signed", "contract-signed.pdf")
    assert to_sign(Party.person("person-hana"), 5, now) == ()


def test_officials_see_what_is_kept_and_what_failed(hana: Person, now: datetime) -> None:
    hana.sign(asked_by(hana, hana, data=pdf(), name="lease.pdf", now=now), now)
    SigningRequest.objects.update(renewal_fault="A timestamp or status service does not answer now.")
    office = Office.objects.create(code="1741000", name="행정안전부", name_en="Ministry")
    keeper = new_person("keeper", now, certificate=False, passkey=False)
    assign_duty(
        account=keeper.account, office=office, duty=KEEPER, assigned_from=local_day(now), actor=MACHINE, now=now
    )
    client = client_of("keeper")
    told = client.get("/signatures/kept/?lang=en").content.decode()
    assert "1 renewal failed" in told
    assert "Lease" not in told
    assert client.get("/signatures/kept/?state=failed").status_code == 200
    assert client_of("hana").get("/signatures/kept/").status_code == 403
