"""What is tried against a provider, and the error that each attempt gets (RFC 6749, 7523, 7636, 9126, 9207, 9700)."""

import base64
import hmac
import json
import time
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from madang.framework.identity.models import Session
from madang.framework.values import clock
from madang.systems.digital_identity.models import AuthorizationCode, Grant, PushedRequest, Token
from madang.systems.digital_identity.tests.conftest import ASSERTION, RETURN, Party, enter, registrar
from madang.systems.digital_identity.usecases.register_party import suspend_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(once_registered: tuple[str, ECKey], db: None) -> Party:
    """A registered relying party."""
    return Party(*once_registered)


def error_of(reply) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]


def test_a_code_used_twice_is_refused_and_ends_what_the_first_use_gave(hana, library) -> None:
    code = hana.code(library)
    tokens = library.redeem(code).json()
    assert error_of(library.redeem(code)) == (400, "invalid_grant")
    assert library.userinfo(tokens["access_token"]).status_code == 401
    assert error_of(library.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
    assert Grant.objects.get().ended_because == "code_replayed"


def test_a_refresh_token_used_twice_ends_its_family(hana, library) -> None:
    first = library.redeem(hana.code(library)).json()
    second = library.refresh(first["refresh_token"]).json()
    assert error_of(library.refresh(first["refresh_token"])) == (400, "invalid_grant")
    assert error_of(library.refresh(second["refresh_token"])) == (400, "invalid_grant")
    assert library.userinfo(second["access_token"]).status_code == 401


def test_a_code_lives_a_minute(hana, library) -> None:
    code = hana.code(library)
    AuthorizationCode.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert error_of(library.redeem(code)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "downgrade",
    [
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge": None},
        {"code_challenge": "short"},
        {"code_challenge_method": "s256"},
    ],
)
def test_nothing_less_than_s256_is_taken(library, downgrade) -> None:
    assert error_of(library.push(**downgrade)) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("verifier", "error"),
    [(None, "invalid_request"), ("", "invalid_request"), ("x" * 43, "invalid_grant"), ("é", "invalid_request")],
)
def test_a_code_without_its_verifier_is_worth_nothing(hana, library, verifier, error) -> None:
    assert error_of(library.redeem(hana.code(library), code_verifier=verifier)) == (400, error)
    assert not Token.objects.exists()


def test_the_challenge_itself_is_no_verifier(hana, library) -> None:
    code = hana.code(library)
    assert error_of(library.redeem(code, code_verifier=library.challenge)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "address",
    [
        "https://library.example.org/callback/",
        "https://library.example.org/callback?x=1",
        "https://library.example.org/Callback",
        "https://library.example.org:443/callback",
        "https://library.example.org/callback/../evil",
        "https://library.example.org.evil.example/callback",
        "http://library.example.org/callback",
        "https://evil.example/",
        "javascript:alert(1)",
        'https://library.example.org/"quoted',
        "https://library.example.org@evil.example/callback",
        "https://evil.example\\@library.example.org/callback",
        "https://reader@library.example.org/callback",
        "https://library.example.org./callback",
        "https://library.example.org/%63allback",
        "https://library.example.org/callback#fragment",
        "//library.example.org/callback",
        "https://library.example.org/callback https://evil.example/",
        "",
    ],
)
def test_only_a_registered_address_word_for_word(library, address) -> None:
    assert error_of(library.push(redirect_uri=address)) == (400, "invalid_request")


def test_the_address_at_redeeming_is_the_one_of_the_request(hana, library) -> None:
    reply = library.redeem(hana.code(library), redirect_uri="https://library.example.org/other")
    assert error_of(reply) == (400, "invalid_grant")


def test_one_partys_code_is_nothing_to_another(hana, library, register) -> None:
    other = register()
    code = hana.code(library)
    assert error_of(other.redeem(code, code_verifier=library.verifier)) == (400, "invalid_grant")
    # The theft does not keep its owner from using it.
    assert library.redeem(code).status_code == 200


