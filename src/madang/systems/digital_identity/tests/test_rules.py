"""The pure rules: what may be registered, who must prove themselves again, what leaves."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey, RSAKey

from madang.systems.digital_identity.domain.claims import claims_for, scopes_of
from madang.systems.digital_identity.domain.levels import acr_of, amr_of, level_asked, must_prove_again
from madang.systems.digital_identity.domain.registration import Registration, address_problem, problems_of, read_keys
from madang.systems.digital_identity.usecases.words import key_title

GOOD = json.dumps({"keys": [ECKey.generate_key("P-256").as_dict(private=False)]})


def asked(**other) -> Registration:
    values = {
        "name": "City Library",
        "purpose": "Borrow books and reserve seats.",
        "redirect_uris": ("https://library.example.org/cb",),
        "jwks": GOOD,
    }
    return Registration(**(values | other))


# RFC 6749 s. 3.1.2: absolute, no fragment; RFC 9700 s. 2.1: exact, so no wildcard; RFC 8252 s. 7.3: loopback by http.
@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://library.example.org/cb?tenant=1", ""),
        ("https://library.example.org/cb#x", "address.fragment"),
        ("http://library.example.org/cb", "address.https"),
        ("https://*.example.org/cb", "address.form"),
        ("https://user@library.example.org/cb", "address.form"),
        ("https://library.example.org\\@evil.example/", "address.form"),
        ("/cb", "address.form"),
        ("javascript:alert(1)", "address.form"),
        ("data:text/html,x", "address.form"),
        ("https://10.0.0.1/cb", "address.private"),
        ("https://169.254.169.254/latest", "address.private"),
        ("https://[::1]/cb", "address.private"),
        ("https://intranet/cb", "address.private"),
        ("http://127.0.0.1:9/cb", "address.https"),
        ("https://library.example.org:port/", "address.form"),
        ("https://[", "address.form"),
    ],
)
def test_an_address_is_absolute_exact_and_public(address, problem) -> None:
    assert address_problem(address=address, loopback=False) == problem


def test_a_demonstration_may_use_this_machine() -> None:
    assert address_problem(address="http://127.0.0.1:9/cb", loopback=True) == ""


@given(st.text(max_size=80))
def test_no_address_crashes_the_check(address) -> None:
    assert isinstance(address_problem(address=address, loopback=False), str)


@given(st.text(max_size=200) | st.recursive(st.none() | st.text(max_size=5), st.lists, max_leaves=5).map(json.dumps))
def test_no_keys_crash_the_check(text) -> None:
    with pytest.raises(ValueError):
        read_keys(text=text)


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        (ECKey.generate_key("P-256").as_dict(private=True), "jwks.private"),
        (OctKey.generate_key(256).as_dict(), "jwks.private"),
        (ECKey.generate_key("P-384").as_dict(private=False), "jwks.kind"),
        (RSAKey.generate_key(1024).as_dict(private=False), "jwks.kind"),
    ],
)
def test_weak_and_secret_keys_are_refused(key, problem) -> None:
    assert [one.code for one in problems_of(asked=asked(jwks=json.dumps(key)), loopback=False)] == [problem]


def test_a_key_is_called_by_the_standards_thumbprint() -> None:
    """RFC 7638, section 3.1: the example and its thumbprint; members that do not make the key change nothing."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ"
        "_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpb"
        "ISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    key = {"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
    assert key_title(key=key) == "RSA NzbLsXh8uDCcd-6M…"


def test_every_fault_is_told_at_once() -> None:
    bad = asked(name="x", purpose="", redirect_uris=("ftp://a.b/",), scopes=("email",), level=9, jwks="{")
    found = {one.place for one in problems_of(asked=bad, loopback=False)}
    assert found == {"name", "purpose", "redirect_uris", "scopes", "level", "jwks"}


def test_two_hosts_would_be_one_name_for_two_sectors() -> None:
    two = asked(redirect_uris=("https://a.example.org/", "https://b.example.org/"))
    assert [one.code for one in problems_of(asked=two, loopback=False)] == ["redirect_hosts"]


def test_levels_by_name() -> None:
    assert level_asked(acr_values="urn:madang:assurance:high urn:madang:assurance:substantial") == 2
    assert level_asked(acr_values="urn:mace:incommon:iap:silver") == 0
    assert acr_of(level=0) == "urn:madang:assurance:low"
    # RFC 8176 section 2: hardware or software key, user presence, several factors; password.
    assert amr_of(method="passkey", device_bound=False) == ["swk", "user", "mfa"]
    assert amr_of(method="password", device_bound=False) == ["pwd"]


@given(age=st.integers(0, 10_000), most=st.none() | st.integers(0, 10_000))
def test_max_age_counts_from_the_last_proof(age, most) -> None:
    again = must_prove_again(proved_at=0, max_age=most, asked_at=0, prompt_login=False, now=age)
    assert again is (most is not None and age > most)


@given(st.lists(st.sampled_from(["openid", "profile", "birthdate", "address", "email", "x"])))
def test_only_what_was_asked_leaves(asked_scopes) -> None:
    scopes = scopes_of(text=" ".join(asked_scopes))
    told = claims_for(scopes=scopes, name="Hana", birth_on=date(1988, 4, 12), address="Jahamun-ro 24")
    names = {"profile": "name", "birthdate": "birthdate", "address": "address"}
    assert set(told) == {names[one] for one in asked_scopes if one in names}
