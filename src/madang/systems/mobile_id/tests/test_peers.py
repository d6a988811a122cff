"""npm's @openid4vc and @sd-jwt as the wallet and as the verifier: both directions."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from madang.framework.identity.actor import Assurance
from madang.framework.identity.tests.browsers import new_account, signed_in
from madang.framework.values import clock
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.formats import jose, sd_jwt
from madang.systems.mobile_id.models import Credential, Offer, PresentationRequest, Showing
from madang.systems.mobile_id.tests.conftest import PeerRefused, offered, offered_at_counter, resident
from madang.systems.mobile_id.usecases import addresses
from madang.systems.mobile_id.usecases.ask_presentation import ask_presentation, link_of
from madang.systems.mobile_id.usecases.change_standing import change_standing

pytestmark = pytest.mark.django_db(transaction=True)
Peer = Callable[..., Any]
OVER_19 = {"age_equal_or_over": {"19": True}}


@pytest.fixture
def held(peer: Peer, people: dict[str, str]) -> dict[str, Any]:
    """Hana's mobile ID in the other wallet."""
    offer = offered(people["hana"])
    got = peer("fetch", offer=offer.link, txCode=offer.tx_code)
    return {"credential": got["credentials"][0], "key": got["keys"][0], "person": people["hana"]}


def answer(peer: Peer, held: dict[str, Any], *, question: str = "over_19", frame: Any = None) -> PresentationRequest:
    """The other wallet answers a request of ours."""
    request = ask_presentation(question=question, now=clock.now())
    sent = peer(
        "answer", link=link_of(request=request), credential=held["credential"], key=held["key"], frame=frame or OVER_19
    )
    assert (sent["status"], sent["client"]) == (200, "x509_hash")
    request.refresh_from_db()
    return request


def test_their_wallet_fetches_a_mobile_id_and_shows_an_age_or_a_district_or_a_name_alone(
    peer: Peer, held: dict[str, Any]
) -> None:
    request = answer(peer, held)
    assert (request.outcome, request.shown) == ("accepted", {"age_equal_or_over/19": True})
    showing = Showing.objects.get()
    assert (showing.question, showing.credential.person) == ("over_19", held["person"])
    district = answer(peer, held, question="district", frame={"residence_district": True})
    name = answer(peer, held, question="name", frame={"name": True})
    assert district.shown == {"residence_district": "종로구"}
    assert name.shown == {"name": "김하나"}


def test_a_batch_is_bound_to_keys_that_nothing_links(peer: Peer, people: dict[str, str]) -> None:
    offer = offered_at_counter(people["hana"])
    got = peer("fetch", offer=offer.link, txCode=offer.tx_code, count=3)
    tokens = [jose.body_of(token=one.partition("~")[0]) for one in got["credentials"]]
    assert len({token["cnf"]["jwk"]["x"] for token in tokens}) == 3
    assert len({token["status"]["status_list"]["idx"] for token in tokens}) == 3
    assert len({digest for token in tokens for digest in token["_sd"]}) == 3 * len(tokens[0]["_sd"])
    assert got["version"] == "V1"
    assert Credential.objects.filter(person=people["hana"]).count() == 3


def test_their_verifier_believes_ours_until_it_is_revoked(peer: Peer, held: dict[str, Any], settings: Any) -> None:
    where = f"{settings.MADANG_PUBLIC_URL}/.well-known/jwt-vc-issuer/api/mobile_id"
    shown = peer("answer", link=_link("over_19"), credential=held["credential"], key=held["key"], frame=OVER_19)
    nonce = jose.body_of(token=shown["presentation"].rpartition("~")[2])["nonce"]
    claims = peer("check", presentation=shown["presentation"], nonce=nonce, issuerKeys=where)["claims"]
    assert claims["age_equal_or_over"] == {"19": True}
    assert "birthdate" not in claims
    credential = Credential.objects.get()
    change_standing(key=credential.key, to=Standing.SUSPENDED, actor=resident(held["person"]), now=clock.now())
    with pytest.raises(PeerRefused, match=r"[Ss]tatus"):
        peer("check", presentation=shown["presentation"], nonce=nonce, issuerKeys=where)


def _link(question: str) -> str:
    return link_of(request=ask_presentation(question=question, now=clock.now()))


def test_our_reader_opens_what_their_issuer_hides(peer: Peer) -> None:
    key = peer("key")
    claims = {
        "vct": "https://example.com/t",
        "iat": 1,
        "place": {"town": "Jongno", "road": "Jahamun-ro"},
        "given": ["a", "b"],
    }
    frame = {"_sd": ["place"], "place": {"_sd": ["town"]}, "given": {"_sd": [1]}}
    theirs = sd_jwt.parse(text=peer("issue", key=key, claims=claims, frame=frame)["credential"])
    own = jose.import_public(jwk={name: key[name] for name in ("kty", "crv", "x", "y")})
    opened = sd_jwt.open_claims(claims=jose.verify(token=theirs.token, key=own), disclosures=theirs.disclosures)
    assert opened.claims == claims
    assert opened.disclosed == {("place",), ("place", "town"), ("given", "1")}


