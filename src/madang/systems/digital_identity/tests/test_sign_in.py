"""A resident signs in at a relying party: what each is told, and what is refused."""

from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from madang.exchange.models import Consent as ExchangeConsent
from madang.framework.audit.models import Entry
from madang.framework.identity.models import Session
from madang.framework.values import clock
from madang.systems.digital_identity.domain.levels import ACR, level_asked
from madang.systems.digital_identity.models import Consent, Grant
from madang.systems.digital_identity.tests.conftest import RETURN, Party, answer, enter
from madang.systems.digital_identity.usecases.issuer import issuer
from madang.systems.digital_identity.usecases.signing_keys import published_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(once_registered: tuple[str, ECKey], db: None) -> Party:
    """A registered relying party."""
    return Party(*once_registered)


def claims_of(id_token: str) -> dict:
    keys = KeySet.import_key_set(published_keys(now=clock.now()))
    return jwt.decode(id_token, keys, algorithms=["ES256"]).claims


def test_a_resident_agrees_and_the_party_learns_that_and_no_more(hana, library, neighbours) -> None:
    reference = library.reference(nonce="n-1")
    page = hana.visit(library, reference).content.decode()
    assert "City Library will be told" in page
    assert "your date of birth" in page
    assert "your registered address" not in page
    back = hana.decide(library, reference)["Location"]
    assert back.startswith(f"{RETURN}?")
    assert answer(back)["iss"] == issuer()
    assert answer(back)["state"] == "st4te"
    tokens = library.redeem(answer(back)["code"]).json()
    claims = claims_of(tokens["id_token"])
    assert claims["aud"] == library.client_id
    assert claims["nonce"] == "n-1"
    assert claims["acr"] == "urn:madang:assurance:substantial"
    assert set(claims) == {
        "iss", "sub", "aud", "iat", "exp", "auth_time", "acr", "amr", "sid", "at_hash", "nonce",
    }  # fmt: skip
    told = library.userinfo(tokens["access_token"]).json()
    assert told == {"sub": claims["sub"], "name": "김하나", "birthdate": "1988-04-12"}


def test_each_look_at_the_register_is_in_the_persons_log_with_the_partys_name(hana, library, neighbours) -> None:
    token = library.redeem(hana.code(library)).json()["access_token"]
    library.userinfo(token)
    looks = hana.http.get("/me/looks/").content.decode()
    assert "Signing in at City Library" in looks


def test_the_second_time_nobody_is_asked(hana, library) -> None:
    hana.code(library)
    reply = hana.visit(library, library.reference())
    assert reply.status_code == 302
    assert "code" in answer(reply["Location"])


def test_more_than_was_agreed_is_asked_again(hana, library) -> None:
    hana.code(library, scope="openid")
    assert hana.visit(library, library.reference(scope="openid profile")).status_code == 200


def test_a_scope_that_was_not_approved_is_not_given(hana, library) -> None:
    tokens = library.redeem(hana.code(library, scope="openid address profile")).json()
    assert tokens["scope"] == "openid profile"


def test_two_parties_know_one_person_by_two_names(hana, library, register) -> None:
    other = register(redirect_uris=("https://bank.example.net/cb",))
    first = claims_of(library.redeem(hana.code(library)).json()["id_token"])["sub"]
    again = claims_of(library.redeem(hana.code(library)).json()["id_token"])["sub"]
    code = hana.code(other, redirect_uri="https://bank.example.net/cb")
    second = claims_of(other.redeem(code, redirect_uri="https://bank.example.net/cb").json()["id_token"])["sub"]
    assert first == again != second


def test_who_says_no_sends_back_only_that(hana, library) -> None:
    reference = library.reference()
    hana.visit(library, reference)
    assert answer(hana.decide(library, reference, "deny")["Location"]) == {
        "error": "access_denied", "state": "st4te", "iss": issuer(),
    }  # fmt: skip
    assert not Consent.objects.exists()