def test_one_partys_refresh_token_is_nothing_to_another(hana, library, register) -> None:
    other = register()
    tokens = library.redeem(hana.code(library)).json()
    assert error_of(other.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
    assert library.refresh(tokens["refresh_token"]).status_code == 200


def test_a_stolen_reference_opens_in_no_second_browser(hana, minsu, library) -> None:
    reference = library.reference()
    hana.visit(library, reference)
    assert minsu.visit(library, reference).status_code == 400
    assert minsu.decide(library, reference).status_code == 400
    assert not Grant.objects.exists()


def test_a_reference_is_only_its_own_partys(hana, library, register) -> None:
    other = register()
    assert hana.visit(other, library.reference()).status_code == 400


def test_a_reference_is_answered_once(hana, library) -> None:
    reference = library.reference()
    hana.visit(library, reference)
    hana.decide(library, reference)
    assert hana.visit(library, reference).status_code == 400
    assert hana.decide(library, reference).status_code == 400
    assert Grant.objects.count() == 1


def test_a_reference_ends(hana, library) -> None:
    reference = library.reference()
    PushedRequest.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert hana.visit(library, reference).status_code == 400


@pytest.mark.parametrize("client_id", ["", "\x00", "é", "x" * 65, "' OR 1=1"])
def test_no_client_identifier_crashes_a_door(hana, library, client_id) -> None:
    sent = {"client_id": client_id, "request_uri": library.reference()}
    assert hana.http.get("/oidc/authorize/", sent).status_code == 400
    assert hana.http.post("/oidc/authorize/decide/", sent).status_code == 400
    # A NUL is refused before anybody asks what it names.
    expected = 400 if "\0" in client_id else 200
    assert hana.http.get("/oidc/end-session/", {"client_id": client_id}).status_code == expected
    assert error_of(library.push(proof=library.proof(sub=client_id, iss=client_id))) == (401, "invalid_client")


def test_a_request_that_was_not_pushed_is_no_request(hana, library) -> None:
    assert hana.http.get("/oidc/authorize/", library.parameters()).status_code == 400


def unsigned(party) -> str:
    now = int(time.time())
    claims = {
        "iss": party.client_id,
        "sub": party.client_id,
        "aud": "http://127.0.0.1:8000",
        "exp": now + 60,
        "jti": "x",
    }
    return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), algorithms=["none"])


def hmac_with_the_public_key(party) -> str:
    """By hand: libraries of today refuse to make it."""
    now = int(time.time())
    claims = {
        "iss": party.client_id,
        "sub": party.client_id,
        "aud": "http://127.0.0.1:8000",
        "exp": now + 60,
        "jti": "x",
    }
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": "HS256"}, claims)]
    seal = hmac.digest(party.key.as_pem(private=False), b".".join(parts), "sha256")
    return b".".join((*parts, base64.urlsafe_b64encode(seal).rstrip(b"="))).decode()


def other_algorithm(party) -> str:
    return party.assertion(alg="RS256", key=RSAKey.generate_key(2048))


@pytest.mark.parametrize("forge", [unsigned, hmac_with_the_public_key, other_algorithm])
def test_an_assertion_without_the_partys_own_signature_proves_nothing(library, forge) -> None:
    proof = {"client_assertion_type": ASSERTION, "client_assertion": forge(library)}
    assert error_of(library.push(proof=proof)) == (401, "invalid_client")
    assert error_of(library.redeem("x", proof=proof)) == (401, "invalid_client")


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 120},
        {"exp": int(time.time()) + 3600 * 24 * 365},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": int(time.time()) + 3600},
        {"aud": "https://other.example"},
        {"aud": ["https://other.example", "https://third.example"]},
        {"aud": None},
        {"iss": "somebody"},
        {"sub": "somebody"},
        {"sub": 7},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
    ],
)
def test_an_assertion_that_is_stale_or_meant_for_another_proves_nothing(library, claims) -> None:
    assert error_of(library.push(proof=library.proof(**claims))) == (401, "invalid_client")


def test_an_assertion_counts_once(library) -> None:
    proof = library.proof()
    assert library.push(proof=proof).status_code == 201
    assert error_of(library.push(proof=proof)) == (401, "invalid_client")


def test_one_partys_assertion_is_nothing_for_another(library, register) -> None:
    other = register()
    assert error_of(library.push(proof=other.proof())) == (401, "invalid_client")
    assert error_of(library.push(proof=library.proof(key=other.key))) == (401, "invalid_client")


@pytest.mark.parametrize("proof", [{}, {"client_assertion": "x.y.z"}, {"client_secret": "x"}])
def test_without_an_assertion_nobody_is_a_client(library, proof) -> None:
    assert error_of(library.push(proof=proof)) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": '"quoted"'}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"request_uri": "urn:x"}, "invalid_request"),
        ({"request": "a.b.c"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"state": "x" * 5000}, "invalid_request"),
        ({"state": "\x00"}, "invalid_request"),
    ],
)
def test_each_fault_of_a_request_has_its_error(library, sent, error) -> None:
    assert error_of(library.push(**sent)) == (400, error)


def test_a_repeated_parameter_is_refused(library) -> None:
    body = library.parameters() | library.proof() | {"redirect_uri": [RETURN, "https://evil.example/"]}
    assert error_of(library.http.post("/oidc/par/", body)) == (400, "invalid_request")


