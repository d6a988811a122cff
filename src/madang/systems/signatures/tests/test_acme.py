"""Automatic issuance for the exchange's members: certbot's library obtains, renews and revokes; strangers get problems."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import josepy
import pytest
from acme import challenges, client, errors, jws, messages
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from madang.framework.identity.actor import system_actor
from madang.framework.values import clock
from madang.systems.signatures.formats.acme import LARGEST, UnfitMessage, encode, read_message
from madang.systems.signatures.models import AcmeNonce, AcmeOrder, Authority, Certificate
from madang.systems.signatures.tests.conftest import list_pem, openssl, pem
from madang.systems.signatures.usecases.acme_accounts import binding_secret
from madang.systems.signatures.usecases.found_services import found_services
from madang.systems.signatures.usecases.publish_crl import latest_list, publish_crl

MEMBER, HOST = "north", "localhost"


@pytest.fixture
def answers() -> Iterator[tuple[dict[str, str], int]]:
    """A member's host, and what it says under which address."""
    said: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = said.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield said, server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def site(transactional_db: None, live_server: Any, settings: Any, answers: tuple[dict[str, str], int]) -> str:
    """A served member with trust services that knows a neighbour."""
    settings.MADANG_PUBLIC_URL = live_server.url
    settings.ROADS = {"archive": {"member": MEMBER, "address": f"https://{HOST}:9443"}}
    settings.MADANG_ACME_PORT = answers[1]
    found_services(actor=system_actor("test"), now=clock.now())
    return str(live_server.url)


def _client(site: str) -> tuple[client.ClientV2, client.ClientNetwork]:
    key = josepy.JWKEC(key=ec.generate_private_key(ec.SECP256R1()))
    net = client.ClientNetwork(key, alg=josepy.ES256, verify_ssl=False)
    return client.ClientV2(client.ClientV2.get_directory(f"{site}/signatures/acme/directory", net), net), net


def _registered(site: str, *, secret: bytes | None = None, member: str = MEMBER) -> client.ClientV2:
    made, net = _client(site)
    binding = messages.ExternalAccountBinding.from_data(
        net.key.public_key(), member, encode(secret or binding_secret(member=MEMBER)), made.directory
    )
    made.new_account(
        messages.NewRegistration.from_data(
            email="operator@example.org", terms_of_service_agreed=True, external_account_binding=binding
        )
    )
    return made


def _request(host: str = HOST) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName(host)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).add_extension(names, critical=False)
    return key, builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _ordered(member: client.ClientV2, said: dict[str, str]) -> str:
    """The chain in PEM, by the whole of the protocol."""
    order = member.new_order(_request()[1])
    for authorization in order.authorizations:
        challenge = authorization.body.challenges[0]
        assert isinstance(challenge.chall, challenges.HTTP01)
        response, validation = challenge.response_and_validation(member.net.key)
        said[challenge.chall.path] = validation
        member.answer_challenge(challenge, response)
    return str(member.poll_and_finalize(order).fullchain_pem)


def _change_key(member: client.ClientV2) -> None:
    """RFC 8555, 7.3.5, for which the library has the parts."""
    new, url = josepy.JWKEC(key=ec.generate_private_key(ec.SECP256R1())), member.directory["keyChange"]
    said = {"account": member.net.account.uri, "oldKey": member.net.key.public_key().to_partial_json()}
    inner = jws.JWS.sign(json.dumps(said).encode(), key=new, alg=josepy.ES256, nonce=None, url=url)
    member.net.post(url, inner)
    with pytest.raises(messages.Error, match="unauthorized"):
        member.new_order(_request()[1])
    member.net.key = new


