"""Digital identity's journey on the demonstration's data: a service is registered, a resident signs in there with a passkey.

The passkey is a key in software (`identity/softkey.py`): a tour has no finger. The relying party's side is authlib's client
session and joserfc; npm's openid-client does the same in the tests. Both sides speak through Django's test transport, so no
port is opened.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from authlib.oauth2.rfc7523 import private_key_jwt_sign
from django.conf import settings
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from madang.framework.cases.usecases.decide import decide
from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.identity.models import Account, Office
from madang.framework.identity.softkey import SoftKey
from madang.framework.identity.usecases.passkeys import origin, relying_party
from madang.framework.identity.usecases.prove_at_counter import PROOFING, Evidence, issue_code
from madang.framework.values import clock
from madang.systems.digital_identity.domain.registration import Registration
from madang.systems.digital_identity.models import Consent, RelyingParty
from madang.systems.digital_identity.usecases.permissions import REGISTRAR
from madang.systems.digital_identity.usecases.register_party import apply_for_registration, office_in_charge

RETURN = "https://library.example.org/callback"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class _Service:
    """The relying party's own side."""

    client_id: str
    key: ECKey
    verifier: str
    http: Client
    found: dict[str, Any]

    def send(self, endpoint: str, **parameters: str) -> dict[str, Any]:
        """A form to an endpoint, with a fresh assertion."""
        assertion = private_key_jwt_sign(
            self.key, self.client_id, self.found["token_endpoint"], alg="ES256", expires_at=int(time.time()) + 60
        )
        proof = {"client_assertion_type": _ASSERTION, "client_assertion": assertion}
        reply = self.http.post(urlsplit(self.found[endpoint]).path, parameters | proof)
        if reply.status_code >= 400:
            raise RuntimeError(f"{endpoint}: {reply.content!r}")
        answer: dict[str, Any] = reply.json()
        return answer


def tour(*, out: Path) -> Iterator[str]:
    """Each step yields a line; what a relying party sees stays in `out`."""
    http = Client(headers={"accept-language": "en"}, SERVER_NAME="localhost")
    found = http.get("/.well-known/openid-configuration").json()
    keys = http.get(urlsplit(found["jwks_uri"]).path).json()
    _write(out / "discovery.json", found)
    _write(out / "jwks.json", keys)
    yield f"any OpenID Connect library reads {found['issuer']}/.well-known/openid-configuration: discovery.json, jwks.json"
    key = ECKey.generate_key("P-256", auto_kid=True)
    party = _register(key)
    yield f"“{party.name}” applies with its public key, an official approves case {party.case}; it is {party.client_id}"
    account = Account.objects.exclude(person=None).filter(login="hana").get()
    yield _recover(http, account)
    service = _Service(party.client_id, key, secrets.token_urlsafe(48), http, found)
    reference = _push(service)
    yield f"the service pushes its request (PAR) and gets {reference[:44]}…"
    page = http.get("/oidc/authorize/", {"client_id": party.client_id, "request_uri": reference})
    if page.status_code == 200:
        (out / "consent.html").write_bytes(page.content)
        sent = {"client_id": party.client_id, "request_uri": reference, "answer": "allow"}
        page = http.post("/oidc/authorize/decide/", sent)
    back = parse_qs(urlsplit(page["Location"]).query)
    yield "the resident reads in plain words what the service will be told, and agrees: consent.html"
    yield from _redeem(service, back, keys, out)
    consent = Consent.objects.filter(account=account, relying_party=party, withdrawn_at=None).get()
    http.post(f"/settings/consents/{consent.pk}/withdraw/")
    yield f"the resident takes the consent back; the same token now gets {_userinfo(service, out).status_code}"


