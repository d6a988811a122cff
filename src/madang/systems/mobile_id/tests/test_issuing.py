"""Who is issued what, how long it lasts, and what ends it."""

import hashlib
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import ECKey

from madang.contracts.population_v1 import NameCorrected, PersonDied, PersonMoved
from madang.exchange.models import AccessEntry
from madang.framework.identity.actor import ActingFor, Actor, ActorKind, Assurance
from madang.framework.identity.may import Forbidden
from madang.framework.ops.tests.once_a_file import once_a_file
from madang.framework.values import Party, clock
from madang.systems.mobile_id import exchange
from madang.systems.mobile_id.domain.ages import AGE_REACHED_ON, RESTRICTED_GOODS_FROM
from madang.systems.mobile_id.domain.credential import Standing, ends_at
from madang.systems.mobile_id.formats import jose, sd_jwt, status_list
from madang.systems.mobile_id.models import Credential, Nonce, PresentationRequest
from madang.systems.mobile_id.tests.conftest import CLERK, offered, offered_at_counter, registered_people, resident
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.ask_presentation import ask_presentation
from madang.systems.mobile_id.usecases.bound_token import prove_binding
from madang.systems.mobile_id.usecases.challenge import give_nonce
from madang.systems.mobile_id.usecases.change_standing import NoSuchCredential, StandingIsFinal, change_standing
from madang.systems.mobile_id.usecases.forget_old import forget_old
from madang.systems.mobile_id.usecases.issue_credential import issue_credential
from madang.systems.mobile_id.usecases.offer_credential import (
    GRANT,
    AssuranceTooLow,
    NoProof,
    Offered,
    offer_at_counter,
    offer_online,
)
from madang.systems.mobile_id.usecases.publish_status import publish_status
from madang.systems.mobile_id.usecases.redeem_offer import redeem_offer
from madang.systems.mobile_id.usecases.refusals import (
    NotEligible,
    OfferGone,
    TokenGone,
    WrongBinding,
    WrongNonce,
    WrongProof,
    WrongTxCode,
)
from madang.systems.mobile_id.usecases.secrets import new_secret

NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


@once_a_file
def residents() -> dict[str, str]:
    return registered_people()


@pytest.fixture
def people(residents: dict[str, str], db: None) -> dict[str, str]:
    return residents


def token(offer: Offered) -> str:
    """The access token of an offer."""
    code = offer.link.partition("pre-authorized_code%22%3A%22")[2].partition("%22")[0]
    return redeem_offer(grant=GRANT, code=code, tx_code=offer.tx_code, bound_to="leave", now=clock.now()).text


def proof(key: ECKey, **other: Any) -> str:
    """A proof of possession."""
    claims = {"aud": addresses.issuer_id(), "iat": int(time.time())} | other
    claims.setdefault("nonce", give_nonce(now=clock.now()))
    header = {"typ": "openid4vci-proof+jwt", "jwk": jose.public_jwk(key=key)}
    return jose.sign(header=header, claims=claims, key=key)


def issued(person: str) -> sd_jwt.SdJwt:
    """A credential, issued by hand."""
    order = {"credential_configuration_id": "mobile_id", "proofs": {"jwt": [proof(ECKey.generate_key("P-256"))]}}
    (text,) = issue_credential(token=token(offered(person)), bound_to="leave", request=order, now=clock.now())
    return sd_jwt.parse(text=text)


def test_a_credential_holds_everything_hidden_and_the_register_sees_one_look(people: dict[str, str]) -> None:
    made = issued(people["hana"])
    body = jose.verify(token=made.token, key=keys.issuing_key())
    assert not {"name", "birthdate", "address", "sex"} & set(body)
    claims = sd_jwt.open_claims(claims=body, disclosures=made.disclosures).claims
    assert (claims["name"], claims["birthdate"], claims["residence_district"]) == ("김하나", "1988-04-12", "종로구")
    assert claims["age_equal_or_over"] == {"14": True, "18": True, "19": True, "65": False}
    looks = AccessEntry.objects.filter(sender="mobile_id", subject=str(Party.person(people["hana"])))
    assert looks.values("envelope_id").distinct().count() == 1
    kept = [str(value) for row in Credential.objects.values() for value in row.values()]
    assert not any("김하나" in one or "1988" in one for one in kept)


