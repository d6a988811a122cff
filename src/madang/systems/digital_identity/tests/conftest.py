"""A relying party that an official approved, a resident with a passkey, and the hands of a client."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey

from madang.framework.cases.usecases.decide import decide
from madang.framework.identity.actor import Actor, ActorKind, Assurance, Duty, system_actor
from madang.framework.identity.middleware import SESSION
from madang.framework.identity.models import Account, Office, Session
from madang.framework.identity.softkey import SoftKey
from madang.framework.identity.tests.browsers import signed_in
from madang.framework.identity.usecases.create_account import create_account
from madang.framework.identity.usecases.enrol_passkey import enrol_passkey
from madang.framework.identity.usecases.open_session import Visitor, open_session
from madang.framework.identity.usecases.passkeys import ask_to_enrol, origin, relying_party
from madang.framework.identity.who import presence
from madang.framework.law import pack
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import clock
from madang.systems.digital_identity.domain.registration import Registration
from madang.systems.digital_identity.models import RelyingParty
from madang.systems.digital_identity.usecases.issuer import issuer
from madang.systems.digital_identity.usecases.permissions import REGISTRAR
from madang.systems.digital_identity.usecases.register_party import apply_for_registration, office_in_charge

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
RETURN = "https://library.example.org/callback"
HOME = Visitor(address="203.0.113.5", label="Chrome · Windows")
MACHINE = system_actor("test")


def registrar() -> Actor:
    """The official who approves relying parties."""
    office = office_in_charge()
    Office.objects.get_or_create(code=office, defaults={"name": "행정안전부", "name_en": "Ministry"})
    duty = Duty(office_code=office, office_name="Ministry", code=REGISTRAR)
    return Actor(kind=ActorKind.OFFICIAL, name="Official", duties=(duty,))


@dataclass
class Party:
    """A relying party's own side: its key, and what it sends. Every part of it may lie."""

    client_id: str
    key: ECKey
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    http: Client = field(default_factory=Client)

    @property
    def row(self) -> RelyingParty:
        return RelyingParty.objects.get(client_id=self.client_id)

    def assertion(self, *, alg: str = "ES256", key: Any = None, **claims: Any) -> str:
        now = int(time.time())
        given = {"iss": self.client_id, "sub": self.client_id, "aud": issuer(), "jti": secrets.token_hex(8)}
        given |= {"iat": now, "exp": now + 60} | claims
        return jwt.encode({"alg": alg}, given, key or self.key, algorithms=[alg])

    def proof(self, **claims: Any) -> dict[str, str]:
        return {"client_assertion_type": ASSERTION, "client_assertion": self.assertion(**claims)}

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def parameters(self, **other: Any) -> dict[str, str]:
        given = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": RETURN,
            "scope": "openid profile birthdate",
            "state": "st4te",
            "nonce": secrets.token_hex(8),
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (given | other).items() if value is not None}

    def push(self, *, proof: dict[str, str] | None = None, **other: Any) -> Any:
        return self.http.post("/oidc/par/", self.parameters(**other) | (self.proof() if proof is None else proof))

    def reference(self, **other: Any) -> str:
        reply = self.push(**other)
        assert reply.status_code == 201, reply.content
        return str(reply.json()["request_uri"])

    def redeem(self, code: str, *, proof: dict[str, str] | None = None, **other: Any) -> Any:
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": RETURN}
        given |= {"code_verifier": self.verifier} | other
        given = {name: value for name, value in given.items() if value is not None}
        return self.http.post("/oidc/token/", given | (self.proof() if proof is None else proof))

    def refresh(self, token: str, **other: Any) -> Any:
        given = {"grant_type": "refresh_token", "refresh_token": token} | other
        return self.http.post("/oidc/token/", given | self.proof())

    def userinfo(self, token: str) -> Any:
        return self.http.get("/oidc/userinfo/", headers={"Authorization": f"Bearer {token}"})