def test_nobody_signed_in_is_sent_to_the_sign_in_page_and_back(client, library) -> None:
    reply = client.get("/oidc/authorize/", {"client_id": library.client_id, "request_uri": library.reference()})
    assert reply["Location"].startswith("/sign-in/?next=%2Foidc%2Fauthorize%2F")


@pytest.mark.parametrize(("prompt", "error"), [("none", "login_required")])
def test_prompt_none_shows_no_page_to_nobody(client, library, prompt, error) -> None:
    reference = library.reference(prompt=prompt)
    reply = client.get("/oidc/authorize/", {"client_id": library.client_id, "request_uri": reference})
    assert answer(reply["Location"])["error"] == error


def test_prompt_none_without_consent_says_so(hana, library) -> None:
    reply = hana.visit(library, library.reference(prompt="none"))
    assert answer(reply["Location"])["error"] == "consent_required"


def test_prompt_login_and_max_age_ask_for_a_fresh_proof(hana, library) -> None:
    assert hana.visit(library, library.reference(prompt="login"))["Location"].startswith("/confirm/")
    earlier = clock.now() - timedelta(minutes=10)
    Session.objects.update(proved_at=earlier)
    assert hana.visit(library, library.reference(max_age="300"))["Location"].startswith("/confirm/")
    assert hana.visit(library, library.reference(max_age="900")).status_code == 200


def test_after_the_fresh_proof_prompt_login_is_content(hana, library) -> None:
    reference = library.reference(prompt="login")
    assert hana.visit(library, reference)["Location"].startswith("/confirm/")
    Session.objects.update(proved_at=clock.now())
    assert "will be told" in hana.visit(library, reference).content.decode()


def test_a_level_that_is_not_reached_is_asked_for_and_can_be_declined(hana, library) -> None:
    hana.http = enter(hana.account, level=1, method="password")
    reference = library.reference(acr_values="urn:madang:assurance:substantial")
    assert "needs to be surer" in hana.visit(library, reference).content.decode()
    back = answer(hana.decide(library, reference, "step_down")["Location"])
    assert back["error"] == "unmet_authentication_requirements"


def test_agreeing_does_not_jump_the_level(hana, register) -> None:
    strict = register(level=2)
    hana.http = enter(hana.account, level=1, method="password")
    reference = strict.reference()
    hana.visit(strict, reference)
    assert hana.decide(strict, reference, "allow")["Location"].startswith("/oidc/authorize/?")
    assert not Grant.objects.exists()


def test_a_withdrawn_consent_ends_the_tokens_and_the_look(hana, library, neighbours) -> None:
    tokens = library.redeem(hana.code(library)).json()
    consent = Consent.objects.get()
    page = hana.http.get("/settings/consents/").content.decode()
    assert "City Library" in page
    hana.http.post(f"/settings/consents/{consent.pk}/withdraw/")
    assert library.userinfo(tokens["access_token"]).status_code == 401
    assert library.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert ExchangeConsent.objects.get(reference=consent.reference).withdrawn_at is not None


def test_nobody_withdraws_anothers_consent(hana, minsu, library) -> None:
    hana.code(library)
    assert minsu.http.post(f"/settings/consents/{Consent.objects.get().pk}/withdraw/").status_code == 404
    assert Consent.objects.get().withdrawn_at is None


def test_signing_out_ends_what_was_given(hana, library) -> None:
    tokens = library.redeem(hana.code(library)).json()
    hana.http.post("/sign-out/")
    assert library.userinfo(tokens["access_token"]).status_code == 401
    assert library.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert Entry.objects.filter(action="digital_identity.end_grant").exists()


def test_refresh_tokens_change_at_each_use(hana, library) -> None:
    first = library.redeem(hana.code(library)).json()
    second = library.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert library.userinfo(second["access_token"]).status_code in (200, 503)


def test_a_register_that_does_not_answer_holds_up_no_sign_in(hana, library) -> None:
    tokens = library.redeem(hana.code(library)).json()
    assert claims_of(tokens["id_token"])["sub"]
    # Nobody loaded the register here: it knows no such person.
    assert library.userinfo(tokens["access_token"]).status_code in (200, 503)