def test_certbots_library_obtains_renews_changes_its_key_and_revokes(
    site: str, answers: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    member = _registered(site)
    first, second = _ordered(member, answers[0]), _ordered(member, answers[0])
    authority = Authority.objects.get(kind="issuing")
    (tmp_path / "root.pem").write_bytes(pem(authority.parent.certificate))
    (tmp_path / "chain.pem").write_text(first)
    check = (
        "verify",
        "-CAfile",
        "root.pem",
        "-untrusted",
        "chain.pem",
        "-purpose",
        "sslserver",
        "-verify_hostname",
        HOST,
    )
    assert openssl(*check, "chain.pem", folder=tmp_path).returncode == 0
    old, new = (x509.load_pem_x509_certificates(one.encode())[0] for one in (first, second))
    assert Certificate.objects.get(serial=f"{new.serial_number:x}").renews.serial == f"{old.serial_number:x}"
    assert old.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value == MEMBER

    _change_key(member)
    member.revoke(old, rsn=4)
    with pytest.raises(messages.Error, match="alreadyRevoked"):
        member.revoke(old, rsn=4)
    publish_crl(authority=authority, now=clock.now())
    lists = [latest_list(authority=one) for one in (authority, authority.parent)]
    (tmp_path / "lists.pem").write_bytes(list_pem(*(one.der for one in lists)))
    told = openssl(*check, "-crl_check_all", "-CRLfile", "lists.pem", "chain.pem", folder=tmp_path)
    assert "certificate revoked" in told.stderr


def test_only_hosts_of_the_member_directory_are_ordered_and_only_by_their_member(
    site: str, answers: tuple[dict[str, str], int]
) -> None:
    with pytest.raises(messages.Error, match="unauthorized"):
        _registered(site, secret=b"x" * 32)
    with pytest.raises(messages.Error, match="unauthorized"):
        _registered(site, member="stranger")
    unbound, _net = _client(site)
    with pytest.raises(messages.Error, match="externalAccountRequired"):
        unbound.new_account(messages.NewRegistration.from_data(email="a@example.org", terms_of_service_agreed=True))
    member = _registered(site)
    with pytest.raises(messages.Error, match="rejectedIdentifier"):
        member.new_order(_request("bank.example")[1])
    order = member.new_order(_request()[1])
    with pytest.raises(messages.Error, match="orderNotReady"):
        member.begin_finalization(order)
    challenge = order.authorizations[0].body.challenges[0]
    answers[0][challenge.chall.path] = "something else"
    member.answer_challenge(challenge, challenge.chall.response(member.net.key))
    with pytest.raises(errors.ValidationError):
        member.poll_and_finalize(order)
    assert AcmeOrder.objects.get().status == "invalid"
    assert not Certificate.objects.filter(profile="member").exists()


def test_a_message_is_taken_once_and_bad_ones_get_problem_documents(site: str, settings: Any) -> None:
    sent: list[tuple[str, bytes]] = []
    member = _registered(site)
    post = member.net.session.post if hasattr(member.net.session, "post") else None
    assert post is not None
    original = member.net.session.request

    def watch(method: str, url: str, **rest: Any) -> Any:
        sent.append((url, rest.get("data", b"")))
        return original(method, url, **rest)

    member.net.session.request = watch
    member.new_order(_request()[1])
    browser = Client()
    url, body = next((url, body) for url, body in sent if url.endswith("/orders/"))
    again = browser.post(url.removeprefix(site), body, content_type="application/jose+json")
    assert again.json()["type"] == "urn:ietf:params:acme:error:badNonce"
    assert AcmeNonce.objects.filter(value=again["Replay-Nonce"]).exists()
    for data in (
        b"[]",
        b"{}",
        b"{" * 2000,
        b'{"protected":"e30","payload":"","signature":""}',
        b"x" * (LARGEST + 9),
    ):
        told = browser.post(url.removeprefix(site), data, content_type="application/jose+json")
        assert told.status_code in (400, 403)
        assert told["Content-Type"] == "application/problem+json"
        assert told.json()["type"].startswith("urn:ietf:params:acme:error:")
    changed = json.loads(body) | {"signature": encode(b"1" * 64)}
    told = browser.post(url.removeprefix(site), json.dumps(changed), content_type="application/jose+json")
    assert told.json()["type"].endswith(":unauthorized")
    assert browser.post(url.removeprefix(site), body, content_type="application/json").status_code == 415


@pytest.mark.parametrize("part", ["", "=", "e30=", "####", 7, None])
def test_what_is_no_message_is_refused(part: Any) -> None:
    message: Callable[[], Any] = lambda: read_message(data={"protected": part, "payload": "", "signature": ""})  # noqa: E731
    with pytest.raises(UnfitMessage):
        message()
