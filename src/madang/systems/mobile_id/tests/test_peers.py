"""npm's @openid4vc and @sd-jwt as the wallet and as the verifier: both directions."""

from collections.abc import Callable
from typing import Any

import pytest

from madang.framework.values import clock
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.formats import jose, sd_jwt
from madang.systems.mobile_id.models import Credential, Offer, PresentationRequest, Showing
from madang.systems.mobile_id.tests.conftest import PeerRefused, offered, offered_at_counter, resident
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
