"""Sealed bids from appointment to opening, in the database: who may, when, and what every attack meets."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import DatabaseError, connection, transaction

from madang.framework.audit import verify
from madang.framework.identity.may import Forbidden
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.procurement.domain.group import BASE, multiply
from madang.systems.procurement.domain.secret_sharing import Proof, prove_possession
from madang.systems.procurement.formats.base64url import decode, encode
from madang.systems.procurement.formats.sealed_bid import read_sealed
from madang.systems.procurement.models import Bid, CustodianKey, Offer, Sanction, Supplier, Tender
from madang.systems.procurement.tests.bidding_market import (
    AFTER,
    BEFORE,
    BUYER,
    BUYER_OFFICE,
    CLOSES,
    CUSTODIANS,
    OPENS,
    SECOND,
    Market,
    bidder,
    official,
    request_of,
    supplier,
    tender,
)
from madang.systems.procurement.tests.bidding_market import market as market
from madang.systems.procurement.usecases.bidding import open_bids, refusals
from madang.systems.procurement.usecases.bidding.appoint_custodians import appoint_custodians
from madang.systems.procurement.usecases.bidding.bidder_keys import end_bidder_key, register_bidder_key
from madang.systems.procurement.usecases.bidding.close_bidding import close_due
from madang.systems.procurement.usecases.bidding.custodian_keys import register_custodian_key
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid
from madang.systems.procurement.usecases.bidding.withdraw_bid import withdraw_bid

pytestmark = pytest.mark.django_db


def test_from_sealing_to_opening(market: Market) -> None:
    bids = [market.send(f"101810000{one}", minor=90_000_000 + one) for one in (1, 2, 3)]
    assert json.loads(bids[0].receipt) == {
        "bid": bids[0].number,
        "lot": 1,
        "received_at": "2026-03-20T00:59:59.000000Z",
        "sha256": bids[0].sha256,
        "signer": {"assurance": "key_alone"},
        "supplier": "1018100001",
        "tender": "T-2026-1",
    }
    assert close_due(now=CLOSES + SECOND) == 0, "what came in time may still be on its way"
    assert close_due(now=AFTER) == 1
    assert market.give("auditor") == 0
    assert not Offer.objects.exists(), "one custodian opens nothing"
    assert market.give("third") == 0
    offers = {offer.bid.supplier.number: offer for offer in Offer.objects.select_related("bid__supplier")}
    assert {number: offer.minor for number, offer in offers.items()} == {
        f"101810000{one}": 90_000_000 + one for one in (1, 2, 3)
    }
    assert offers["1018100001"].draws == [2, 9]
    assert len({offer.device for offer in offers.values()}) == 3
    market.tender.refresh_from_db()
    market.ceremony.refresh_from_db()
    assert (market.tender.state, market.ceremony.state, market.ceremony.listed) == ("opened", "opened", 3)
    told = list(market.ceremony.steps.order_by("pk").values_list("what", "who", "count"))
    assert told == [
        ("began", "purchaser", 3),
        ("closed", "procurement.close_bidding", 3),
        ("gave", "auditor", 3),
        ("gave", "third", 3),
        ("opened", "procurement", 3),
    ]
    assert verify().broken is None


def test_the_last_moment_counts_and_the_next_does_not(market: Market) -> None:
    microsecond = timedelta(microseconds=1)
    assert market.send("1018100001", now=CLOSES - microsecond).pk
    for late in (CLOSES, CLOSES + SECOND):
        with pytest.raises(refusals.BidLate):
            market.send("1018100002", now=late)
    assert Bid.objects.count() == 1


def test_a_bid_is_replaced_by_withdrawing_it_first(market: Market) -> None:
    data = market.sealed()
    first = submit_bid(data=data, actor=bidder("1018100001"), now=BEFORE)
    with pytest.raises(refusals.BidStands):
        market.send()
    with pytest.raises(Forbidden):
        withdraw_bid(bid=first, actor=bidder("1018100002"), now=BEFORE)
    withdraw_bid(bid=first, actor=bidder("1018100001"), now=BEFORE)
    with pytest.raises(refusals.NotWithdrawable):
        withdraw_bid(bid=first, actor=bidder("1018100001"), now=BEFORE)
    with pytest.raises(refusals.BidReplayed):
        submit_bid(data=data, actor=bidder("1018100001"), now=BEFORE)
    second = market.send(minor=80_000_000)
    with pytest.raises(refusals.NotWithdrawable):
        withdraw_bid(bid=second, actor=bidder("1018100001"), now=CLOSES)
    close_due(now=AFTER)
    market.give("buyer")
    market.give("auditor")
    assert [offer.minor for offer in Offer.objects.all()] == [80_000_000]
    assert Bid.objects.get(pk=first.pk).state == "withdrawn"


def _respelt(data: bytes) -> bytes:
    """The same ECDSA signature by its other s: as valid, other bytes."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    signing, _dot, last = data.rpartition(b".")
    raw = decode(text=last.decode())
    other = (order - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    return signing + b"." + encode(data=raw[:32] + other).encode()


def test_a_withdrawn_bid_comes_back_under_no_other_spelling(market: Market) -> None:
    data = market.sealed()
    bid = submit_bid(data=data, actor=bidder("1018100001"), now=BEFORE)
    withdraw_bid(bid=bid, actor=bidder("1018100001"), now=BEFORE)
    assert read_sealed(data=_respelt(data)).place == read_sealed(data=data).place
    with pytest.raises(refusals.BidReplayed):
        submit_bid(data=_respelt(data), actor=None, now=BEFORE)


def _forged(market: Market, **members: Any) -> bytes:
    """A bid whose body was changed and which was signed again by its own supplier."""
    head, body, _signature = market.sealed().decode().split(".")
    given = json.loads(decode(text=body)) | members
    raw = json.dumps(given, sort_keys=True, separators=(",", ":")).encode()
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    signing = f"{head}.{encode(data=raw)}"
    r, s = decode_dss_signature(market.devices["1018100001"].sign(signing.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signing}.{encode(data=r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}".encode()


def _attacks(market: Market) -> dict[str, tuple[type[Refusal], Callable[[], bytes]]]:
    other_keys = tuple(multiply(point=BASE, scalar=one) for one in (3**60, 5**60, 17**60))
    swapped = market.sealing(keys=market.sealing().keys[::-1])
    sound = market.sealed()
    return {
        "a changed sign": (
            refusals.BidTampered,
            lambda: sound[:-9] + (b"A" if sound[-9:-8] != b"A" else b"B") + sound[-8:],
        ),
        "not sealed at all": (refusals.BidTampered, lambda: b'{"minor": 1}'),
        "cut short": (refusals.BidTampered, lambda: sound[: len(sound) // 2]),
        "too large": (refusals.BidTooLarge, lambda: b"x" * (512 * 1024 + 1)),
        "for another tender": (refusals.BidForeign, lambda: market.sealed(sealing=market.sealing(tender="T-2026-2"))),
        "for another ceremony": (refusals.BidForeign, lambda: market.sealed(sealing=market.sealing(key="0" * 32))),
        "for another lot": (refusals.BidForeign, lambda: market.sealed(lot=2)),
        "of another supplier": (refusals.BidForeign, lambda: market.sealed("1018100002")),
        "of nobody": (refusals.BidForeign, lambda: market.sealed("9999999999")),
        "for other custodians": (
            refusals.BidDoesNotOpen,
            lambda: market.sealed(sealing=market.sealing(keys=other_keys)),
        ),
        "for the custodians in another order": (refusals.BidDoesNotOpen, lambda: market.sealed(sealing=swapped)),
        "for a lower threshold": (
            refusals.BidDoesNotOpen,
            lambda: market.sealed(sealing=market.sealing(threshold=1)),
        ),
        "with another's dealing": (
            refusals.BidDoesNotOpen,
            lambda: _forged(market, shares=_member(market.sealed("1018100003"), "shares")),
        ),
    }


def _member(data: bytes, name: str) -> Any:
    return json.loads(read_sealed(data=data).body)[name]


def test_every_attack_is_refused_with_its_reason_and_changes_nothing(market: Market) -> None:
    for name, (refusal, make) in _attacks(market).items():
        with pytest.raises(refusal):
            pytest.fail(f"{name}: {submit_bid(data=make(), actor=bidder('1018100001'), now=BEFORE)}")
    assert not Bid.objects.exists()


def test_a_program_sends_with_a_registered_key_alone(market: Market) -> None:
    data = market.sealed(known=False)
    with pytest.raises(refusals.BidderUnknown):
        submit_bid(data=data, actor=None, now=BEFORE)
    asked = request_of(market.devices["1018100001"])
    who, shop = bidder("1018100001"), Supplier.objects.get(number="1018100001")
    with pytest.raises(Forbidden):
        register_bidder_key(supplier=shop, request=asked, label="ERP", actor=bidder("1018100002"), now=BEFORE)
    for unfit in (b"", b"x", asked[:-1] + bytes([asked[-1] ^ 1]), asked[: len(asked) // 2]):
        with pytest.raises(refusals.RequestUnfit):
            register_bidder_key(supplier=shop, request=unfit, label="ERP", actor=who, now=BEFORE)
    key = register_bidder_key(supplier=shop, request=asked, label="ERP", actor=who, now=BEFORE)
    bid = submit_bid(data=data, actor=None, now=BEFORE)
    assert (bid.signed_with, bid.sent_by) == (key, "")
    withdraw_bid(bid=bid, actor=who, now=BEFORE)
    end_bidder_key(key=key, actor=who, now=BEFORE)
    with pytest.raises(refusals.DeviceEnded):
        submit_bid(data=market.sealed(), actor=None, now=BEFORE)
    with pytest.raises(refusals.DeviceEnded):
        register_bidder_key(supplier=shop, request=asked, label="ERP", actor=who, now=BEFORE)


def test_one_bad_bid_harms_no_other(market: Market) -> None:
    market.send("1018100001", content={"currency": "USD"})
    market.send("1018100002", content={"draws": [4, 4]})
    content = _member(market.sealed("1018100003"), "ciphertext")
    spoiled = decode(text=content)[:-1] + b"\0"
    market.devices["1018100001"], kept = market.devices["1018100003"], market.devices["1018100001"]
    data = _with_place_of(market, "1018100003", spoiled)
    market.devices["1018100001"] = kept
    submit_bid(data=data, actor=bidder("1018100003"), now=BEFORE)
    supplier("1018100004")
    market.send("1018100004")
    close_due(now=AFTER)
    market.give("auditor")
    market.give("buyer")
    told = dict(Bid.objects.values_list("supplier__number", "refusal"))
    assert told == {
        "1018100001": "procurement.bid.wrong_currency",
        "1018100002": "procurement.bid.wrong_draws",
        "1018100003": "procurement.bid.does_not_decrypt",
        "1018100004": "",
    }
    assert Offer.objects.get().bid.supplier.number == "1018100004"


def _with_place_of(market: Market, number: str, ciphertext: bytes) -> bytes:
    body = json.loads(read_sealed(data=market.sealed(number)).body)
    return _forged(market, **body | {"ciphertext": encode(data=ciphertext)})


def test_who_became_unfit_meanwhile_is_refused_at_the_opening(market: Market) -> None:
    market.send("1018100001")
    market.send("1018100002")
    barred = Supplier.objects.get(number="1018100002")
    Sanction.objects.create(
        number="S2026-1",
        supplier=barred,
        ground="collusion",
        facts="x",
        office="PPS",
        state="decided",
        proposed_at=BEFORE,
        proposed_by="a",
        opinion_due_on=BEFORE.date(),
        decided_at=BEFORE,
        decided_by="b",
        reasons="x",
        from_on=BEFORE.date(),
        until_on=BEFORE.date() + timedelta(days=90),
    )
    with pytest.raises(refusals.MayNotBid) as refused:
        market.send("1018100002")
    assert [fault.code for fault in refused.value.faults] == ["procurement.supplier.sanctioned"]
    close_due(now=AFTER)
    market.give("auditor")
    market.give("buyer")
    assert list(Bid.objects.order_by("supplier__number").values_list("state", "refusal")) == [
        ("opened", ""),
        ("refused", "procurement.supplier.sanctioned"),
    ]


def test_nothing_opens_early_or_by_others(market: Market) -> None:
    market.send()
    with pytest.raises(refusals.TooEarly):
        market.give("auditor")
    close_due(now=AFTER)
    with pytest.raises(refusals.TooEarly):
        market.give("auditor", now=OPENS - SECOND)
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", parts=(BASE,))
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", proof=Proof(challenge=1, response=1))
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", numbers=("BID-2026-OTHER",))
    with pytest.raises(Forbidden):
        market.give("auditor", actor=BUYER)
    with pytest.raises(refusals.NotYourSeat):
        market.give("auditor", actor=official("fourth", office="PPS"))
    assert market.give("auditor") == 0
    with pytest.raises(refusals.PartsRefused):
        market.give("auditor", parts=(BASE,), numbers=(Bid.objects.get().number,), proof=Proof(challenge=1, response=1))
    assert not Offer.objects.exists()


def test_a_tender_without_bids_or_sound_bids_fails(market: Market) -> None:
    market.send(content={"minor": 0})
    other = tender("T-2026-9")
    appoint_custodians(tender=other, keys=list(CustodianKey.objects.all()), actor=BUYER, now=BEFORE)
    assert close_due(now=AFTER) == 2
    market.give("auditor")
    market.give("third")
    assert set(Tender.objects.values_list("state", flat=True)) == {"failed"}
    assert Bid.objects.get().refusal == "procurement.bid.no_price"


def test_the_buyers_office_cannot_open_alone(market: Market) -> None:
    keys = {one.name: one for one in CustodianKey.objects.all()}
    second = official("second of the buyer", office=BUYER_OFFICE)
    key, proof = prove_possession(secret=19**60, context=officer(second).encode())
    with pytest.raises(refusals.KeyNotHeld):
        register_custodian_key(public=key, proof=proof, actor=CUSTODIANS["third"], now=BEFORE)
    keys["second"] = register_custodian_key(public=key, proof=proof, actor=second, now=BEFORE)
    other = tender("T-2026-8")
    for chosen, code in (
        (("buyer", "second", "auditor"), "procurement.custodians.one_office"),
        (("buyer", "auditor"), "procurement.custodians.number"),
        (("auditor", "auditor", "third"), "procurement.custodians.twice"),
    ):
        with pytest.raises(refusals.CustodiansUnfit) as refused:
            appoint_custodians(tender=other, keys=[keys[one] for one in chosen], actor=BUYER, now=BEFORE)
        assert [fault.code for fault in refused.value.faults] == [code]
    with pytest.raises(refusals.CeremonyBegan):
        appoint_custodians(tender=market.tender, keys=list(keys.values())[:3], actor=BUYER, now=BEFORE)


def test_the_database_itself_keeps_bids_as_they_came(market: Market) -> None:
    bid = market.send()
    close_due(now=AFTER)
    copied = "INSERT INTO procurement_bid SELECT (jsonb_populate_record(b, '{\"id\": 0}')).* FROM procurement_bid b"
    for statement in (
        "UPDATE procurement_bid SET sealed = 'x'",
        "UPDATE procurement_bid SET received_at = received_at - interval '1 day'",
        "UPDATE procurement_bid SET state = 'withdrawn', withdrawn_at = now()",
        "DELETE FROM procurement_bid",
        "UPDATE procurement_ceremony SET keys = '[]'",
        "UPDATE procurement_ceremony SET state = 'open'",
        "UPDATE procurement_ceremony SET root = ''",
        "DELETE FROM procurement_openingstep",
        copied,
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Bid.objects.get().pk == bid.pk


def test_a_crash_between_the_last_part_and_the_opening_is_made_good(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    market.send()
    close_due(now=AFTER)
    market.give("auditor")
    assert open_bids.open_ready(now=OPENS) == 0, "one custodian is not enough"
    with monkeypatch.context() as crashed:
        crashed.setattr(open_bids, "open_bids", lambda **_given: False)
        market.give("third")
    assert not Offer.objects.exists()
    assert open_bids.open_ready(now=OPENS) == 1
    assert Offer.objects.count() == 1
