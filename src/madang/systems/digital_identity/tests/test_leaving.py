"""Signing out at a relying party's wish: who is signed out, and where the browser goes."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from joserfc import jwt
from joserfc.jwk import ECKey

from madang.contracts.population_v1 import PersonDied
from madang.framework.audit.models import Entry
from madang.framework.identity.models import Account, Passkey, Session
from madang.framework.identity.who import usable
from madang.systems.digital_identity.exchange import hear_death
from madang.systems.digital_identity.tests.conftest import Party, new_softkey

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(once_registered: tuple[str, ECKey], db: None) -> Party:
    """A registered relying party."""
    return Party(*once_registered)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "https://library.example.org/bye?x=1",
        "https://library.example.org/callback",
        "//library.example.org/bye",
        "javascript:alert(1)",
    ],
)
def test_signing_out_leads_only_to_a_registered_address(hana, library, address) -> None:
    hint = library.redeem(hana.code(library)).json()["id_token"]
    sent = {"id_token_hint": hint, "post_logout_redirect_uri": address, "state": "s"}
    assert hana.http.get("/oidc/end-session/", sent)["Location"] == "/sign-in/"


def test_signing_out_from_the_party_ends_the_session_and_leads_back(hana, library) -> None:
    session = hana.session
    hint = library.redeem(hana.code(library)).json()["id_token"]
    sent = {"id_token_hint": hint, "post_logout_redirect_uri": "https://library.example.org/bye", "state": "s 1"}
    assert hana.http.get("/oidc/end-session/", sent)["Location"] == "https://library.example.org/bye?state=s+1"
    assert Session.objects.get(pk=session.pk).ended_at is not None


def test_nobody_is_signed_out_by_a_link_without_being_asked(hana, minsu, library) -> None:
    foreign = library.redeem(minsu.code(library)).json()["id_token"]
    for hint in ("", "made.up.hint", foreign):
        reply = hana.http.get("/oidc/end-session/", {"id_token_hint": hint, "client_id": library.client_id})
        assert "Sign out?" in reply.content.decode()
    assert hana.session.ended_at is None


def test_a_forged_hint_opens_no_redirect(client, library) -> None:
    forged = jwt.encode({"alg": "ES256"}, {"aud": library.client_id, "iss": "http://127.0.0.1:8000"}, library.key)
    sent = {"id_token_hint": forged, "post_logout_redirect_uri": "https://library.example.org/bye"}
    assert client.get("/oidc/end-session/", sent)["Location"] == "/sign-in/"


def test_a_death_ends_every_way_in_and_all_that_a_service_holds(hana, library) -> None:
    new_softkey(hana.account)
    session, tokens = hana.session, library.redeem(hana.code(library)).json()
    envelope: Any = None
    for _again in range(2):
        with transaction.atomic():
            hear_death(PersonDied(person=hana.account.person, died_on=date(2026, 11, 20)), envelope)
    session.refresh_from_db()
    assert session.ended_because == "died"
    assert not Passkey.objects.filter(account=hana.account, removed_at=None).exists()
    assert library.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert library.userinfo(tokens["access_token"]).status_code == 401
    assert not Account.objects.filter(usable(), login="hana").exists()
    assert hana.http.get("/settings/").status_code == 302
    assert Entry.objects.filter(action="identity.close_account").count() == 1