def answer(location: str) -> dict[str, str]:
    """The query of the address that the browser is sent back to."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


@dataclass
class Person:
    """A resident at a browser."""

    account: Account
    http: Client

    def visit(self, party: Party, reference: str) -> Any:
        return self.http.get("/oidc/authorize/", {"client_id": party.client_id, "request_uri": reference})

    def decide(self, party: Party, reference: str, word: str = "allow") -> Any:
        sent = {"client_id": party.client_id, "request_uri": reference, "answer": word}
        return self.http.post("/oidc/authorize/decide/", sent)

    def code(self, party: Party, **other: Any) -> str:
        """Agrees where asked, and brings the code."""
        reference = party.reference(**other)
        reply = self.visit(party, reference)
        if reply.status_code == 200:
            reply = self.decide(party, reference)
        return answer(reply["Location"])["code"]

    @property
    def session(self) -> Session:
        return Session.objects.get(pk=self.http.session[SESSION])


def enter(account: Account, *, level: int = Assurance.SUBSTANTIAL, method: str = "passkey") -> Client:
    """A browser in which the account is signed in."""
    return signed_in(account, method=method, assurance=level)


def new_account(login: str, person: str | None) -> Account:
    return create_account(
        login=login, name=login.title(), password=None, person=person, language="en", actor=MACHINE, now=clock.now()
    )


@pytest.fixture
def keys_of_people() -> dict[str, str]:
    """The pack's residents' keys by login."""
    return {row["login"]: row["person"] for row in pack().data("demo")["residents"]}


@pytest.fixture
def hana(db: None, keys_of_people) -> Person:
    """A resident, signed in at the level substantial."""
    account = new_account("hana", keys_of_people["hana"])
    return Person(account, enter(account))


@pytest.fixture
def minsu(db: None, keys_of_people) -> Person:
    """Another one."""
    account = new_account("minsu", keys_of_people["minsu"])
    return Person(account, enter(account))


def registered(*, key: ECKey | None = None, **other: Any) -> Party:
    """A relying party, registered as it happens: an application, and an official's decision."""
    made = key or ECKey.generate_key("P-256")
    asked: dict[str, Any] = {
        "name": "City Library",
        "purpose": "Borrow books and reserve a seat in the reading room.",
        "redirect_uris": (RETURN,),
        "post_logout_uris": ("https://library.example.org/bye",),
        "scopes": ("openid", "profile", "birthdate"),
        "level": 1,
        "jwks": json.dumps({"keys": [made.as_dict(private=False)]}),
    }
    official, now = registrar(), clock.now()
    applicant = Actor(kind=ActorKind.RESIDENT, name="Librarian", person="person-librarian", language="en")
    case = apply_for_registration(asked=Registration(**(asked | other)), actor=applicant, now=now)
    decide(case=case, outcome="granted", reasons="Complete.", actor=official, now=now)
    return Party(client_id=RelyingParty.objects.get(case=case.number).client_id, key=made)


@pytest.fixture
def register(db: None) -> Callable[..., Party]:
    """Registers a relying party."""
    return registered


@pytest.fixture
def library(register) -> Party:
    """A registered relying party."""
    return register()


@once_a_file
def once_registered() -> tuple[str, ECKey]:
    """One for a file in which no test commits: its name and its key."""
    made = registered()
    return made.client_id, made.key


@pytest.fixture
def neighbours(db: None) -> None:
    """The pack's named residents in the real resident register."""
    # By name, as the site loads it: systems do not import each other.
    import_module("madang.systems.population.demo").load_demo(
        country=pack().code, population=20, now=clock.now(), progress=lambda *_told: None
    )


def new_softkey(account: Account, *, method: str = "proofing", level: int = Assurance.SUBSTANTIAL) -> SoftKey:
    """A software passkey, enrolled in a session of that sort."""
    now = clock.now() - timedelta(seconds=1)
    signed = open_session(account=account, visitor=HOME, method=method, assurance=level, now=now)
    shown = presence(session_id=signed.session.pk, now=now)
    assert shown is not None
    soft = SoftKey(origin=origin(), host=relying_party())
    enrol_passkey(answer=soft.create(ask_to_enrol(account=account, now=now)), name="test", actor=shown.actor, now=now)
    return soft
