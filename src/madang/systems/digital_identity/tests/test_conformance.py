"""The provider against the clauses that it follows, one row a clause.

OAuth 2.1 (draft-ietf-oauth-v2-1), FAPI 2.0 Security Profile (final, 2025-02), OpenID Connect Core, RFC 8414, 9126, 9207.
"""

import time

import pytest
from joserfc.jwk import ECKey, RSAKey

from madang.systems.digital_identity.tests.conftest import ASSERTION, RETURN, Party, answer
from madang.systems.digital_identity.usecases.issuer import endpoint, issuer

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(once_registered: tuple[str, ECKey], db: None) -> Party:
    """A registered relying party."""
    return Party(*once_registered)


@pytest.mark.parametrize(
    ("clause", "name", "value"),
    [
        ("FAPI 2 5.3.2.2 (2)", "grant_types_supported", ["authorization_code", "refresh_token"]),
        (
            "FAPI 2 5.3.2.2 (5): confidential clients alone",
            "token_endpoint_auth_methods_supported",
            ["private_key_jwt"],
        ),
        ("FAPI 2 5.4.1: PS256, ES256", "token_endpoint_auth_signing_alg_values_supported", ["ES256", "PS256"]),
        ("FAPI 2 5.3.2.3 (3): PAR", "require_pushed_authorization_requests", True),
        ("FAPI 2 5.3.2.3 (5): PKCE with S256", "code_challenge_methods_supported", ["S256"]),
        ("FAPI 2 5.3.2.3 (7): RFC 9207", "authorization_response_iss_parameter_supported", True),
        ("OAuth 2.1 10.1: no implicit flow", "response_types_supported", ["code"]),
        ("OIDC Core 6.1", "request_uri_parameter_supported", False),
        ("OIDC Core 8", "subject_types_supported", ["pairwise"]),
        ("RFC 8414 2", "issuer", None),
    ],
)
def test_the_provider_says_of_itself_what_it_does(client, clause, name, value) -> None:
    found = client.get("/.well-known/openid-configuration").json()
    assert found[name] == (issuer() if value is None else value), clause


def by_rsa(alg: str):
    """An assertion signed with RSA, by an algorithm that the profile excludes."""
    return lambda party: party.proof(alg=alg, key=RSAKey.generate_key(2048))


@pytest.mark.parametrize(
    ("clause", "sent", "status", "error"),
    [
        ("OAuth 2.1 4.1.1: response_type", {"response_type": None}, 400, "invalid_request"),
        ("OAuth 2.1 10.1: implicit", {"response_type": "token"}, 400, "unsupported_response_type"),
        ("OIDC Core 3.3: hybrid", {"response_type": "code token"}, 400, "unsupported_response_type"),
        ("OAuth 2.1 4.1.1: PKCE is required", {"code_challenge": None}, 400, "invalid_request"),
        ("FAPI 2 5.3.2.3 (5): plain", {"code_challenge_method": "plain"}, 400, "invalid_request"),
        ("FAPI 2 5.3.2.3 (4): redirect_uri in each request", {"redirect_uri": None}, 400, "invalid_request"),
        ("FAPI 2 5.3.2.3 (8): https", {"redirect_uri": "http://library.example.org/callback"}, 400, "invalid_request"),
        ("OAuth 2.1 2.3.1: exact match", {"redirect_uri": f"{RETURN}?a=b"}, 400, "invalid_request"),
        ("RFC 9126 2.1 (1)", {"request_uri": "urn:x"}, 400, "invalid_request"),
        ("OIDC Core 3.1.2.1: openid", {"scope": "profile"}, 400, "invalid_scope"),
        ("OIDC Core 3.1.2.1: none stands alone", {"prompt": "none consent"}, 400, "invalid_request"),
    ],
)
def test_a_request_against_a_clause_is_refused_when_it_is_pushed(library, clause, sent, status, error) -> None:
    reply = library.push(**sent)
    assert (reply.status_code, reply.json()["error"]) == (status, error), clause
    assert "no-store" in reply["Cache-Control"]


@pytest.mark.parametrize(
    ("clause", "proof"),
    [
        ("OAuth 2.1 2.4: secrets", lambda party: {"client_secret": "x"}),
        ("OAuth 2.1 2.4: none", lambda party: {}),
        ("FAPI 2 5.4.1 (1): RS256", by_rsa("RS256")),
        ("FAPI 2 5.4.1 (1): another key", lambda party: party.proof(key=ECKey.generate_key("P-256"))),
        ("RFC 7523 3 (3): audience", lambda party: party.proof(aud="https://other.example/token")),
        ("RFC 7523 3 (4): expiry", lambda party: party.proof(exp=int(time.time()) - 61)),
        ("FAPI 2 5.3.2.1 (14): nbf in the future", lambda party: party.proof(nbf=int(time.time()) + 61)),
        ("RFC 7523 2.2: type", lambda party: party.proof() | {"client_assertion_type": ASSERTION + "x"}),
        ("OIDC Core 9: jti", lambda party: party.proof(jti=None)),
    ],
)
def test_a_client_that_proves_itself_against_a_clause_is_none(hana, library, clause, proof) -> None:
    code = hana.code(library)
    for reply in (library.push(proof=proof(library)), library.redeem(code, proof=proof(library))):
        assert (reply.status_code, reply.json()["error"]) == (401, "invalid_client"), clause
    # Nobody who is no client uses up a client's code.
    assert library.redeem(code).status_code == 200, clause


@pytest.mark.parametrize("aud", ["issuer", "token_endpoint", "pushed_authorization_request_endpoint"])
def test_the_names_under_which_an_assertion_may_be_addressed(library, aud) -> None:
    """FAPI 2 5.3.2.1 (8): the issuer; RFC 9126 2: also the endpoints."""
    named = issuer() if aud == "issuer" else endpoint(aud)
    assert library.push(proof=library.proof(aud=named)).status_code == 201


@pytest.mark.parametrize(
    ("clause", "sent", "error"),
    [
        ("OAuth 2.1 4.1.3: verifier", {"code_verifier": None}, "invalid_request"),
        ("OAuth 2.1 4.1.3: wrong verifier", {"code_verifier": "w" * 43}, "invalid_grant"),
        ("OAuth 2.1 4.1.3: redirect_uri", {"redirect_uri": "https://library.example.org/x"}, "invalid_grant"),
        ("OAuth 2.1 4.1.3: code", {"code": "made-up"}, "invalid_grant"),
        ("OAuth 2.1 3.2.2: grant_type", {"grant_type": None}, "invalid_request"),
        ("OAuth 2.1 10.2: password grant", {"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_redemption_against_a_clause_is_refused(hana, library, clause, sent, error) -> None:
    given = dict(sent)
    reply = library.redeem(given.pop("code", None) or hana.code(library), **given)
    assert (reply.status_code, reply.json()["error"]) == (400, error), clause


def test_what_comes_back_says_who_answers_and_carries_no_token(hana, library) -> None:
    """RFC 9207 s. 2; FAPI 2 5.3.2.3 (9): a code of a minute; (10): no 307, which would send what was typed on."""
    reference = library.reference()
    hana.visit(library, reference)
    reply = hana.decide(library, reference)
    assert reply.status_code in (302, 303)
    assert set(answer(reply["Location"])) == {"code", "state", "iss"}
    assert answer(reply["Location"])["iss"] == issuer()
    assert "#" not in reply["Location"]