def test_wrong_digits_are_told_and_leave_the_offer_as_it_was(peer: Peer, people: dict[str, str]) -> None:
    offer = offered(people["hana"])
    wrong = f"{(int(offer.tx_code) + 1) % 1_000_000:06d}"
    with pytest.raises(PeerRefused, match="six digits"):
        peer("fetch", offer=offer.link, txCode=wrong)
    assert Offer.objects.get().redeemed_at is None
    peer("fetch", offer=offer.link, txCode=offer.tx_code)
    with pytest.raises(PeerRefused, match="no longer stands"):
        peer("fetch", offer=offer.link, txCode=offer.tx_code)


def test_a_wallet_that_shows_more_or_less_than_was_asked_is_told_no(peer: Peer, held: dict[str, Any]) -> None:
    more = answer(peer, held, frame={"birthdate": True, **OVER_19})
    assert (more.outcome, more.shown) == ("too_much", {})
    less = answer(peer, held, frame={"age_equal_or_over": {"18": True}})
    assert (less.outcome, less.shown) == ("missing", {})


WALLET = {"clientId": "madang-wallet", "redirectUri": "https://wallet.example.org/callback"}


def agreed(peer: Peer, people: dict[str, str], issuer: str) -> tuple[dict[str, Any], str, Client]:
    """Their wallet begins by itself; Hana, signed in at high, agrees: what it holds, and the address that comes back."""
    begun = peer("begin", issuer=issuer, **WALLET)
    browser = entered("hana", people["hana"])
    asked = parse_qs(urlsplit(begun["address"]).query)
    values = {name: asked[name][0] for name in ("client_id", "request_uri")}
    assert set(asked) == set(values)
    page = browser.get("/mobile-id/authorize/", values)
    assert "Madang Wallet asks for your mobile ID" in page.content.decode()
    assert page["Content-Security-Policy"].endswith("form-action 'self' https://wallet.example.org")
    back = browser.post("/mobile-id/authorize/", values | {"answer": "allow"})["Location"]
    assert browser.post("/mobile-id/authorize/", values | {"answer": "allow"}).status_code == 400
    return begun, back, browser


def entered(login: str, person: str, *, level: int = Assurance.HIGH) -> Client:
    """A browser in which the person is signed in that surely."""
    return signed_in(new_account(login, person=person), method="passkey", assurance=level)


def test_their_wallet_begins_by_itself_and_renews_with_fresh_keys(
    peer: Peer, people: dict[str, str], settings: Any
) -> None:
    """OpenID4VCI 1.0, section 3.4: authorization code with PAR, PKCE and DPoP; then a batch."""
    issuer = addresses.issuer_id()
    begun, back, _browser = agreed(peer, people, issuer)
    told = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    assert set(told) == {"code", "iss"}
    assert told["iss"] == issuer
    given = {"issuer": issuer, "code": told["code"], **WALLET}
    got = peer("redeem", **given, verifier=begun["verifier"], leave=begun["leave"], count=2)
    assert (got["type"], len(got["credentials"])) == ("DPoP", 2)
    assert Offer.objects.get().channel == "wallet"
    with pytest.raises(PeerRefused, match="no longer stands"):
        peer("redeem", **given, verifier=begun["verifier"], leave=begun["leave"])


@pytest.mark.parametrize("theft", ["verifier", "leave"])
def test_a_stolen_code_is_worth_nothing_without_verifier_and_key(
    peer: Peer, people: dict[str, str], theft: str
) -> None:
    begun, back, _browser = agreed(peer, people, addresses.issuer_id())
    code = parse_qs(urlsplit(back).query)["code"][0]
    held = {"verifier": begun["verifier"], "leave": begun["leave"]}
    thiefs = {"verifier": "x" * 43, "leave": peer("key")}
    given = {"issuer": addresses.issuer_id(), "code": code, **WALLET}
    with pytest.raises(PeerRefused):
        peer("redeem", **given, **(held | {theft: thiefs[theft]}))
    with pytest.raises(PeerRefused):
        peer("redeem", **given, **held)
    assert not Credential.objects.exists()


def test_a_wallet_comes_back_only_to_its_own_address_and_only_at_high(peer: Peer, people: dict[str, str]) -> None:
    issuer = addresses.issuer_id()
    for wrong in ({"clientId": "stranger"}, {"redirectUri": "https://wallet.example.org.evil.example/callback"}):
        with pytest.raises(PeerRefused):
            peer("begin", issuer=issuer, **(WALLET | wrong))
    begun = peer("begin", issuer=issuer, **WALLET)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun["address"]).query).items()}
    low = entered("minsu", people["minsu"], level=Assurance.SUBSTANTIAL)
    assert low.get("/mobile-id/authorize/", asked)["Location"].startswith(
        "/confirm/?level=3&next=%2Fmobile-id%2Fauthorize"
    )
    own = entered("hana", people["hana"])
    denied = own.post("/mobile-id/authorize/", asked | {"answer": "deny"})["Location"]
    assert parse_qs(urlsplit(denied).query)["error"] == ["access_denied"]
    assert not Offer.objects.exists()