def _write(path: Path, what: object) -> None:
    path.write_text(json.dumps(what, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _official(duty: str, office: str) -> Actor:
    found = Office.objects.get(code=office)
    held = Duty(office_code=office, office_name=found.name, code=duty)
    return Actor(kind=ActorKind.OFFICIAL, name="tour", duties=(held,))


def _register(key: ECKey) -> RelyingParty:
    now = clock.now()
    asked = Registration(
        name="City Library",
        purpose="Borrow books and reserve a seat in the reading room.",
        redirect_uris=(RETURN,),
        post_logout_uris=("https://library.example.org/bye",),
        scopes=("openid", "profile", "birthdate"),
        level=2,
        jwks=json.dumps({"keys": [key.as_dict(private=False)]}),
    )
    owner = Account.objects.filter(login="sora").get()
    applicant = Actor(kind=ActorKind.RESIDENT, account_id=owner.pk, name=owner.name, person=owner.person)
    case = apply_for_registration(asked=asked, actor=applicant, now=now)
    official = _official(REGISTRAR, office_in_charge())
    decide(case=case, outcome="granted", reasons="The application is complete.", actor=official, now=now)
    return RelyingParty.objects.get(case=case.number)


def _recover(http: Client, account: Account) -> str:
    clerk = _official(PROOFING, str(Office.objects.order_by("code").values_list("code", flat=True)[0]))
    code = issue_code(account=account, evidence=Evidence.IDENTITY_CARD, actor=clerk, now=clock.now())
    http.post("/recover/", {"login": account.login, "code": code})
    soft = SoftKey(origin=origin(), host=relying_party())
    options = http.post("/settings/passkeys/options/").content.decode()
    http.post("/settings/passkeys/", {"answer": soft.create(options), "name": "tour (software)"})
    http.post("/sign-out/")
    answer = soft.get(http.post("/sign-in/passkey/options/").content.decode())
    reply = http.post("/sign-in/passkey/", {"answer": answer})
    if reply.status_code != 302 or settings.SESSION_COOKIE_NAME not in http.cookies:
        raise RuntimeError("The passkey did not sign in.")
    return f"{account.name} is checked at a counter, enrols a passkey (a key in software) and signs in with it"


def _push(service: _Service) -> str:
    digest = hashlib.sha256(service.verifier.encode()).digest()
    answer = service.send(
        "pushed_authorization_request_endpoint",
        response_type="code",
        client_id=service.client_id,
        redirect_uri=RETURN,
        scope="openid profile birthdate",
        state="tour",
        nonce="tour-nonce",
        code_challenge=base64.urlsafe_b64encode(digest).decode().rstrip("="),
        code_challenge_method="S256",
        acr_values="urn:madang:assurance:substantial",
    )
    return str(answer["request_uri"])


def _redeem(service: _Service, back: dict[str, list[str]], keys: dict[str, Any], out: Path) -> Iterator[str]:
    if back["iss"] != [service.found["issuer"]] or back["state"] != ["tour"]:
        raise RuntimeError("The answer is not of this provider.")
    tokens = service.send(
        "token_endpoint",
        grant_type="authorization_code",
        code=back["code"][0],
        redirect_uri=RETURN,
        code_verifier=service.verifier,
    )
    token = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), algorithms=["ES256"])  # type: ignore[arg-type]
    essential = {"iss": service.found["issuer"], "aud": service.client_id, "nonce": "tour-nonce"}
    rules = {name: {"essential": True, "value": value} for name, value in essential.items()}
    jwt.JWTClaimsRegistry(**rules).validate(token.claims)  # type: ignore[arg-type]
    (out / "id_token.jwt").write_text(tokens["id_token"])
    _write(out / "id_token.json", {"header": token.header, "claims": token.claims})
    _write(out / "access_token.json", {"access_token": tokens["access_token"]})
    yield f"the service's library verifies the id_token: level {token.claims['acr']}, by {', '.join(token.claims['amr'])}"
    reply = _userinfo(service, out)
    if reply.status_code != 200:
        raise RuntimeError(f"userinfo: {reply.content!r}")
    _write(out / "userinfo.json", reply.json())
    yield "it asks what the resident allowed; the register answers through the exchange, which logs the look: userinfo.json"


def _userinfo(service: _Service, out: Path) -> Any:
    token = json.loads((out / "access_token.json").read_text())["access_token"]
    path = urlsplit(service.found["userinfo_endpoint"]).path
    return service.http.get(path, headers={"Authorization": f"Bearer {token}"})
