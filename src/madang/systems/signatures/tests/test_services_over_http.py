"""Relying parties' programs ask over HTTP: the right answer to each, also to what is wrong."""

import base64
import urllib.parse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509 import ocsp
from cryptography.x509.ocsp import OCSPCertStatus, OCSPResponseStatus
from django.test import Client

from madang.systems.signatures.domain.status import Reason
from madang.systems.signatures.models import Certificate
from madang.systems.signatures.tests.conftest import OFFICIAL, ocsp_request, openssl, pem
from madang.systems.signatures.usecases.change_status import revoke_certificate
from madang.systems.signatures.usecases.found_services import Services

Issue = Callable[..., Certificate]
QUERY = "application/ocsp-request"


def test_status_by_post_and_by_get(services: Services, issued: Issue, now: datetime) -> None:
    leaf = issued()
    request = ocsp_request(leaf.der, services.authority.certificate)
    address = urllib.parse.quote(base64.b64encode(request).decode(), safe="")
    posted = Client().post("/signatures/ocsp/", request, content_type=QUERY)
    got = Client().get(f"/signatures/ocsp/{address}")
    assert got.content == posted.content
    assert posted["Content-Type"] == "application/ocsp-response"
    assert posted["Cache-Control"].startswith("max-age=60, ")
    assert ocsp.load_der_ocsp_response(got.content).certificate_status is OCSPCertStatus.GOOD
    revoke_certificate(serial=leaf.serial, reason=Reason.SUPERSEDED, actor=OFFICIAL, now=now)
    answer = ocsp.load_der_ocsp_response(Client().get(f"/signatures/ocsp/{address}").content)
    assert answer.certificate_status is OCSPCertStatus.REVOKED
    assert answer.revocation_reason is x509.ReasonFlags.superseded


def test_a_nonce_comes_back_and_such_an_answer_is_not_kept(services: Services, issued: Issue) -> None:
    request = ocsp_request(issued().der, services.authority.certificate, nonce=b"0123456789abcdef")
    response = Client().post("/signatures/ocsp/", request, content_type=QUERY)
    answer = ocsp.load_der_ocsp_response(response.content)
    assert answer.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"0123456789abcdef"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data", [b"\x00", b"\x30", b"\x30\x82\xff\xff", b"x" * 20000], ids=["zero", "cut", "longer", "large"]
)
def test_what_is_no_request_is_malformed(data: bytes) -> None:
    answer = Client().post("/signatures/ocsp/", data, content_type=QUERY)
    assert ocsp.load_der_ocsp_response(answer.content).response_status is OCSPResponseStatus.MALFORMED_REQUEST
    assert Client().get("/signatures/ocsp/%%%25").status_code == 200


@pytest.mark.django_db
def test_another_media_type_is_told() -> None:
    assert Client().post("/signatures/ocsp/", b"{}", content_type="application/json").status_code == 415
    assert Client().post("/signatures/timestamp/", b"{}", content_type="application/json").status_code == 415
    assert Client().get("/signatures/timestamp/").status_code == 405


def test_lists_and_certificates_are_where_certificates_say(services: Services, issued: Issue) -> None:
    leaf = x509.load_der_x509_certificate(bytes(issued().der))
    points = leaf.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    address = urllib.parse.urlsplit(points[0].full_name[0].value).path
    published = x509.load_der_x509_crl(Client().get(address).content)
    issuer = x509.load_der_x509_certificate(bytes(services.authority.certificate))
    assert published.is_signature_valid(issuer.public_key())
    access = leaf.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    where = [urllib.parse.urlsplit(one.access_location.value).path for one in access]
    assert Client().get(where[0]).content == bytes(services.authority.certificate)
    assert where[1] == "/signatures/ocsp/"
    assert Client().get("/signatures/lists/nothing.crl").status_code == 404


def test_openssl_stamps_over_http(services: Services, tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(pem(services.root.certificate))
    (tmp_path / "chain.pem").write_bytes(pem(services.authority.certificate))
    (tmp_path / "a.txt").write_text("a")
    openssl("ts", "-query", "-data", "a.txt", "-sha512", "-cert", "-out", "q", folder=tmp_path)
    query = (tmp_path / "q").read_bytes()
    answer = Client().post("/signatures/timestamp/", query, content_type="application/timestamp-query")
    (tmp_path / "r").write_bytes(answer.content)
    arguments = ("ts", "-verify", "-in", "r", "-queryfile", "q", "-CAfile", "root.pem", "-untrusted", "chain.pem")
    assert openssl(*arguments, folder=tmp_path).returncode == 0


def test_status_needs_no_session_language_or_page(services: Services, issued: Issue) -> None:
    request = ocsp_request(issued().der, services.authority.certificate)
    responses = [
        Client().post("/signatures/ocsp/", request, content_type=QUERY, headers={"Cookie": "madang_language=ko"}),
        Client().get(f"/signatures/lists/{services.authority.key}.crl"),
        Client().get(f"/signatures/authorities/{services.authority.key}.cer"),
    ]
    for response in responses:
        assert response.status_code == 200
        assert not response.has_header("Vary")
        assert not response.has_header("Content-Language")
        assert response["X-Request-ID"]
        assert int(response["Content-Length"]) == len(response.content)
