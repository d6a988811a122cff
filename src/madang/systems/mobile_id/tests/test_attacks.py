"""What our verifier and our issuer say no to. Each presentation here is one an attacker could make."""

import hmac
import json
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from madang.systems.mobile_id.domain.asking import Question
from madang.systems.mobile_id.domain.credential import Holder, Standing, claims_of
from madang.systems.mobile_id.domain.verdict import Expected, Outcome, Verdict, judge
from madang.systems.mobile_id.formats import jose, presentation, sd_jwt, status_list

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
ISSUER, TYPE, AUDIENCE, NONCE = "https://id.example", "https://id.example/t", "x509_hash:shop", "n-1"
ISSUING, HOLDING, OTHER = (ECKey.generate_key("P-256") for _each in range(3))
PATH = ("age_equal_or_over", "19")
QUESTION = Question(
    code="over_19",
    verifier="shop",
    titles={"en": "?"},
    verifiers={"en": "Shop"},
    paths=(PATH,),
    cite="x",
    yes_or_no=True,
)
HANA = Holder(
    name="김하나",
    latin_name="Kim Hana",
    born_on=date(1988, 4, 12),
    sex="female",
    nationality="KR",
    address="a",
    district="d",
)


def credential(*, key: ECKey = ISSUING, holder: ECKey = HOLDING, header: Any = None, **other: Any) -> sd_jwt.SdJwt:
    """A mobile ID as it is issued, but for what a test changes."""
    shown = {
        "iss": ISSUER,
        "vct": TYPE,
        "iat": AT - 86400,
        "exp": AT + 86400,
        "cnf": {"jwk": jose.public_jwk(key=holder)},
        "status": {"status_list": {"idx": 7, "uri": f"{ISSUER}/1"}},
    }
    hidden = claims_of(holder=HANA, thresholds=(19, 65), on=NOW.date())
    return sd_jwt.issue(hidden=hidden, shown=shown | other, header=header or {"kid": "k1"}, key=key)


def shown(made: sd_jwt.SdJwt, *, paths: Any = (PATH,), key: ECKey = HOLDING, **other: Any) -> sd_jwt.SdJwt:
    """What a wallet presents."""
    given = {"audience": AUDIENCE, "nonce": NONCE, "issued_at": AT} | other
    return sd_jwt.present(credential=made, paths=paths, key=key, **given)


def verdict(text: object, *, standing: Standing = Standing.VALID) -> Verdict:
    """What the verifier says of a text."""
    expected = Expected(question=QUESTION, types=(TYPE,), audience=AUDIENCE, nonce=NONCE, now=NOW)
    try:
        read = presentation.read(text=str(text), issuer=ISSUER, keys={"k1": ISSUING})
    except presentation.Unbelieved as fault:
        return Verdict(outcome=fault.outcome)
    return judge(presented=read.presented, standing=standing, expected=expected)


def with_part(token: str, place: int, value: object) -> str:
    """A token with one part replaced, the signature as it was."""
    parts = token.split(".")
    parts[place] = jose.encode(jose.compact(value))
    return ".".join(parts)


def test_what_was_asked_is_believed_and_nothing_else_is_known() -> None:
    found = verdict(shown(credential()))
    assert (found.outcome, found.shown, found.yes) == (Outcome.ACCEPTED, {"age_equal_or_over/19": True}, True)


def unsigned(made: sd_jwt.SdJwt) -> sd_jwt.SdJwt:
    body = made.token.split(".")[1]
    return sd_jwt.SdJwt(
        f"{jose.encode(jose.compact({'alg': 'none', 'typ': 'dc+sd-jwt', 'kid': 'k1'}))}.{body}.", made.disclosures
    )


def with_public_key_as_secret(made: sd_jwt.SdJwt) -> sd_jwt.SdJwt:
    """The issuer's public key used as an HMAC secret: a verifier that lets the header choose would believe it."""
    body = f"{jose.encode(jose.compact({'alg': 'HS256', 'typ': 'dc+sd-jwt', 'kid': 'k1'}))}.{made.token.split('.')[1]}"
    # By hand: joserfc refuses a public key as a secret, an attacker's tool does not.
    mark = hmac.digest(ISSUING.as_pem(private=False), body.encode(), "sha256")
    return sd_jwt.SdJwt(f"{body}.{jose.encode(mark)}", made.disclosures)


def altered(made: sd_jwt.SdJwt) -> sd_jwt.SdJwt:
    claims = jose.body_of(token=made.token) | {"exp": AT + 10**8}
    return sd_jwt.SdJwt(with_part(made.token, 1, claims), made.disclosures)