def test_only_the_person_at_the_highest_assurance_or_an_official_makes_an_offer(people: dict[str, str]) -> None:
    hana, now = people["hana"], clock.now()
    with pytest.raises(AssuranceTooLow):
        offer_online(person=hana, actor=resident(hana, assurance=Assurance.SUBSTANTIAL), now=now)
    with pytest.raises(Forbidden):
        offer_online(person=hana, actor=resident(people["minsu"]), now=now)
    under = ActingFor(Party.person(hana), "m", ("*",))
    proxy = Actor(kind=ActorKind.RESIDENT, person=hana, assurance=Assurance.HIGH, acting_for=under)
    with pytest.raises(Forbidden):
        offer_online(person=hana, actor=proxy, now=now)
    with pytest.raises(Forbidden):
        offer_at_counter(person=hana, proof="passport", actor=resident(hana), now=now)
    with pytest.raises(NoProof):
        offer_at_counter(person=hana, proof="his word", actor=CLERK, now=now)


def test_a_child_under_seventeen_gets_none(people: dict[str, str]) -> None:
    """Resident Registration Act art. 24 (1)."""
    order = {"credential_configuration_id": "mobile_id", "proofs": {"jwt": [proof(ECKey.generate_key("P-256"))]}}
    with pytest.raises(NotEligible):
        issue_credential(
            token=token(offered_at_counter(people["seoyun"])), bound_to="leave", request=order, now=clock.now()
        )
    assert not Credential.objects.exists()


def test_an_offer_ends_after_ten_minutes(people: dict[str, str]) -> None:
    with pytest.raises(OfferGone):
        token(offered(people["hana"], now=clock.now() - timedelta(minutes=11)))


def test_the_fifth_wrong_code_ends_the_offer(people: dict[str, str]) -> None:
    offer = offered(people["hana"])
    wrong = replace(offer, tx_code=f"{(int(offer.tx_code) + 1) % 1_000_000:06d}")
    for _attempt in range(5):
        with pytest.raises(WrongTxCode):
            token(wrong)
    with pytest.raises(OfferGone):
        token(offer)


@pytest.mark.parametrize(
    "fault",
    [{"aud": "https://evil.example"}, {"iat": 1}, {"iat": "now"}, {"nonce": ""}, {"nonce": 7}],
)
def test_a_proof_for_another_issuer_or_time_is_refused(people: dict[str, str], fault: dict[str, Any]) -> None:
    held = token(offered(people["hana"]))
    order = {
        "credential_configuration_id": "mobile_id",
        "proofs": {"jwt": [proof(ECKey.generate_key("P-256"), **fault)]},
    }
    with pytest.raises(WrongProof):
        issue_credential(token=held, bound_to="leave", request=order, now=clock.now())


def test_a_proof_is_used_once_and_a_token_is_used_once(people: dict[str, str]) -> None:
    key = ECKey.generate_key("P-256")
    order = {"credential_configuration_id": "mobile_id", "proofs": {"jwt": [proof(key)]}}
    held = token(offered(people["hana"]))
    issue_credential(token=held, bound_to="leave", request=order, now=clock.now())
    with pytest.raises(TokenGone):
        issue_credential(token=held, bound_to="leave", request=order, now=clock.now())
    fresh = token(offered(people["hana"]))
    with pytest.raises(WrongProof):
        issue_credential(token=fresh, bound_to="leave", request=order, now=clock.now())
    stale = give_nonce(now=clock.now())
    Nonce.objects.all().delete()
    other = {**order, "proofs": {"jwt": [proof(ECKey.generate_key("P-256"), nonce=stale)]}}
    with pytest.raises(WrongNonce):
        issue_credential(token=fresh, bound_to="leave", request=other, now=clock.now())
    good = {**order, "proofs": {"jwt": [proof(ECKey.generate_key("P-256"))]}}
    assert issue_credential(token=fresh, bound_to="leave", request=good, now=clock.now())


