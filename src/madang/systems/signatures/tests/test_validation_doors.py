"""The page and the endpoint where anyone validates a signed file."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pypdfium2 import PdfDocument

from madang.systems.signatures.formats.jades import Jades
from madang.systems.signatures.formats.jades_payload import Apart
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.formats.xades import Xades
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.files import CONTENT, FORMATS, fresh
from madang.systems.signatures.usecases.found_services import Services
from madang.systems.signatures.usecases.own_services import OwnKey, OwnServices, own_anchors
from madang.systems.signatures.usecases.sign_content import Level, sign_content

Make = Callable[[str], bytes]


@pytest.fixture
def make(services: Services, issued: Callable[..., Certificate], now: datetime) -> Make:
    """A signed file of a format."""
    own, key = OwnServices(now=now), OwnKey(certificate=issued())

    def signed(name: str) -> bytes:
        form, data = fresh(name)
        return sign_content(
            form=form, data=data, key=key, level=Level.LTA, stamps=own, sources=own, anchors=own_anchors(), now=now
        )

    return signed


@pytest.fixture
def signed(make: Make) -> bytes:
    return make("CAdES")


def _files(signed: bytes, content: bytes = CONTENT) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("a.p7s", signed), "content": SimpleUploadedFile("a.txt", content)}


@pytest.mark.parametrize(("language", "headline"), [("en", "Every signature holds"), ("ko", "모든 서명이 유효합니다")])
def test_the_page_tells_who_signed(client: Client, signed: bytes, language: str, headline: str) -> None:
    assert client.get(f"/signatures/validate/?lang={language}").status_code == 200
    told = client.post("/signatures/validate/", _files(signed)).content.decode()
    assert headline in told
    assert "이하나" in told
    assert "B-LTA" in told


def test_the_report_on_each_format_comes_as_page_pdf_and_json(client: Client, make: Make) -> None:
    for name in FORMATS:
        whole, beside = make(name), [CONTENT] if name == "CAdES" else []

        def asked(show: str, *, whole: bytes = whole, beside: list[bytes] = beside) -> HttpResponse:
            content = [SimpleUploadedFile("a.txt", one) for one in beside]
            sent = {"file": SimpleUploadedFile("signed", whole), "content": content, "show": show}
            return client.post("/signatures/validate/", sent)

        told = asked("json").json()
        form = told["signatures"][0]["form"]
        assert (told["indication"], form, told["signatures"][0]["level"]) == ("TOTAL-PASSED", name, "B-LTA")
        assert f"{name} B-LTA" in asked("").content.decode()
        text = PdfDocument(asked("pdf").content)[0].get_textpage().get_text_bounded()
        assert "TOTAL-PASSED" in text
        assert f"{name} B-LTA" in text


def test_the_endpoint_answers_with_the_report(client: Client, signed: bytes) -> None:
    report = client.post("/api/signatures/validate", _files(signed)).json()
    assert report["signatures"][0]["level"] == "B-LTA"
    wrong = client.post("/api/signatures/validate", _files(signed, b"other")).json()
    assert (wrong["indication"], wrong["sub_indication"]) == ("TOTAL-FAILED", "HASH_FAILURE")


@pytest.mark.parametrize("place", ["/api/signatures/validate", "/signatures/validate/"])
def test_several_files_stand_beside_one_signature(
    place: str, client: Client, services: Services, issued: object, now: datetime
) -> None:
    files = [SignedFile(name="note.txt", data=CONTENT), SignedFile(name="plan.bin", data=b"plan")]
    key = OwnKey(certificate=issued())  # type: ignore[operator]
    for form in (Jades(files=files, apart=Apart.BY_DIGEST), Xades(files=files)):
        whole = form.sign(data=b"", key=key, at=now)
        beside = [SimpleUploadedFile(one.name, one.data) for one in files]
        sent = {"file": SimpleUploadedFile("signed", whole), "content": beside, "show": "json"}
        report = client.post(place, sent).json()
        assert report["indication"] == "TOTAL-PASSED"
        covers = [{"kind": "file", "name": one.name} for one in files]
        assert (report["signatures"][0]["covers"], report["not_signed"]) == (covers, [])
        sent = {"file": SimpleUploadedFile("signed", whole), "content": [SimpleUploadedFile("x.txt", b"x")]}
        report = client.post(place, sent | {"show": "json"}).json()
        assert (report["sub_indication"], report["not_signed"]) == ("SIGNED_DATA_NOT_FOUND", ["x.txt"])


def test_an_unsigned_file_gets_a_verdict_and_an_empty_form_its_faults(client: Client, services: Services) -> None:
    report = client.post("/api/signatures/validate", {"file": SimpleUploadedFile("a.txt", b"hello")}).json()
    assert (report["indication"], report["sub_indication"]) == ("TOTAL-FAILED", "FORMAT_FAILURE")
    assert client.post("/signatures/validate/", {}).status_code == 422
    told = client.post("/signatures/validate/?lang=en", {"file": SimpleUploadedFile("a.txt", b"hello")})
    assert "No signature can be read in this file" in told.content.decode()


def test_the_page_says_first_that_only_a_part_is_signed(
    client: Client, services: Services, issued: object, now: datetime
) -> None:
    whole = Xades().sign(data=b"<a/>", key=OwnKey(certificate=issued()), at=now)  # type: ignore[operator]
    added = whole.replace(b"</ds:KeyInfo>", b"</ds:KeyInfo><ds:Object>Refused.</ds:Object>")
    told = client.post("/signatures/validate/?lang=en", {"file": SimpleUploadedFile("a.xml", added)}).content.decode()
    assert "Only a part is signed" in told
    assert "whatever else came with it" in told
    assert "Every signature holds" not in told


def test_the_twenty_first_file_in_a_minute_waits(client: Client, services: Services) -> None:
    codes = {
        client.post("/api/signatures/validate", {"file": SimpleUploadedFile("a.txt", b"hello")}).status_code
        for _ in range(21)
    }
    assert codes == {200, 429}