def made_up(made: sd_jwt.SdJwt) -> sd_jwt.SdJwt:
    return sd_jwt.SdJwt(made.token, (*made.disclosures, jose.encode(jose.compact(["salt", "name", "Somebody"]))))


def edited(made: sd_jwt.SdJwt) -> sd_jwt.SdJwt:
    def older(one: str) -> str:
        salt, name, value = json.loads(jose.decode(one))
        return jose.encode(jose.compact([salt, name, True if name == "65" else value]))

    return sd_jwt.SdJwt(made.token, tuple(older(one) for one in made.disclosures))


@pytest.mark.parametrize(
    ("attack", "outcome"),
    [
        (unsigned, Outcome.MALFORMED),
        (with_public_key_as_secret, Outcome.MALFORMED),
        (altered, Outcome.FORGED),
        (made_up, Outcome.MALFORMED),
        (edited, Outcome.MALFORMED),
    ],
)
def test_a_credential_that_was_tampered_with_is_refused(attack: Callable[..., sd_jwt.SdJwt], outcome: Outcome) -> None:
    made = attack(credential())
    claims = {"iat": AT, "aud": AUDIENCE, "nonce": NONCE, "sd_hash": sd_jwt.digest(text=made.bound_text)}
    bound = jose.sign(header={"typ": "kb+jwt"}, claims=claims, key=HOLDING)
    assert verdict(sd_jwt.SdJwt(made.token, made.disclosures, bound)).outcome is outcome


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        (lambda: shown(credential(key=OTHER)), Outcome.FORGED),
        (lambda: shown(credential(header={"kid": "k2"})), Outcome.UNKNOWN_ISSUER),
        (lambda: shown(credential(iss="https://evil.example")), Outcome.UNKNOWN_ISSUER),
        (lambda: shown(credential(header={"kid": "k1", "typ": "jwt"})), Outcome.WRONG_TYPE),
        (lambda: shown(credential(vct="https://id.example/library-card")), Outcome.WRONG_TYPE),
        (lambda: shown(credential(exp=AT)), Outcome.EXPIRED),
        (lambda: shown(credential(iat=AT + 3600)), Outcome.NOT_YET),
        (lambda: shown(credential(), audience="x509_hash:other"), Outcome.WRONG_AUDIENCE),
        (lambda: shown(credential(), nonce="n-0"), Outcome.REPLAYED),
        (lambda: shown(credential(), issued_at=AT - 3600), Outcome.STALE),
        (lambda: shown(credential(), issued_at=AT + 3600), Outcome.STALE),
        (lambda: shown(credential(), key=OTHER), Outcome.WRONG_HOLDER),
        (lambda: shown(credential(), paths=()), Outcome.MISSING),
        (lambda: shown(credential(), paths=(PATH, ("name",))), Outcome.TOO_MUCH),
        (lambda: shown(credential()).bound_text, Outcome.UNBOUND),
        (lambda: shown(credential(cnf={"jwk": {"kty": "oct", "k": "AA"}})), Outcome.MALFORMED),
        (lambda: shown(credential(status={})), Outcome.MALFORMED),
        (lambda: shown(credential(_sd_alg="md5")), Outcome.ACCEPTED),
    ],
)
def test_each_fault_is_told_apart(made: Callable[[], object], outcome: Outcome) -> None:
    # The last row: an issuer cannot choose another digest by mistake, `issue` writes its own.
    assert verdict(made()).outcome is outcome


def test_the_binding_of_one_presentation_does_not_fit_another() -> None:
    one, other = shown(credential()), shown(credential(), paths=(PATH,))
    swapped = sd_jwt.SdJwt(one.token, one.disclosures, other.binding)
    assert verdict(swapped).outcome is Outcome.SWAPPED
    more = credential()
    widened = sd_jwt.SdJwt(more.token, more.disclosures, shown(more).binding)
    assert verdict(widened).outcome is Outcome.SWAPPED


def test_a_credential_of_another_holder_bound_by_ones_own_key_is_refused() -> None:
    stolen = credential(holder=OTHER)
    assert verdict(shown(stolen, key=HOLDING)).outcome is Outcome.WRONG_HOLDER


def test_a_binding_of_another_type_is_none() -> None:
    made = shown(credential())
    claims = jose.body_of(token=made.binding)
    jwt = jose.sign(header={"typ": "jwt"}, claims=claims, key=HOLDING)
    assert verdict(sd_jwt.SdJwt(made.token, made.disclosures, jwt)).outcome is Outcome.UNBOUND


@pytest.mark.parametrize(("standing", "outcome"), [(Standing.REVOKED, "revoked"), (Standing.SUSPENDED, "suspended")])
def test_what_was_revoked_or_suspended_is_refused(standing: Standing, outcome: str) -> None:
    found = verdict(shown(credential()), standing=standing)
    assert (found.outcome, found.shown, found.yes) == (outcome, {}, False)