def test_a_proof_by_a_private_key_in_the_header_or_by_another_key_is_refused(people: dict[str, str]) -> None:
    held, key = token(offered(people["hana"])), ECKey.generate_key("P-256")
    claims = {"aud": addresses.issuer_id(), "iat": int(time.time()), "nonce": give_nonce(now=clock.now())}
    leaky = {"typ": "openid4vci-proof+jwt", "jwk": dict(key.as_dict(private=True))}
    foreign = {"typ": "openid4vci-proof+jwt", "jwk": jose.public_jwk(key=ECKey.generate_key("P-256"))}
    for header in (leaky, foreign, {"typ": "JWT", "jwk": jose.public_jwk(key=key)}):
        order = {
            "credential_configuration_id": "mobile_id",
            "proofs": {"jwt": [jose.sign(header=header, claims=claims, key=key)]},
        }
        with pytest.raises(WrongProof):
            issue_credential(token=held, bound_to="leave", request=order, now=clock.now())


def dpop(key: ECKey, *, header: Any = None, **other: Any) -> str:
    """A DPoP proof for the token endpoint, but for what a test changes."""
    claims = {
        "jti": new_secret(),
        "htm": "POST",
        "htu": f"{addresses.issuer_id()}/token",
        "iat": int(time.time()),
    } | other
    head = {"typ": "dpop+jwt", "jwk": jose.public_jwk(key=key)} | (header or {})
    return jose.sign(header=head, claims={name: value for name, value in claims.items() if value is not None}, key=key)


# RFC 9449, section 4.3: each check, by the claim that it looks at.
@pytest.mark.parametrize(
    "fault",
    [
        {"htm": "GET"},
        {"htu": "https://evil.example/token"},
        {"htu": None},
        {"iat": 1},
        {"iat": "now"},
        {"jti": None},
        {"jti": ""},
        {"header": {"typ": "JWT"}},
        {"header": {"jwk": jose.public_jwk(key=ECKey.generate_key("P-256"))}},
    ],
)
@pytest.mark.django_db
def test_a_binding_proof_with_a_fault_binds_nothing(fault: dict[str, Any]) -> None:
    with pytest.raises(WrongBinding):
        prove_binding(proof=dpop(ECKey.generate_key("P-256"), **fault), door="token", now=clock.now())


def test_a_token_without_its_key_is_worth_nothing_and_a_proof_counts_once(people: dict[str, str]) -> None:
    key, other = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
    proved = dpop(key)
    assert prove_binding(proof=proved, door="token", now=clock.now()) == str(key.thumbprint())
    with pytest.raises(WrongBinding):
        prove_binding(proof=proved, door="token", now=clock.now())
    held = token(offered(people["hana"]))
    order = {"credential_configuration_id": "mobile_id", "proofs": {"jwt": [proof(key)]}}
    for bound_to in (str(other.thumbprint()), ""):
        with pytest.raises(WrongBinding):
            issue_credential(token=held, bound_to=bound_to, request=order, now=clock.now())
    door = f"{addresses.issuer_id()}/credential"
    stolen = dpop(other, htu=door, ath=jose.encode(hashlib.sha256(b"another token").digest()))
    with pytest.raises(WrongBinding):
        prove_binding(proof=stolen, door="credential", token=held, now=clock.now())
    for scheme in ("Bearer", "DPoP"):
        reply = Client().post("/api/mobile_id/credential", {}, headers={"authorization": f"{scheme} {held}"})
        assert reply.json()["error"] in ("invalid_token", "invalid_dpop_proof")
    assert issue_credential(token=held, bound_to="leave", request=order, now=clock.now())


def status_of(credential: Credential) -> int:
    """What any verifier reads in the published list."""
    claims = jose.verify(token=publish_status(number=credential.list_number, now=clock.now()), key=keys.issuing_key())
    return status_list.status_at(claims=claims, index=credential.list_index)


def test_a_lost_phone_is_suspended_and_found_again_and_a_revocation_is_final(people: dict[str, str]) -> None:
    issued(people["hana"])
    one, hana = Credential.objects.get(), resident(people["hana"])
    for to in (Standing.SUSPENDED, Standing.VALID, Standing.REVOKED):
        change_standing(key=one.key, to=to, actor=hana, now=clock.now())
        assert status_of(one) == to
    with pytest.raises(StandingIsFinal):
        change_standing(key=one.key, to=Standing.VALID, actor=hana, now=clock.now())
    with pytest.raises(NoSuchCredential):
        change_standing(key=one.key, to=Standing.REVOKED, actor=resident(people["minsu"]), now=clock.now())


