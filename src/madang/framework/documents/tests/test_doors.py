"""The pages and endpoints: who may open what, what is recorded, what a program gets."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificates
from django.test import Client

from madang.framework.audit.models import Entry
from madang.framework.documents import Document
from madang.framework.documents.domain import numbers
from madang.framework.documents.models import Share
from madang.framework.documents.usecases.share import ShareOver, ShareTooLong, open_share, share
from madang.framework.identity.access import duty
from madang.framework.identity.actor import ANONYMOUS, Actor, ActorKind, system_actor
from madang.framework.identity.models import Office
from madang.framework.identity.usecases.assign_duty import assign_duty
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.who import local_day
from madang.framework.values import clock

Make = Callable[..., Document]
MACHINE = system_actor("test")
SECRET = "courtyard-at-noon-7"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def document(made: Make) -> Document:
    """Issued today."""
    return made(now=clock.now())


@pytest.fixture
def enter(db: None) -> Callable[..., Client]:
    """Signs somebody in, in English."""

    def sign_in(login: str, *, person: str | None = None, reads_at: Office | None = None) -> Client:
        account = create_account(
            login=login, name=login.title(), password=SECRET, person=person, actor=MACHINE, now=START
        )
        if reads_at is not None:
            duty("test.reader", title="Reader")
            assign_duty(
                account=account,
                office=reads_at,
                duty="test.reader",
                assigned_from=local_day(START),
                actor=MACHINE,
                now=START,
            )
        client = Client(headers={"accept-language": "en"})
        answer = client.post("/sign-in/", {"login": login, "password": SECRET})
        assert answer.status_code == 302
        return client

    return sign_in


def looks(number: str) -> list[str]:
    """How the document was opened, in order."""
    return [
        entry.detail["how"]
        for entry in Entry.objects.filter(action="documents.open", target=f"document:{number}").order_by("pk")
    ]


def test_its_owner_opens_a_document_and_each_look_is_recorded(document: Document, enter: Callable[..., Client]) -> None:
    client = enter("hana", person="hana")
    page = client.get(f"/documents/{document.number}/")
    assert page.status_code == 200
    assert document.number in page.content.decode()
    file = client.get(f"/documents/{document.number}/pdf")
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-1.7")
    assert looks(document.number) == ["page", "file"]


def test_nobody_else_learns_that_it_exists(document: Document, enter: Callable[..., Client]) -> None:
    client = enter("minsu", person="minsu")
    for end in ("", "pdf"):
        assert client.get(f"/documents/{document.number}/{end}").status_code == 404
    assert client.post(f"/documents/{document.number}/share/", {"lasts": "day"}).status_code == 404
    assert Client().get(f"/documents/{document.number}/").status_code == 302
    assert looks(document.number) == []


def test_an_official_needs_the_duty(document: Document, enter: Callable[..., Client], office: Office) -> None:
    assert enter("clerk").get(f"/documents/{document.number}/").status_code == 404
    reader = enter("reader", reads_at=office)
    assert reader.get(f"/documents/{document.number}/").status_code == 200
    assert reader.post(f"/documents/{document.number}/share/", {"lasts": "day"}).status_code == 403


def test_an_official_revokes_with_a_reason(document: Document, enter: Callable[..., Client], office: Office) -> None:
    reader = enter("reader", reads_at=office)
    assert reader.post(f"/documents/{document.number}/revoke/", {"reason": ""}).status_code == 422
    assert reader.post(f"/documents/{document.number}/revoke/", {"reason": "issued in error"}).status_code == 302
    document.refresh_from_db()
    assert document.status == "revoked"
    assert "issued in error" in Client().get(f"/api/verify/{document.number}").json()["explanation"]


def test_a_shared_link_opens_the_document_until_it_ends(document: Document, enter: Callable[..., Client]) -> None:
    client = enter("hana", person="hana")
    page = client.post(f"/documents/{document.number}/share/", {"lasts": "day"}).content.decode()
    found = re.search(r"/documents/shared/([\w-]+)/", page)
    assert found
    stranger = Client(headers={"accept-language": "en"})
    shown = stranger.get(found[0])
    assert shown.status_code == 200
    assert document.number in shown.content.decode()
    assert shown["Referrer-Policy"] == "no-referrer"
    assert stranger.get(f"{found[0]}pdf").content.startswith(b"%PDF")
    assert Entry.objects.filter(action="documents.open_share").count() == 2
    made = Share.objects.get()
    assert found[1] not in made.secret_hash
    assert client.post(f"/documents/{document.number}/share/{made.pk}/end/").status_code == 302
    assert stranger.get(found[0]).status_code == 410


def test_a_link_ends_by_itself(document: Document) -> None:
    now = clock.now()
    hana = Actor(kind=ActorKind.RESIDENT, person="hana")
    secret = share(document=document, lasts=timedelta(hours=1), actor=hana, now=now)
    assert open_share(secret=secret, actor=ANONYMOUS, now=now + timedelta(minutes=59)) == document
    with pytest.raises(ShareOver):
        open_share(secret=secret, actor=ANONYMOUS, now=now + timedelta(hours=1))
    with pytest.raises(ShareTooLong):
        share(document=document, lasts=timedelta(days=31), actor=hana, now=now)


def test_a_program_verifies_by_number(document: Document) -> None:
    answer = Client(headers={"accept-language": "en"}).get(f"/api/verify/{document.number.lower()}")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["outcome"], said["genuine"], said["number"]) == ("genuine", True, document.number)
    assert {"label": "성명", "value": "김하나"} in said["facts"]
    assert Client().get("/api/verify/nothing").json()["outcome"] == "unknown"


def test_a_program_verifies_a_file(document: Document, file: Callable[[Document], bytes]) -> None:
    def send(data: bytes, **more: str) -> Any:
        upload = io.BytesIO(data)
        upload.name = "certificate.pdf"
        return Client(enforce_csrf_checks=True).post("/api/verify", {"file": upload, **more})

    assert send(file(document)).json()["outcome"] == "genuine"
    assert send(file(document)[:-1] + b"x").json()["outcome"] == "altered"
    assert send(file(document), number=numbers.new_number(member="madang")).json()["outcome"] == "other_document"
    assert Client().post("/api/verify", {}).status_code == 422
    assert Client().get("/api/verify").status_code == 405


def test_guessing_numbers_is_stopped_at_the_door(db: None) -> None:
    client = Client(headers={"accept-language": "en"})
    answers = {client.get(f"/api/verify/{numbers.new_number(member='madang')}").status_code for _ in range(40)}
    assert answers == {200, 429}


def test_the_keys_are_published(db: None) -> None:
    keys = Client().get("/.well-known/madang/document-keys.json")
    assert keys["Access-Control-Allow-Origin"] == "*"
    assert len(keys.json()["keys"]) == 2
    load_pem_public_key(Client().get("/.well-known/madang/document-keys.pem").content)
    assert len(load_pem_x509_certificates(Client().get("/.well-known/madang/document-seals.pem").content)) == 2


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_offline_page_speaks_the_language_and_names_what_it_keeps(db: None, language: str) -> None:
    client = Client(headers={"accept-language": language})
    page = client.get("/verify/offline/").content.decode()
    assert f'data-language="{language}"' in page
    worker = client.get("/verify/offline/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    kept = worker.content.decode().encode().decode("unicode_escape")
    assert "/.well-known/madang/document-keys.json" in kept
    assert f"?lang={language}" in kept