def test_a_no_is_a_no() -> None:
    young = Holder(name="", latin_name="", born_on=date(2010, 1, 1), sex="", nationality="", address="", district="")
    facts = claims_of(holder=young, thresholds=(19,), on=NOW.date())
    body = {"iss": ISSUER, "vct": TYPE, "iat": AT, "exp": AT + 9, "cnf": {"jwk": jose.public_jwk(key=HOLDING)}}
    body["status"] = {"status_list": {"idx": 0, "uri": "u"}}
    made = sd_jwt.issue(hidden=facts, shown=body, header={"kid": "k1"}, key=ISSUING)
    found = verdict(shown(made))
    assert (found.outcome, found.yes) == (Outcome.ACCEPTED, False)


@given(st.integers(0, 5000), st.characters(min_codepoint=33, max_codepoint=126))
def test_no_single_changed_letter_is_believed(place: int, letter: str) -> None:
    text = str(SAMPLE)
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    if changed != text:
        assert verdict(changed).outcome is not Outcome.ACCEPTED


@settings(max_examples=60)
@given(
    st.text(max_size=80)
    | st.binary(max_size=80).map(jose.encode)
    | st.lists(st.text(max_size=9), max_size=4).map("~".join)
)
def test_no_text_is_more_than_refused(text: str) -> None:
    assert verdict(text).outcome in (Outcome.MALFORMED, Outcome.WRONG_TYPE, Outcome.UNKNOWN_ISSUER)


SAMPLE = shown(credential())


# The draft's own example: two bits each, twelve entries (Token Status List, section on the status list's byte array).
def test_a_status_list_is_packed_as_the_specification_packs_its_example() -> None:
    statuses = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]
    table = status_list.pack(size=12, statuses=list(enumerate(statuses)))
    assert table == bytes([0xC9, 0x44, 0xF9])
    claims = {"status_list": status_list.claim_of(table=table)}
    assert [status_list.status_at(claims=claims, index=index) for index in range(12)] == statuses
    with pytest.raises(status_list.NotAStatusList):
        status_list.status_at(claims=claims, index=12)
    theirs = {"status_list": {"bits": 2, "lst": "eNo76fITAAPfAgc"}}
    assert [status_list.status_at(claims=theirs, index=index) for index in range(12)] == statuses


# RFC 9901, section 4.2.1: the disclosure of `family_name` and its digest (section 4.2.3).
def test_the_standards_disclosure_has_the_standards_digest() -> None:
    disclosure = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert sd_jwt.digest(text=disclosure) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    opened = sd_jwt.open_claims(
        claims={"_sd": ["X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0", "decoy"], "_sd_alg": "sha-256"},
        disclosures=(disclosure,),
    )
    assert opened.claims == {"family_name": "Möbius"}


@pytest.mark.parametrize(
    ("claims", "disclosure"),
    [
        ({"_sd": ["{d}"], "name": "A"}, ["s", "name", "B"]),
        ({"_sd": ["{d}"]}, ["s", "_sd", "B"]),
        ({"_sd": ["{d}"]}, ["s", "...", "B"]),
        ({"_sd": ["{d}"]}, ["s", "B"]),
        ({"_sd": ["{d}", "{d}"]}, ["s", "name", "B"]),
        ({"_sd": ["{d}"], "in": {"_sd": ["{d}"]}}, ["s", "name", "B"]),
        ({"list": [{"...": "{d}"}]}, ["s", "name", "B"]),
        ({"_sd": "x"}, ["s", "name", "B"]),
        ({"_sd": [1]}, ["s", "name", "B"]),
        ({"x": {"...": "{d}"}}, ["s", "B"]),
        ({"_sd_alg": "sha-512", "_sd": ["{d}"]}, ["s", "name", "B"]),
    ],
)
def test_what_the_standard_refuses_in_disclosures_is_refused(claims: dict[str, Any], disclosure: list[str]) -> None:
    """RFC 9901, section 7.1, steps 2 to 5."""
    one = jose.encode(jose.compact(disclosure))
    filled = json.loads(json.dumps(claims).replace("{d}", sd_jwt.digest(text=one)))
    with pytest.raises(sd_jwt.NotAnSdJwt):
        sd_jwt.open_claims(claims=filled, disclosures=(one,))


def test_a_bomb_in_a_status_list_is_not_unpacked() -> None:

    bomb = jose.encode(zlib.compress(bytes(status_list.LARGEST + 1), 9))
    with pytest.raises(status_list.NotAStatusList):
        status_list.status_at(claims={"status_list": {"bits": 1, "lst": bomb}}, index=0)