def test_a_new_key_is_published_before_it_signs_and_kept_after(hana, library) -> None:
    from madang.systems.digital_identity.models import SigningKey
    from madang.systems.digital_identity.usecases.signing_keys import rotate_keys, sign

    start = clock.now()
    published_keys(now=start)
    old = SigningKey.objects.get()
    token = sign(claims={"sub": "x"}, kind="JWT", now=start)
    assert rotate_keys(now=start) == 0
    assert rotate_keys(now=old.signs_until - timedelta(days=1, hours=12)) == 1
    assert rotate_keys(now=old.signs_until - timedelta(days=1, hours=11)) == 0
    new = SigningKey.objects.latest("signs_from")
    before = [key["kid"] for key in published_keys(now=new.signs_from - timedelta(hours=1))["keys"]]
    assert {old.kid, new.kid} == set(before)
    after = new.signs_from + timedelta(hours=1)
    assert (
        jwt.decode(sign(claims={}, kind="JWT", now=after), KeySet.import_key_set({"keys": [new.public]})).header["kid"]
        == new.kid
    )
    assert jwt.decode(token, KeySet.import_key_set(published_keys(now=after))).claims["sub"] == "x"
    assert [key["kid"] for key in published_keys(now=after + timedelta(days=2))["keys"]] == [new.kid]
    assert "d" not in published_keys(now=after)["keys"][0]


# OpenID Connect Core 1.0, s. 2 and 3.1.2.1: `acr` is what the sign-in reached; a level that was asked for is met or refused.
@pytest.mark.parametrize(
    ("held", "asked", "end"),
    [
        (3, "urn:madang:assurance:high", "code"),
        (3, "urn:madang:assurance:low", "code"),
        (3, "", "code"),
        (2, "urn:madang:assurance:high", "step_up"),
        (1, "urn:madang:assurance:high", "step_up"),
        (1, "urn:madang:assurance:substantial urn:madang:assurance:high", "step_up"),
        (2, "urn:madang:assurance:high urn:madang:assurance:substantial", "code"),
    ],
)
def test_no_level_is_silently_lower_than_what_was_asked(hana, library, held, asked, end) -> None:
    hana.http = enter(hana.account, level=held, method="wallet")
    silent = answer(hana.visit(library, library.reference(acr_values=asked, prompt="none"))["Location"])
    assert silent["error"] == ("consent_required" if end == "code" else "unmet_authentication_requirements")
    reference = library.reference(acr_values=asked)
    page = hana.visit(library, reference).content.decode()
    if end == "step_up":
        needed = level_asked(acr_values=asked)
        assert "/confirm/?next=%2Foidc%2Fauthorize%2F" in page
        assert f"level={needed}" in page
        Session.objects.filter(pk=hana.session.pk).update(assurance=needed)
    code = answer(hana.decide(library, reference)["Location"])["code"]
    claims = claims_of(library.redeem(code).json()["id_token"])
    assert claims["acr"] == ACR[max(held, level_asked(acr_values=asked))]
    assert claims["amr"][1:] == ["user", "mfa"]


def test_a_password_does_not_renew_a_sign_in_at_high(hana, library) -> None:
    hana.account.set_password("courtyard-at-noon-7")
    hana.account.save()
    hana.http = enter(hana.account, level=3)
    reference = library.reference(prompt="login")
    confirm = hana.visit(library, reference)["Location"]
    reply = hana.http.post(confirm, {"password": "courtyard-at-noon-7", "next": "/settings/"})
    assert reply.status_code == 422
    assert "more surely than this proves" in reply.content.decode()
    assert hana.visit(library, reference)["Location"].startswith("/confirm/")


def test_an_outage_is_told_to_the_service_as_a_lower_level(hana, library) -> None:
    hana.http = enter(hana.account, level=1, method="wallet")
    Session.objects.update(ground="outage")
    claims = claims_of(library.redeem(hana.code(library)).json()["id_token"])
    assert claims["acr"] == "urn:madang:assurance:low"