def test_a_death_suspends_at_once_and_nobody_lifts_it(people: dict[str, str]) -> None:
    issued(people["soonja"])
    one, envelope = Credential.objects.get(), Any
    exchange.hear_death(PersonDied(person=people["soonja"], died_on=NOW.date()), envelope)  # type: ignore[arg-type]
    assert status_of(one) == Standing.SUSPENDED
    for actor in (resident(people["soonja"]), CLERK):
        with pytest.raises(StandingIsFinal):
            change_standing(key=one.key, to=Standing.VALID, actor=actor, now=clock.now())


def test_a_move_and_a_new_name_end_what_states_the_old(people: dict[str, str]) -> None:
    for person in ("hana", "minsu"):
        issued(people[person])
    moved = PersonMoved(person=people["hana"], moved_on=NOW.date(), division="1144000000", address="x")
    exchange.hear_move(moved, Any)  # type: ignore[arg-type]
    exchange.hear_name(NameCorrected(person=people["minsu"], name="x", corrected_on=NOW.date()), Any)  # type: ignore[arg-type]
    assert {(one.reason, status_of(one)) for one in Credential.objects.all()} == {("outdated", Standing.REVOKED)}


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(2007, 3, 9), 19, date(2026, 3, 9)),
        (date(2008, 2, 29), 19, date(2027, 3, 1)),
        (date(2004, 2, 29), 20, date(2024, 2, 29)),
    ],
)
def test_ages_are_reached_on_the_birthday(born: date, years: int, day: date) -> None:
    """Civil Act arts. 158, 160 (3)."""
    assert AGE_REACHED_ON.filled(born_on=born, years=years) == day


def test_restricted_goods_are_sold_from_new_year() -> None:
    """Youth Protection Act art. 2 no. 1: not who has reached 1 January of the year in which they become nineteen."""
    assert RESTRICTED_GOODS_FROM.filled(born_on=date(2007, 12, 31)) == date(2026, 1, 1)


def test_a_credential_never_outlives_a_stated_age() -> None:
    born = date(2007, 3, 20)
    end = ends_at(born_on=born, thresholds=(19,), now=NOW, on=NOW.date(), days=365)
    assert end.date() == date(2026, 3, 20)
    assert ends_at(born_on=date(1988, 1, 1), thresholds=(19,), now=NOW, on=NOW.date(), days=365) == NOW + timedelta(365)


@pytest.mark.django_db
def test_an_answer_is_forgotten_after_ten_minutes() -> None:
    now = clock.now()
    request = ask_presentation(question="name", now=now)
    PresentationRequest.objects.update(answered_at=now, outcome="accepted", shown={"name": "김하나"})
    assert forget_old(now=now + timedelta(minutes=9)) == 0
    assert forget_old(now=now + timedelta(minutes=10)) == 1
    page = Client(headers={"accept-language": "en"}).get(f"/mobile-id/verify/{request.page_key}/").content.decode()
    assert "forgotten" in page
    assert "김하나" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("token", b"", 400, "unsupported_grant_type"),
        ("token", b"grant_type=urn:ietf:params:oauth:grant-type:pre-authorized_code", 400, "invalid_dpop_proof"),
        ("credential", b"{}", 401, "invalid_token"),
        ("requests/x", None, 404, "invalid_request"),
        ("responses/x", b"response=x", 404, "invalid_request"),
        ("responses/x", b"\x00\xff", 404, "invalid_request"),
    ],
)
def test_nonsense_is_answered_as_the_standards_answer_it(
    path: str, body: bytes | None, status: int, error: str
) -> None:
    client = Client()
    kind = "application/x-www-form-urlencoded"
    sent = client.get(f"/api/mobile_id/{path}") if body is None else client.post(f"/api/mobile_id/{path}", body, kind)
    assert (sent.status_code, sent.json()["error"]) == (status, error)