@pytest.mark.parametrize("grant", ["password", "client_credentials", "implicit", '"x"'])
def test_other_grants_are_not_offered(library, grant) -> None:
    reply = library.http.post("/oidc/token/", {"grant_type": grant} | library.proof())
    assert reply.status_code == 400
    assert reply.json()["error"] in ("unsupported_grant_type", "invalid_request")


def test_a_token_in_the_address_or_made_up_tells_nothing(hana, library) -> None:
    token = library.redeem(hana.code(library)).json()["access_token"]
    assert library.http.get("/oidc/userinfo/", {"access_token": token}).status_code == 401
    reply = library.userinfo("made-up")
    assert (reply.status_code, reply["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_a_refresh_token_is_no_access_token(hana, library) -> None:
    tokens = library.redeem(hana.code(library)).json()
    assert library.userinfo(tokens["refresh_token"]).status_code == 401


def test_a_refresh_asks_for_no_more_than_was_given(hana, library) -> None:
    tokens = library.redeem(hana.code(library, scope="openid")).json()
    reply = library.refresh(tokens["refresh_token"], scope="openid birthdate")
    assert error_of(reply) == (400, "invalid_scope")


def test_a_suspended_party_signs_in_nobody(hana, library) -> None:
    tokens = library.redeem(hana.code(library)).json()
    suspend_party(client_id=library.client_id, reason="complaints", actor=registrar(), now=clock.now())
    assert error_of(library.push()) == (401, "invalid_client")
    assert library.userinfo(tokens["access_token"]).status_code == 401


def test_another_page_cannot_agree_for_a_resident(hana, library) -> None:
    reference = library.reference()
    hana.visit(library, reference)
    hana.http.handler.enforce_csrf_checks = True
    assert hana.decide(library, reference).status_code == 403


def test_agreeing_cannot_be_clicked_through_a_frame(hana, library) -> None:
    reply = hana.visit(library, library.reference())
    assert "frame-ancestors 'none'" in reply["Content-Security-Policy"]
    assert reply["Content-Security-Policy"].endswith("form-action 'self' https://library.example.org")


def test_an_official_acts_on_no_ones_behalf_here(hana, library) -> None:
    """A sign-in says who the person is: while they act for another there is none."""
    from dataclasses import replace

    from madang.framework.identity.actor import ActingFor
    from madang.framework.identity.who import presence
    from madang.framework.values import Party
    from madang.systems.digital_identity.usecases.authorize import next_step

    pushed = PushedRequest.objects.create(
        reference_hash=b"x" * 32, relying_party=library.row, parameters={"scope": "openid"},
        pushed_at=clock.now(), expires_at=clock.now() + timedelta(minutes=1),
    )  # fmt: skip
    shown = presence(session_id=hana.session.pk, now=clock.now())
    acting = replace(shown.actor, acting_for=ActingFor(Party.person("other"), "m", ("*",)))
    assert next_step(pushed=pushed, actor=acting, now=clock.now()).step == "stop_acting"


_names = st.sampled_from(
    ["grant_type", "code", "client_assertion", "client_assertion_type", "scope", "request_uri", "x"]
)


@given(sent=st.dictionaries(_names, st.text(max_size=40), max_size=7))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("path", ["/oidc/par/", "/oidc/token/"])
def test_whatever_is_sent_the_answer_is_an_error_of_the_protocol(client, path, sent) -> None:
    if "client_assertion" in sent:
        sent |= {"client_assertion_type": ASSERTION}
    reply = client.post(path, sent)
    assert reply.status_code in (400, 401)
    assert set(reply.json()) <= {"error", "error_description"}


@given(
    claims=st.dictionaries(
        st.sampled_from(["iss", "sub", "aud", "exp", "jti", "nbf", "iat"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.text(max_size=3), max_size=2),
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_signed_assertion_claims_the_answer_is_no_crash(library, claims) -> None:
    reply = library.push(proof=library.proof(**claims))
    if reply.status_code == 201:
        # Who and for whom were left as they should be; what else was drawn may be sound by chance.
        assert not {"iss", "sub", "aud"} & set(claims)
    else:
        assert error_of(reply) == (401, "invalid_client")


def test_the_keys_of_a_party_are_public_ones(register) -> None:
    from madang.framework.cases.usecases.open_case import CaseRefused

    private = json.dumps({"keys": [ECKey.generate_key("P-256").as_dict(private=True)]})
    with pytest.raises(CaseRefused) as refusal:
        register(jwks=private)
    assert [fault.code for fault in refusal.value.faults] == ["digital_identity.registration.jwks.private"]


def test_a_session_that_ended_gives_no_code(hana, library) -> None:
    reference = library.reference()
    hana.visit(library, reference)
    Session.objects.update(ended_at=clock.now())
    assert hana.decide(library, reference)["Location"].startswith("/sign-in/")
    assert enter(hana.account) is not None
    assert not Grant.objects.exists()
