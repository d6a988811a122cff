"""Files go with an application and are given to the system that owns it, and to no other."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from madang.contracts.envelope import Envelope, law
from madang.contracts.services_v1 import GetAttachment
from madang.framework.documents import Document, keeping
from madang.framework.identity.actor import Actor
from madang.framework.values import clock
from madang.systems.civil.exchange import get_attachment
from madang.systems.civil.models import Attachment

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


OPTIONS = {"former_addresses": "all", "number_tail": "no", "name_changes": "no", "heads": "no", "reasons": "yes"}


def asked_by(system: str) -> Envelope:
    return Envelope(
        id="1",
        member="madang",
        sender=system,
        recipient="civil",
        contract="services_v1.GetAttachment",
        asked_by="",
        basis=law("test"),
        purpose="Deciding an application",
        sent_at=clock.now(),
    )


def registered_birth(client: Client) -> Attachment:
    base = "/apply/population.birth"
    client.post(f"{base}/name/", {"family_name": "이", "given_name": "하람", "go": "next"})
    client.post(f"{base}/child/", {"born_on": "2026-03-01", "sex": "male", "go": "next"})
    upload = SimpleUploadedFile("birth.pdf", PAPER, content_type="application/pdf")
    client.post(f"{base}/documents/", {"certificate": upload, "go": "next"})
    sent = client.post(f"{base}/summary/", {"go": "send"})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    return Attachment.objects.get()


def test_the_owner_gets_the_file_as_it_was_sent(browser: Callable[..., Client], hana: Actor) -> None:
    file = registered_birth(browser(hana))
    question = GetAttachment(application=file.application.number, sha256=file.sha256)
    answer = get_attachment(question, asked_by("population"))
    assert (answer.content, answer.name) == (PAPER, "birth.pdf")


def test_another_system_gets_nothing(browser: Callable[..., Client], hana: Actor) -> None:
    file = registered_birth(browser(hana))
    question = GetAttachment(application=file.application.number, sha256=file.sha256)
    assert get_attachment(question, asked_by("businesses")).content is None


def test_a_program_disguised_as_a_paper_is_refused(browser: Callable[..., Client], hana: Actor) -> None:
    client = browser(hana)
    client.post("/apply/population.birth/name/", {"family_name": "이", "given_name": "하람", "go": "next"})
    client.post("/apply/population.birth/child/", {"born_on": "2026-03-01", "sex": "male", "go": "next"})
    upload = SimpleUploadedFile("birth.pdf", b"MZ\x90\x00" + b"\x00" * 200, content_type="application/pdf")
    refused = client.post("/apply/population.birth/documents/", {"certificate": upload, "go": "next"})
    assert refused.status_code == 422


def test_a_stolen_folder_shows_neither_attachments_nor_certificates(
    browser: Callable[..., Client], hana: Actor, settings: Any, tmp_path: Path
) -> None:
    settings.MADANG_STORAGE = tmp_path / "var" / "storage"
    client = browser(hana)
    file = registered_birth(client)
    client.post("/apply/population.abstract/options/", {**OPTIONS, "about": str(hana.person), "go": "next"})
    client.post("/apply/population.abstract/summary/", {"go": "send"})
    document = Document.objects.get()
    stolen = {one: one.read_bytes() for one in (tmp_path / "var").rglob("*") if one.is_file()}
    assert len(stolen) == 2
    for one, content in stolen.items():
        assert b"%PDF" not in content
        assert b"Catalog" not in content
        for digest in (file.sha256, document.sha256):
            assert digest[:8] not in str(one)
            assert bytes.fromhex(digest) not in content
    assert hashlib.sha256(keeping.read(sha256=document.sha256)).hexdigest() == document.sha256
    question = GetAttachment(application=file.application.number, sha256=file.sha256)
    assert get_attachment(question, asked_by("population")).content == PAPER
