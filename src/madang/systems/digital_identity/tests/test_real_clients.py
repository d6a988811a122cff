"""Libraries that others wrote sign a resident in over HTTP: npm's openid-client, and authlib's client."""

import json
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from madang.framework.identity.models import Session
from madang.framework.jobs.drain import run_due_jobs
from madang.framework.values import clock
from madang.systems.digital_identity.tests.conftest import Party, Person, enter, new_account, new_softkey

RETURN = "http://127.0.0.1:9/callback"


@pytest.fixture
def served(transactional_db, live_server, settings, keys_of_people):
    """A provider on a port of its own, and a resident with a passkey."""
    settings.MADANG_PUBLIC_URL = live_server.url
    account = new_account("hana", keys_of_people["hana"])
    return Person(account, Client(headers={"accept-language": "en"}))


def sign_in_with_softkey(person: Person) -> None:
    """As the page's script does it: ask for the options, send the authenticator's answer as a form."""
    soft = new_softkey(person.account)
    options = person.http.post("/sign-in/passkey/options/").content.decode()
    reply = person.http.post("/sign-in/passkey/", {"answer": soft.get(options)})
    assert reply.status_code == 302, reply.content


def walk(person: Person, address: str) -> str:
    """The browser's way from the party's button to its return address."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    page = person.http.get("/oidc/authorize/", query)
    assert page.status_code == 200, page.headers
    sent = {"request_uri": query["request_uri"], "client_id": query["client_id"], "answer": "allow"}
    return str(person.http.post("/oidc/authorize/decide/", sent)["Location"])


class Ear(BaseHTTPRequestHandler):
    """The relying party's logout address."""

    heard: list[str] = []

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.heard.append(parse_qs(self.rfile.read(length).decode())["logout_token"][0])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def ear():
    """Listens."""
    server = HTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.serve_forever, daemon=True).start()
    Ear.heard.clear()
    yield f"http://127.0.0.1:{server.server_port}/logout"
    server.shutdown()
    server.server_close()


def started(party: Party, issuer: str, folder: Path, bye: str) -> subprocess.Popen[str]:
    """The relying party on npm's openid-client."""
    given = {
        "issuer": issuer,
        "client_id": party.client_id,
        "redirect_uri": RETURN,
        "bye": bye,
        "scope": "openid profile birthdate",
        "key": party.key.as_dict(private=True),
    }
    config = folder / "party.json"
    config.write_text(json.dumps(given))
    script = Path(__file__).with_name("relying_party.mjs")
    pipe = subprocess.PIPE
    return subprocess.Popen(["node", str(script), str(config)], stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def test_openid_client_signs_a_resident_in_and_out(served, register, neighbours, ear, tmp_path, live_server) -> None:
    key = ECKey.generate_key("P-256", auto_kid=True)
    bye = "http://127.0.0.1:9/bye"
    jwks = json.dumps({"keys": [key.as_dict(private=False)]})
    party = register(key=key, redirect_uris=(RETURN,), post_logout_uris=(bye,), logout_uri=ear, jwks=jwks)
    process = started(party, live_server.url, tmp_path, bye)
    sign_in_with_softkey(served)
    first = process.stdout.readline()
    assert first, process.communicate()
    back = walk(served, json.loads(first)["address"])
    rest, errors = process.communicate(back + "\n", timeout=60)
    assert process.returncode == 0, errors
    claims, told, fresh, leaving = (json.loads(line) for line in rest.splitlines())
    assert claims["claims"]["acr"] == "urn:madang:assurance:substantial"
    assert claims["claims"]["amr"] == ["hwk", "user", "mfa"]
    assert told["userinfo"] == {"sub": claims["claims"]["sub"], "name": "김하나", "birthdate": "1988-04-12"}
    assert fresh["refreshed"]
    parts = urlsplit(leaving["logout"])
    reply = served.http.get(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})
    assert reply["Location"].startswith(bye + "?state=")
    run_due_jobs(now=clock.now())
    keys = KeySet.import_key_set(served.http.get("/oidc/jwks.json").json())
    token = jwt.decode(Ear.heard[0], keys, algorithms=["ES256"])
    assert token.header["typ"] == "logout+jwt"
    assert token.claims["sid"] == claims["claims"]["sid"]
    assert token.claims["aud"] == party.client_id
    assert "http://schemas.openid.net/event/backchannel-logout" in token.claims["events"]
    assert "nonce" not in token.claims
    assert not Session.objects.filter(account=served.account, ended_at=None, method="passkey").exists()


def test_authlibs_client_signs_a_resident_in(served, register, neighbours, live_server, monkeypatch) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    party = register(redirect_uris=(RETURN,))
    found = served.http.get("/.well-known/openid-configuration").json()
    assert found["issuer"] == live_server.url
    session = OAuth2Session(
        party.client_id,
        party.key,
        scope="openid profile",
        redirect_uri=RETURN,
        code_challenge_method="S256",
        token_endpoint_auth_method=PrivateKeyJWT(found["token_endpoint"], alg="ES256"),
    )
    # The library has no pushed requests of its own: it makes the request, and we push what it made.
    made, state = session.create_authorization_url(
        found["authorization_endpoint"], code_verifier=party.verifier, nonce="n"
    )
    asked = {name: values[0] for name, values in parse_qs(urlsplit(made).query).items()}
    pushed = party.http.post("/oidc/par/", asked | party.proof()).json()["request_uri"]
    served.http = enter(served.account)
    back = walk(served, f"{found['authorization_endpoint']}?client_id={party.client_id}&request_uri={pushed}")
    tokens = session.fetch_token(
        found["token_endpoint"], authorization_response=back, code_verifier=party.verifier, state=state
    )
    keys = KeySet.import_key_set(session.get(found["jwks_uri"]).json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["ES256"]).claims
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": live_server.url}, aud={"essential": True, "value": party.client_id}
    )
    rules.validate(claims)
    assert session.get(found["userinfo_endpoint"]).json() == {"sub": claims["sub"], "name": "김하나"}
